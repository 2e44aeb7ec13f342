import Logging
import MemcacheProtocol
import NIOCore

/// A conversation with one memcached over one socket. Operations that are started at the same time run one after another.
public struct Connection: NodeClient {
  let node: String
  let isOverTLS: Bool
  let channel: any Channel
  let handler: NIOLoopBound<ExchangeHandler>
  /// For one operation, or where it says so for each wait within one.
  let timeout: Duration
  /// For each wait within a listing.
  let listingTimeout: Duration
  let logger: Logger

  public func close() {
    channel.close(promise: nil)
  }

  /// Sends a request and waits for the end of its answer.
  func exchange<Reader: ReplyReader>(
    _ request: some Request, _ reader: Reader, limit: Duration? = nil
  ) async throws(NodeFailure) -> Answer<Reader.Reply> {
    try await exchange(request, OneRequest(request), reader, limit: limit ?? timeout)
  }

  /// - Parameters:
  ///   - request: the first one of the batch, for messages.
  ///   - renewing: the limit counts from the latest answer on.
  func exchange<Reader: ReplyReader>(
    _ request: some Request, _ feed: some RequestFeed, _ reader: Reader, limit: Duration, renewing: Bool = false
  ) async throws(NodeFailure) -> Answer<Reader.Reply> {
    logger.trace("> \(request)", metadata: ["node": "\(node)"])
    let progress = renewing ? Progress() : nil
    let answer = try await withDeadline(limit, renewedBy: progress) { () async throws(NodeFailure) in
      try await run(request, feed, reader, progress)
    }
    logger.trace("< answered after \(answer.elapsed)", metadata: ["node": "\(node)"])
    return answer
  }

  func run<Reader: ReplyReader>(
    _ request: some Request, _ feed: some RequestFeed, _ reader: Reader, _ progress: Progress?
  ) async throws(NodeFailure) -> Answer<Reader.Reply> {
    let answer = FirstAnswer<Result<Answer<Reader.Reply>, ExchangeFailure>>()
    let handler = self.handler
    let result = await withTaskCancellationHandler {
      channel.eventLoop.execute {
        handler.value.start(PendingExchange(request, feed, reader, progress: progress, answer: answer))
      }
      return await answer.wait()
    } onCancel: {
      channel.eventLoop.execute { if !answer.isAnswered { handler.value.cancel() } }
    }
    switch result {
    case .success(let answer): return answer
    case .failure(let failure):
      throw NodeFailure(node: node, failure.cause, overTLS: isOverTLS, wasSent: failure.wasSent)
    }
  }
}
