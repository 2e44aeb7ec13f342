import Glibc
import NIOCore
import NIOPosix

/// Plays the script on one connection.
final class ScriptHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private var steps: ArraySlice<ScriptedServer.Step>
  private let journal: Journal
  private var lines = 0
  private var bytes = 0
  private var start: [UInt8] = []
  private var isPaused = false

  private static let startBytes = 64
  private static let writesAtOnce = 32

  init(_ script: [ScriptedServer.Step], _ journal: Journal) {
    self.steps = script[...]
    self.journal = journal
  }

  func channelActive(context: ChannelHandlerContext) { play(context) }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = Array(buffer: unwrapInboundIn(data))
    lines += bytes.count { $0 == 0x0a }
    self.bytes += bytes.count
    start += bytes.prefix(Self.startBytes - min(start.count, Self.startBytes))
    journal.note(bytes)
    play(context)
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) { play(context) }
  func channelInactive(context: ChannelHandlerContext) { journal.remove(context.channel) }
  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private func play(_ context: ChannelHandlerContext) {
    while !isPaused, let step = steps.first {
      switch step {
      case .lines(let count):
        guard lines >= count else { return }
        lines -= count
      case .bytes(let count):
        guard bytes >= count else { return }
        bytes -= count
      case .whenSent(let word, let script):
        guard lines > 0 else { return }
        lines -= 1
        steps = [step] + (start.starts(with: word.utf8) ? script : [.close])
      case .send(let bytes): write(bytes, context)
      case .sendEachByte(let bytes): for byte in bytes { write([byte], context) }
      case .pause(let duration): pause(duration, context)
      case .flood(let bytes):
        for _ in 0..<Self.writesAtOnce {
          guard context.channel.isActive, context.channel.isWritable else { return }
          write(bytes, context)
        }
        // A client that takes everything at once would keep this one writing for ever: the other connections of the
        // event loop have their turn first. (What is merely put into its queue comes before them.)
        return pause(.milliseconds(1), context)
      case .close: context.close(promise: nil)
      case .reset: reset(context)
      }
      steps = steps.dropFirst()
    }
  }

  private func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)))
      .assumeIsolated().whenSuccess { self.journal.noteTaken(bytes.count) }
  }

  private func pause(_ duration: Duration, _ context: ChannelHandlerContext) {
    isPaused = true
    context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(duration)) {
      self.isPaused = false
      self.play(context)
    }
  }

  private func reset(_ context: ChannelHandlerContext) {
    let linger = linger(l_onoff: 1, l_linger: 0)
    (context.channel as? any SocketOptionProvider)?.setSoLinger(linger).assumeIsolated().whenComplete { _ in
      context.close(promise: nil)
    }
  }
}
