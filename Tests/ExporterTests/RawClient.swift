import Exporter
import NIOCore
import NIOPosix
import Synchronization

/// A client that sends what it is told, HTTP or not, and keeps what comes.
struct RawClient: Sendable {
  private let channel: any Channel
  private let inbox: Inbox

  init(_ address: ListenAddress) async throws {
    let inbox = Inbox()
    let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(InboxHandler(inbox)) }
      }
    self.inbox = inbox
    switch address {
    case .tcp(let host, let port): channel = try await bootstrap.connect(host: host, port: Int(port)).get()
    case .unix(let path): channel = try await bootstrap.connect(unixDomainSocketPath: path).get()
    }
  }

  /// All that came so far.
  var received: String { String(decoding: inbox.state.withLock { $0.bytes }, as: UTF8.self) }
  var hasEnded: Bool { inbox.state.withLock { $0.hasEnded } }

  func send(_ text: String) async throws { try await channel.writeAndFlush(ByteBuffer(string: text)) }
  /// Says that nothing more will be sent.
  func endSending() async throws { try await channel.close(mode: .output) }
  func close() async throws { try await channel.close() }

  /// Takes nothing more, so that the server's answers have to wait.
  func stopReading() async throws { try await channel.setOption(.autoRead, value: false).get() }

  /// Waits until the server has closed its end; all that came.
  func ended() async throws -> String {
    while !hasEnded { try await Task.sleep(for: .milliseconds(2)) }
    return received
  }

  /// Waits until so many answers have come; all that came.
  func answers(_ count: Int) async throws -> String {
    while received.split(separator: "HTTP/1.1 ", omittingEmptySubsequences: false).count <= count || !isWhole {
      if hasEnded { return received }
      try await Task.sleep(for: .milliseconds(2))
    }
    return received
  }

  /// The last answer has all its body.
  private var isWhole: Bool {
    let text = received
    guard let head = text.ranges(of: "HTTP/1.1 ").last, let end = text[head.lowerBound...].firstRange(of: "\r\n\r\n"),
      let length = text[head.lowerBound...].firstMatch(of: /content-length: (\d+)/)
    else { return false }
    return text[end.upperBound...].utf8.count >= Int(length.1) ?? .max
  }

  /// One request on a connection of its own; the answer.
  static func ask(_ address: ListenAddress, _ request: String) async throws -> String {
    let client = try await RawClient(address)
    try await client.send(request)
    return try await client.ended()
  }
}

private final class Inbox: Sendable {
  let state = Mutex<(bytes: [UInt8], hasEnded: Bool)>(([], false))
}

private final class InboxHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  private let inbox: Inbox

  init(_ inbox: Inbox) { self.inbox = inbox }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    inbox.state.withLock { $0.bytes += buffer.readableBytesView }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed = event { end() }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
  func channelInactive(context: ChannelHandlerContext) { end() }

  private func end() { inbox.state.withLock { $0.hasEnded = true } }
}

/// Runs the body with an exporter on a port that the system picks; ends it as SIGTERM would.
func withExporter<Value: Sendable>(
  _ pools: [ExportedPool] = [], at address: ListenAddress = .tcp(host: "127.0.0.1", port: 0),
  limits: ServerLimits = ServerLimits(), _ body: (RunningExporter) async throws -> Value
) async throws -> Value {
  let (addresses, continuation) = AsyncStream<ListenAddress>.makeStream()
  let server = MetricsServer(MetricsSource(pools, version: "1.2"), limits: limits)
  let serving = Task {
    defer { continuation.finish() }
    try await server.run(at: address) { continuation.yield($0) }
  }
  var found: ListenAddress?
  for await address in addresses {
    found = address
    break
  }
  guard let found else {
    try await serving.value
    throw CancellationError()
  }
  let result: Result<Value, any Error>
  do {
    result = .success(try await body(RunningExporter(address: found, serving: serving)))
  } catch {
    result = .failure(error)
  }
  serving.cancel()
  try await serving.value
  return try result.get()
}

struct RunningExporter: Sendable {
  let address: ListenAddress
  let serving: Task<Void, any Error>

  /// What SIGTERM does.
  func stop() { serving.cancel() }
  /// It has ended.
  func ended() async throws { try await serving.value }
}
