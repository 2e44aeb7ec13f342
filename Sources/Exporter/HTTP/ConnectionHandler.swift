import NIOCore
import NIOHTTP1

/// Takes the requests of one client and gives them to the site; everything about who may wait for how long is
/// `ConnectionLife`'s.
final class ConnectionHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  /// Tells a connection that the answer in hand is its last.
  struct Farewell: Sendable {}

  private let site: Site
  private let registry: ConnectionRegistry
  private var life = ConnectionLife()
  private var alarm: Scheduled<Void>?
  /// A request whose head has come and whose end has not.
  private var head: HTTPRequestHead?

  init(_ site: Site, _ registry: ConnectionRegistry) {
    self.site = site
    self.registry = registry
  }

  func channelActive(context: ChannelHandlerContext) { waitAnew(context) }

  func channelInactive(context: ChannelHandlerContext) { alarm?.cancel() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !life.isLast else { return }
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      // Its body is not waited for.
      if head.announcesBody { take(context) }
    case .body: break
    case .end: take(context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let error = error as? HTTPParserError else { return context.close(promise: nil) }
    // The last answer is on its way, and has its own alarm.
    guard !life.isLast else { return }
    head = nil
    life.asked()
    send(Site.refusal(error), isLast: true, hasBody: true, context)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case is Farewell:
      if life.isSilent { return context.close(promise: nil) }
      life.endsSoon()
    case ChannelEvent.inputClosed:
      if life.isSilent || life.wait == .parting { return context.close(promise: nil) }
      life.endsSoon()
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  private func take(_ context: ChannelHandlerContext) {
    guard let head else { return }
    self.head = nil
    life.asked()
    waitAnew(context)
    let answer = context.eventLoop.makePromise(of: Answer.self)
    answer.completeWithTask { [site] in await site.answer(to: head) }
    answer.futureResult.assumeIsolated().whenSuccess { answer in
      guard context.channel.isActive else { return }
      let isLast =
        self.life.isLast || !head.isKeepAlive || head.version != .http1_1 || head.announcesBody
      self.send(answer, isLast: isLast, hasBody: head.method != .HEAD, context)
    }
  }

  private func send(_ answer: Answer, isLast: Bool, hasBody: Bool, _ context: ChannelHandlerContext) {
    life.answered(isLast: isLast)
    waitAnew(context)
    let head = HTTPResponseHead(
      version: .http1_1, status: answer.status, headers: answer.headers(isLast: isLast))
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if hasBody { context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil) }
    // The next request may be taken before this returns.
    context.writeAndFlush(wrapOutboundOut(.end(nil))).assumeIsolated().whenComplete { outcome in
      guard case .success = outcome else { return context.close(promise: nil) }
      self.life.read()
      if self.life.wait == .parting { context.close(mode: .output, promise: nil) }
      self.waitAnew(context)
    }
  }

  /// Sets the alarm for what is waited for now.
  private func waitAnew(_ context: ChannelHandlerContext) {
    alarm?.cancel()
    alarm = nil
    registry.note(context.channel, isSilent: life.isSilent)
    guard let wait = life.wait else { return }
    let limits = site.limits
    let limit =
      switch wait {
      case .firstRequest: limits.request
      case .nextRequest: limits.nextRequest
      case .reading: limits.reading
      case .parting: limits.parting
      }
    alarm = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(limit)) { context.close(promise: nil) }
  }
}
