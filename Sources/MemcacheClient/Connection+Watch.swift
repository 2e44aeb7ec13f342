import Logging
public import MemcacheProtocol
import NIOCore

extension Connection {
  public func watch(
    _ streams: [WatchStream], for time: Duration, each: @escaping @Sendable (WatchLine) -> Void
  ) async throws(NodeFailure) {
    let command = Command.watch(streams)
    logger.trace("> \(command)", metadata: ["node": "\(node)"])
    let patience = Progress()
    let (eventLoop, handler) = (channel.eventLoop, self.handler)
    // The time counts from the server's OK, however long that takes.
    let reader = WatchReader(
      begun: {
        patience.settle()
        eventLoop.scheduleTask(in: TimeAmount(time)) { handler.value.cancel() }
      }, each: each)
    do throws(NodeFailure) {
      let answer = try await withDeadline(timeout, renewedBy: patience, inAll: timeout + time) {
        () async throws(NodeFailure) in
        try await run(command, OneRequest(command), reader, nil)
      }
      switch answer.reply {
      case .failure(let refusal): throw NodeFailure(node: node, .init(refusal: refusal, of: command))
      }
    } catch {
      switch error.cause {
      case .late, .cancelled:
        if patience.isSettled, !Task.isCancelled { return }
        throw error
      default: throw error
      }
    }
  }
}
