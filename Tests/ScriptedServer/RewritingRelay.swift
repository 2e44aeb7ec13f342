import NIOCore
import NIOPosix

/// Stands before a real memcached and changes lines on their way: a server of another age or make.
///
/// A request that the other server does not know is changed into one that nobody knows, so that the real server answers
/// `ERROR` in its turn.
public struct RewritingRelay: Sendable {
  /// A line without its end becomes another, or none; the second text is the line before it.
  public typealias Change = @Sendable (_ line: String, _ previous: String) -> String?

  /// What becomes of the replies from a certain request on.
  public enum Fault: Sendable {
    /// So many bytes are handed on, then the connection is closed.
    case closes(after: Int)
    /// So many bytes are handed on, and no more.
    case silent(after: Int)
    /// One byte comes every 300 ms.
    case drips
  }

  public let port: UInt16

  /// - Parameter fault: how the replies break, and the beginning of the request from which on they do.
  public static func run<Value: Sendable>(
    to backend: UInt16, requests: @escaping Change = { line, _ in line },
    replies: @escaping Change = { line, _ in line }, fault: (at: String, Fault)? = nil,
    _ body: (RewritingRelay) async throws -> Value
  ) async throws -> Value {
    let group = MultiThreadedEventLoopGroup.singleton
    let listener = try await ServerBootstrap(group: group)
      .childChannelInitializer { client in
        let outlet = NIOLoopBound(Outlet(fault?.1), eventLoop: client.eventLoop)
        return ClientBootstrap(group: client.eventLoop)
          .channelInitializer { server in
            server.eventLoop.makeCompletedFuture {
              try server.pipeline.syncOperations.addHandler(
                LineChanger(to: client, replies) { bytes in outlet.value.write(bytes, to: client) })
            }
          }
          .connect(host: "127.0.0.1", port: Int(backend))
          .flatMapThrowing { server in
            let changer = LineChanger(to: server) { line, previous in
              if let fault, line.hasPrefix(fault.at) { outlet.value.isBroken = true }
              return requests(line, previous)
            } write: { bytes in
              server.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
            }
            try client.pipeline.syncOperations.addHandler(changer)
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

/// Where the replies of one connection leave, whole or not.
private final class Outlet {
  var isBroken = false
  private let fault: RewritingRelay.Fault?
  private var handedOn = 0

  init(_ fault: RewritingRelay.Fault?) { self.fault = fault }

  func write(_ bytes: [UInt8], to client: any Channel) {
    guard isBroken, let fault else { return client.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil) }
    defer { handedOn += bytes.count }
    switch fault {
    case .closes(let most):
      client.writeAndFlush(ByteBuffer(bytes: bytes.prefix(max(0, most - handedOn))), promise: nil)
      if handedOn + bytes.count >= most { client.close(promise: nil) }
    case .silent(let most):
      client.writeAndFlush(ByteBuffer(bytes: bytes.prefix(max(0, most - handedOn))), promise: nil)
    case .drips:
      for (index, byte) in bytes.enumerated() {
        client.eventLoop.scheduleTask(in: .milliseconds(Int64(300 * (handedOn + index + 1)))) {
          client.writeAndFlush(ByteBuffer(bytes: [byte]), promise: nil)
        }
      }
    }
  }
}

/// Passes whole lines on to the other side.
private final class LineChanger: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let other: any Channel
  private let change: RewritingRelay.Change
  private let write: ([UInt8]) -> Void
  private var unread: [UInt8] = []
  private var previous = ""

  init(to other: any Channel, _ change: @escaping RewritingRelay.Change, write: @escaping ([UInt8]) -> Void) {
    self.other = other
    self.change = change
    self.write = write
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
    if !changed.isEmpty { write(changed) }
  }

  func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }
  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
