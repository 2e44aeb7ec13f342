public import Logging
import MemcacheProtocol
import NIOCore
import NIOPosix

/// Opens connections to real memcacheds.
///
/// All dialers of a process share one small group of event loop threads, which starts with the first connection and
/// needs no shutting down. It is not NIO's own, which starts a thread for each core: with 64 of them start-up took twice
/// as long.
public struct SocketDialer: Dialer {
  static let eventLoops = MultiThreadedEventLoopGroup(numberOfThreads: min(2, System.coreCount))

  let timeout: Duration
  let listingTimeout: Duration
  let access: Access
  let logger: Logger

  /// - Parameters:
  ///   - timeout: for the name lookup, for connecting (with the TLS handshake), and for each operation.
  ///   - listingTimeout: for each wait for further lines of a listing; nil: `timeout`, but at least `Limits.listingWait`.
  ///   - access: how all nodes are spoken to.
  ///   - logger: gets the wire traffic at trace level, without values, passwords and whole keys.
  public init(
    timeout: Duration, listingTimeout: Duration? = nil, access: Access = Access(), logger: Logger
  ) {
    self.timeout = timeout
    self.access = access
    self.listingTimeout = listingTimeout ?? max(timeout, Limits.listingWait)
    self.logger = logger
  }

  public func connect(
    to address: ServerAddress, certifiedFor name: String?
  ) async throws(NodeFailure) -> any NodeClient {
    do throws(NodeFailure) {
      return try await reach(address, certifiedFor: name)
    } catch {
      // At most a login was on its way.
      throw error.unsent
    }
  }

  private func reach(
    _ address: ServerAddress, certifiedFor name: String?
  ) async throws(NodeFailure) -> any NodeClient {
    let connection: Connection
    switch address {
    case .tcp(let host, let port):
      let found = try await lookedUp(host, port, node: address.description)
      let tls = access.tls.map { ServerIdentity(tls: $0, host: name ?? host) }
      connection = try await connect(to: found, node: address.description, tls: tls)
    case .unix(let path):
      guard let socket = try? SocketAddress(unixDomainSocketPath: path) else {
        throw NodeFailure(node: path, .socket(.longPath(bytes: path.utf8.count)))
      }
      connection = try await connect(to: [socket], node: path, tls: nil)
    }
    do throws(NodeFailure) {
      return try await enter(connection)
    } catch {
      connection.close()
      throw error
    }
  }

  /// Takes up the protocol asked for, and logs in where there is a login.
  private func enter(_ connection: Connection) async throws(NodeFailure) -> any NodeClient {
    switch access.wireProtocol {
    case .text:
      if let login = access.login { try await connection.logIn(login) }
      return connection
    case .binary:
      let binary = BinaryConnection(connection)
      if let login = access.login { try await binary.logIn(login) }
      return binary
    }
  }

  private func lookedUp(_ host: String, _ port: UInt16, node: String) async throws(NodeFailure) -> [SocketAddress] {
    if let address = addressInNumbers(host, port: port) { return [address] }
    return try await withDeadline(timeout) { () async throws(NodeFailure) in
      try await addresses(of: host, port: port, node: node)
    }
  }

  /// Tries the addresses of one name in the resolver's order. Each gets an equal share of the time that is left, so that
  /// a dead one does not eat the time of the others.
  private func connect(
    to addresses: [SocketAddress], node: String, tls: ServerIdentity?
  ) async throws(NodeFailure) -> Connection {
    let end = ContinuousClock.now + timeout
    var failure = NodeFailure(node: node, .unresolved("it has no address"))
    let tried = addresses.prefix(Limits.addressesTried)
    for (index, address) in tried.enumerated() {
      let share = (end - .now) / (tried.count - index)
      do throws(NodeFailure) {
        return try await withDeadline(share) { () async throws(NodeFailure) in
          try await open(address, node: node, tls: tls)
        }
      } catch {
        switch error.cause {
        case .late(let phase, _): failure = NodeFailure(node: node, .late(phase, after: timeout))
        case .refused: failure = error
        // No IPv6 here, for one: that says less of the node than what its other addresses did.
        case .unreachable: if index == 0 { failure = error }
        default: throw error
        }
      }
    }
    throw failure
  }
}

/// Who must answer at the other end of a connection.
struct ServerIdentity: Sendable {
  var tls: ClientTLS
  /// A name, or an address in numbers.
  var host: String
}
