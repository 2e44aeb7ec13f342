import MemcacheProtocol
import NIOCore
import NIOSSL
import NIOTLS

/// What the beginning of a TLS connection comes to. Handlers on both sides of the library's say it; the first one counts.
final class TLSHandshake {
  /// Fails with a `NodeFailure.Cause`.
  let outcome: EventLoopPromise<Void>
  private(set) var isOver = false

  init(on eventLoop: any EventLoop) {
    outcome = eventLoop.makePromise()
  }

  /// Puts the handlers in front of what the channel has already.
  ///
  /// - Parameter host: whom the certificate must name, unless nobody is asked who he is.
  func begin(_ tls: ClientTLS, host: String, in pipeline: ChannelPipeline.SynchronousOperations) throws {
    // An address must not be sent as the name of a server.
    let name = CertifiedNames.address(host) == nil ? host.droppingRootDot : nil
    let library: NIOSSLClientHandler
    do {
      library = try NIOSSLClientHandler(context: tls.context, serverHostname: name)
    } catch {
      throw NodeFailure.Cause.tls(.other("'\(host.utf8.printable())' can be no name of a server"))
    }
    try pipeline.addHandlers([
      FirstBytesHandler(self), library, HandshakeHandler(self, library, host: tls.verifies ? host : nil),
    ])
  }

  func end(_ cause: NodeFailure.Cause?) {
    guard !isOver else { return }
    isOver = true
    if let cause { outcome.fail(cause) } else { outcome.succeed() }
  }
}

/// In front of the library: sees whether what comes is TLS at all.
private final class FirstBytesHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let handshake: TLSHandshake
  private var hasBegun = false

  init(_ handshake: TLSHandshake) { self.handshake = handshake }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if !hasBegun {
      hasBegun = true
      let bytes = unwrapInboundIn(data).readableBytesView
      // Records of TLS begin with their type: 20 to 23.
      if let first = bytes.first, !(20...23).contains(first) {
        let line = bytes.prefix(Limits.quotedBytes).prefix { $0 != 0x0d && $0 != 0x0a }
        handshake.end(
          line.elementsEqual("ERROR Too many open connections".utf8) ? .full : .tls(.notSpoken(line.printable())))
        return context.close(promise: nil)
      }
    }
    context.fireChannelRead(data)
  }

  func handlerRemoved(context: ChannelHandlerContext) { handshake.end(.tls(.closed)) }
}

/// Behind the library: sees how the handshake ends, and looks whom the certificate names before anything is sent.
private final class HandshakeHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let handshake: TLSHandshake
  private let library: NIOSSLClientHandler
  private let host: String?

  init(_ handshake: TLSHandshake, _ library: NIOSSLClientHandler, host: String?) {
    self.handshake = handshake
    self.library = library
    self.host = host
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case TLSUserEvent.handshakeCompleted? = event as? TLSUserEvent {
      if let host, let fault = misnamed(host) {
        handshake.end(.tls(fault))
        context.close(promise: nil)
      } else {
        handshake.end(nil)
      }
    }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard !handshake.isOver else { return context.fireErrorCaught(error) }
    handshake.end(.tls(TLSFault(error, presented: library.peerCertificate) ?? .closed))
    context.close(promise: nil)
  }

  private func misnamed(_ host: String) -> TLSFault? {
    guard let certificate = library.peerCertificate else { return .wrongName(expected: host, has: []) }
    let names = CertifiedNames(certificate)
    return names.include(host) ? nil : .wrongName(expected: host.utf8.printable(), has: names.quoted)
  }
}

extension String {
  fileprivate var droppingRootDot: String { hasSuffix(".") ? String(dropLast()) : self }
}
