public import Logging
import NIOCore
import NIOPosix
import Synchronization

/// Opens connections to real memcacheds.
///
/// All dialers of a process share one small group of event loop threads, which starts with the first connection and
/// needs no shutting down. It is not NIO's own, which starts a thread for each core: with 64 of them start-up took twice
/// as long.
public struct SocketDialer: Dialer {
  /// A listing pauses for up to a second in the server's poll loop, however fast the node is otherwise.
  public static let leastListingTimeout = Duration.seconds(5)

  private static let eventLoops = MultiThreadedEventLoopGroup(numberOfThreads: min(2, System.coreCount))

  private let timeout: Duration
  private let listingTimeout: Duration
  private let access: Access
  private let logger: Logger

  /// - Parameters:
  ///   - timeout: for connecting, its name lookup included, and for each operation.
  ///   - listingTimeout: for each wait for further lines of a listing; nil: `timeout`, but at least 5 s.
  ///   - access: how all nodes are spoken to.
  ///   - logger: gets the wire traffic at trace level, without values and whole keys.
  public init(
    timeout: Duration, listingTimeout: Duration? = nil, access: Access = Access(), logger: Logger
  ) {
    self.timeout = timeout
    self.access = access
    self.listingTimeout = listingTimeout ?? max(timeout, Self.leastListingTimeout)
    self.logger = logger
  }

  public func connect(
    to address: ServerAddress, certifiedFor host: String?
  ) async throws(NodeFailure) -> any NodeClient {
    try await withDeadline(timeout) { () async throws(NodeFailure) in
      switch address {
      case .tcp(let host, let port):
        try await connect(to: await addresses(of: host, port: port), node: address.description)
      case .unix:
        throw NodeFailure(node: address.description, .unresolved("it is a unix socket"))
      }
    }
  }

  /// Tries the addresses of one name in the resolver's order.
  private func connect(to addresses: [SocketAddress], node: String) async throws(NodeFailure) -> Connection {
    var last = NodeFailure(node: node, .unresolved("it has no address"))
    for address in addresses {
      do throws(NodeFailure) {
        return try await connect(to: address, node: node)
      } catch {
        last = error
        if case .cancelled = error.cause { break }
      }
    }
    throw last
  }

  private func connect(to address: SocketAddress, node: String) async throws(NodeFailure) -> Connection {
    let answer = FirstAnswer<Result<Connection, NodeFailure.Cause>>()
    let opened = Mutex<Connection?>(nil)
    let result = await withTaskCancellationHandler {
      ClientBootstrap(group: Self.eventLoops)
        .connectTimeout(.hours(24))  // ours is the deadline
        .channelOption(.socketOption(.tcp_nodelay), value: 1)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            let handler = ExchangeHandler()
            let connection = Connection(
              node: node, channel: channel, handler: NIOLoopBound(handler, eventLoop: channel.eventLoop),
              timeout: timeout, listingTimeout: listingTimeout, logger: logger)
            opened.withLock { $0 = connection }
            if answer.isAnswered { throw CancellationError() }
            try channel.pipeline.syncOperations.addHandler(handler)
          }
        }
        .connect(to: address)
        .whenComplete { outcome in
          switch (outcome, opened.withLock { $0 }) {
          case (.success, let connection?):
            if !answer.answer(.success(connection)) { connection.close() }
          case (.failure(let error), _): answer.answer(.failure(.init(connecting: error)))
          case (.success, nil): answer.answer(.failure(.unreachable("the socket was not set up")))
          }
        }
      return await answer.wait()
    } onCancel: {
      answer.answer(.failure(.cancelled(.connection)))
      opened.withLock { $0 }?.close()
    }
    switch result {
    case .success(let connection):
      logger.trace("connected to \(address)", metadata: ["node": "\(node)"])
      return connection
    case .failure(let cause): throw NodeFailure(node: node, cause)
    }
  }
}

extension NodeFailure.Cause {
  fileprivate init(connecting error: any Error) {
    guard let error = error as? IOError else {
      self = .unreachable("\(error)")
      return
    }
    switch error.errnoCode {
    case ECONNREFUSED: self = .refused
    case ECONNRESET: self = .reset(withinReply: false)
    default: self = .unreachable(String(cString: strerror(error.errnoCode)))
    }
  }
}
