import Logging
public import MemcacheProtocol

extension Connection {
  public func watch(
    _ streams: [WatchStream], for time: Duration, each: @escaping @Sendable (WatchLine) -> Void
  ) async throws(NodeFailure) {
    let command = Command.watch(streams)
    logger.trace("> \(command)", metadata: ["node": "\(node)"])
    let patience = Progress()
    let reader = WatchReader(begun: { patience.settle() }, each: each)
    do throws(NodeFailure) {
      let answer = try await withDeadline(timeout, renewedBy: patience, inAll: time) { () async throws(NodeFailure) in
        try await run(command, OneRequest(command), reader, nil)
      }
      switch answer.reply {
      case .failure(let refusal): throw NodeFailure(node: node, .init(refusal: refusal, of: command))
      }
    } catch {
      if case .late = error.cause, patience.isSettled { return }
      throw error
    }
  }
}
