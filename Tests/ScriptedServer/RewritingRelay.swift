import NIOCore
import NIOPosix

/// Stands before a real memcached and changes lines on their way: a server of another age or make.
///
/// A request that the other server does not know is changed into one that nobody knows, so that the real server answers
/// `ERROR` in its turn.
public struct RewritingRelay: Sendable {
  /// A line without its end becomes another, or none; the second text is the line before it.
  public typealias Change = @Sendable (_ line: String, _ previous: String) -> String?

  public let port: UInt16

  public static func run<Value: Sendable>(
    to backend: UInt16, requests: @escaping Change = { line, _ in line },
    replies: @escaping Change = { line, _ in line },
    _ body: (RewritingRelay) async throws -> Value
  ) async throws -> Value {
    let group = MultiThreadedEventLoopGroup.singleton
    let listener = try await ServerBootstrap(group: group)
      .childChannelInitializer { client in
        ClientBootstrap(group: client.eventLoop)
          .channelInitializer { server in
            server.eventLoop.makeCompletedFuture {
              try server.pipeline.syncOperations.addHandler(LineChanger(to: client, replies))
            }
          }
          .connect(host: "127.0.0.1", port: Int(backend))
          .flatMapThrowing { server in
            try client.pipeline.syncOperations.addHandler(LineChanger(to: server, requests))
          }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let result: Result<Value, any Error>
    do {
      result = .success(try await body(RewritingRelay(port: UInt16(listener.localAddress?.port ?? 0))))
    } catch {
      result = .failure(error)
    }
    try await listener.close()
    return try result.get()
  }
}

/// Passes whole lines on to the other side.
private final class LineChanger: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let other: any Channel
  private let change: RewritingRelay.Change
  private var unread: [UInt8] = []
  private var previous = ""

  init(to other: any Channel, _ change: @escaping RewritingRelay.Change) {
    self.other = other
    self.change = change
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    unread += Array(buffer: unwrapInboundIn(data))
    var changed: [UInt8] = []
    while let end = unread.firstIndex(of: 0x0a) {
      let line = unread[..<end].last == 0x0d ? unread[..<end].dropLast() : unread[..<end]
      let text = String(decoding: line, as: UTF8.self)
      if let text = change(text, previous) { changed += Array((text + "\r\n").utf8) }
      previous = text
      unread.removeFirst(end + 1)
    }
    if !changed.isEmpty { other.writeAndFlush(ByteBuffer(bytes: changed), promise: nil) }
  }

  func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }
  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
