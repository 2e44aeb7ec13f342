import Glibc
public import MemcacheClient
import NIOCore
import NIOPosix
import Synchronization

/// Stands before a memcached: the address that PHP and mcpool know, while what is behind it is cut off or replaced.
///
/// While it is cut connections are refused. The port stays taken then by a socket that does not listen, so that nobody
/// else gets it. What comes in earlier is handed on earlier, also on other connections.
public final class Relay: Sendable {
  public let address: ServerAddress
  /// Nil for a unix socket.
  private let reservation: Int32?
  private let state = Mutex(State())
  private let loop = MultiThreadedEventLoopGroup.singleton.next()

  private struct State {
    var isCut = true
    var listener: (any Channel)?
    var connections: [ObjectIdentifier: any Channel] = [:]
    /// How many bytes the server may still hear; nil: all.
    var allowance: Int?
    var silence: SilentPort?
  }

  /// - Parameter socket: the path of a unix socket; nil: a port of 127.0.0.1 that the kernel picks.
  public static func run<Value: Sendable>(
    socket: String? = nil, _ body: @Sendable (Relay) async throws -> Value
  ) async throws -> Value {
    let relay = try Relay(socket: socket)
    do {
      let value = try await body(relay)
      try await relay.end()
      return value
    } catch {
      try? await relay.end()
      throw error
    }
  }

  private init(socket: String?) throws(LocalPoolError) {
    if let socket {
      (address, reservation) = (.unix(path: socket), nil)
    } else {
      let (descriptor, port) = try Self.reserved()
      (address, reservation) = (.tcp(host: "127.0.0.1", port: port), descriptor)
    }
  }

  private func end() async throws {
    defer { if let reservation { close(reservation) } }
    try await cut()
  }

  /// A socket that has a port of its own and does not listen.
  private static func reserved() throws(LocalPoolError) -> (descriptor: Int32, port: UInt16) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var on: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutableBytes(of: &address) { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) { bytes in
        bytes.baseAddress.map { bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0 }
          ?? false
      }
    }
    guard isBound else {
      throw LocalPoolError(
        summary: "no port for a relay: \(String(cString: strerror(errno)))", remedy: "look at ss -s: are ports left?")
    }
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }

  /// `HOST:PORT`, or the path of the socket.
  public var name: String { address.description }

  /// Takes connections from now on, and hands them on to the server on this port.
  public func join(_ backend: UInt16) async throws {
    state.withLock { state in
      state.isCut = false
      state.silence = nil
    }
    let bootstrap = ServerBootstrap(group: loop)
      .serverChannelOption(.backlog, value: 512)
      .childChannelInitializer { client in
        self.add(client)
        return ClientBootstrap(group: client.eventLoop)
          .channelOption(.tcpOption(.tcp_nodelay), value: 1)
          .channelInitializer { server in
            server.eventLoop.makeCompletedFuture { try server.pipeline.syncOperations.addHandler(Onward(to: client)) }
          }
          .connect(host: "127.0.0.1", port: Int(backend))
          .flatMapThrowing { server in
            try client.pipeline.syncOperations.addHandler(Onward(to: server) { self.passes($0) })
          }
      }
    let listener =
      switch address {
      case .tcp(let host, let port):
        try await bootstrap.serverChannelOption(.socketOption(.init(rawValue: SO_REUSEPORT)), value: 1)
          .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
          .bind(host: host, port: Int(port)).get()
      case .unix(let path):
        try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
      }
    state.withLock { $0.listener = listener }
  }

  /// Ends all connections and refuses new ones.
  public func cut() async throws {
    let listener = state.withLock { state in
      defer { state.listener = nil }
      state.isCut = true
      state.silence = nil
      return state.listener
    }
    try await listener?.close()
    for connection in state.withLock({ Array($0.connections.values) }) { try? await connection.close() }
  }

  /// Ends all connections; who wants a new one hears nothing at all, until it is joined or cut.
  ///
  /// Throws where this host does not play along, and for a unix socket, which always answers.
  public func fallSilent() async throws {
    guard case .tcp(_, let port) = address else {
      throw LocalPoolError(summary: "\(name) is a unix socket: it answers or refuses", remedy: "play cut instead")
    }
    try await cut()
    let silence = try await SilentPort(port)
    state.withLock { $0.silence = silence }
  }

  /// The server hears so many bytes more, then nothing; nil: all. Connections that have fallen silent end with that.
  public func allow(_ bytes: Int?) {
    let connections = state.withLock { state in
      defer { state.allowance = bytes }
      return state.allowance.map { $0 <= 0 } ?? false ? Array(state.connections.values) : []
    }
    for connection in connections { connection.close(promise: nil) }
  }

  /// Waits until the server has heard all that it may.
  public func hasHeardAll() async throws {
    while state.withLock({ $0.allowance.map { $0 > 0 } ?? true }) { try await Task.sleep(for: .milliseconds(5)) }
  }

  private func passes(_ bytes: Int) -> Bool {
    state.withLock { state in
      guard let left = state.allowance else { return true }
      state.allowance = left - bytes
      return left > 0
    }
  }

  private func add(_ connection: any Channel) {
    let name = ObjectIdentifier(connection)
    let isLate = state.withLock { state in
      state.connections[name] = connection
      return state.isCut
    }
    if isLate { connection.close(promise: nil) }
    connection.closeFuture.whenComplete { _ in self.state.withLock { _ = $0.connections.removeValue(forKey: name) } }
  }
}

/// Hands bytes on to the other side.
private final class Onward: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let other: any Channel
  private let passes: (Int) -> Bool

  init(to other: any Channel, where passes: @escaping (Int) -> Bool = { _ in true }) {
    self.other = other
    self.passes = passes
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = unwrapInboundIn(data)
    if passes(bytes.readableBytes) { other.write(bytes, promise: nil) }
  }
  func channelReadComplete(context: ChannelHandlerContext) { other.flush() }
  func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }
  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
