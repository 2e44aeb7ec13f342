import MemcacheProtocol
import NIOCore
import NIOPosix

/// The whole pipeline of a connection: it parses each read buffer where it lies and answers whole batches, so that a
/// bulk answer of a million lines costs no event, task or allocation a line.
///
/// Exchanges run one after another: a listing must not follow another command in one packet.
final class ExchangeHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// The first one is on its way.
  private var exchanges = CircularBuffer<any Exchange>()
  /// At most an unfinished line, or what the server said without being asked: a full one says so and closes.
  private(set) var unread = ByteBuffer()
  private var context: ChannelHandlerContext?
  /// Why the connection is over, for whoever asks afterwards.
  private var end: NodeFailure.Cause?

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func start(_ exchange: some Exchange) {
    exchanges.append(exchange)
    guard exchanges.count == 1 else { return }
    take(from: &unread)
    goOn()
  }

  /// Ends everything that waits here.
  func finish(_ cause: @autoclosure () -> NodeFailure.Cause) {
    let cause = end ?? cause()
    exchanges.popFirst()?.fail(cause)
    // A refusal belongs to its own command: to all others we have closed the connection.
    let rest = if case .declined = cause { NodeFailure.Cause.reset(withinReply: false) } else { cause }
    end = rest
    while let exchange = exchanges.popFirst() { exchange.fail(rest) }
    context?.close(promise: nil)
  }

  /// The caller gives up.
  func cancel() {
    unread.clear()
    finish(.cancelled(exchanges.first?.hasBegun == true ? .restOfReply : .reply))
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var received = unwrapInboundIn(data)
    if unread.readableBytes > 0 {
      unread.writeImmutableBuffer(received)
      take(from: &unread)
    } else {
      take(from: &received)
      unread.writeImmutableBuffer(received)
    }
    if unread.readableBytes > 0 { unread.discardReadBytes() } else { unread.clear() }
    goOn()
  }

  func channelInactive(context: ChannelHandlerContext) {
    finish(.reset(withinReply: exchanges.first?.hasBegun == true))
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // In TLS 1.3 the server judges our certificate when the handshake is over for us.
    if let fault = TLSFault(error) { return finish(.tls(fault)) }
    finish(.reset(withinReply: exchanges.first?.hasBegun == true))
  }

  /// Lets the exchanges read what has come, and moves behind what they have read.
  ///
  /// Nothing is sent from here: a failing write makes NIO read what is left of the socket at once, into this handler.
  private func take(from buffer: inout ByteBuffer) {
    while let exchange = exchanges.first, buffer.readableBytes > 0 {
      var used = 0
      var done = false
      do throws(NodeFailure.Cause) {
        done = try exchange.receive(buffer.readableBytesUInt8Span, used: &used)
      } catch {
        end = error
        buffer.clear()
        return
      }
      buffer.moveReaderIndex(forwardBy: used)
      guard done else { return }
      exchanges.removeFirst()
    }
  }

  /// Sends what is to be sent after a change, or ends what cannot go on.
  private func goOn() {
    if let end { return finish(end) }
    guard let exchange = exchanges.first else {
      if unread.readableBytes > Limits.lineBytes { finish(.excessive("something without being asked")) }
      return
    }
    guard let context else { return }
    var wrote = false
    while let bytes = exchange.nextRequest() {
      context.write(wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
      wrote = true
    }
    if wrote { context.flush() }
  }
}
