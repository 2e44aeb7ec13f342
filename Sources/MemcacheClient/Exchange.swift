import MemcacheProtocol
import NIOCore

/// An answer, and how long it took from writing the request to reading its last byte.
struct Answer<Reply: Sendable>: Sendable {
  var reply: Reply
  var elapsed: Duration
}

/// One request or batch with its answer, whatever the kind, as the channel handler sees it.
protocol Exchange: AnyObject {
  /// For messages: the request, or the first one of a batch.
  var request: any Request { get }
  /// The next bytes to send now.
  func nextRequest() -> [UInt8]?
  /// Reads on; true when the answer was complete and has been handed over.
  func receive(_ input: Span<UInt8>, used: inout Int) throws(ReplyError) -> Bool
  /// Ends it without an answer.
  func fail(_ cause: NodeFailure.Cause)
  /// Whether a part of the answer has come.
  var hasBegun: Bool { get }
}

/// Lives on the event loop of its connection. The task that waits is woken once, at the end.
final class PendingExchange<Reader: ReplyReader>: Exchange {
  let request: any Request
  private var feed: any RequestFeed
  private var reader: Reader
  private let progress: Progress?
  private let answer: FirstAnswer<Result<Answer<Reader.Reply>, NodeFailure.Cause>>
  private var started: ContinuousClock.Instant?
  private(set) var hasBegun = false

  init(
    _ request: any Request, _ feed: any RequestFeed, _ reader: Reader, progress: Progress?,
    answer: FirstAnswer<Result<Answer<Reader.Reply>, NodeFailure.Cause>>
  ) {
    self.request = request
    self.feed = feed
    self.reader = reader
    self.progress = progress
    self.answer = answer
  }

  func nextRequest() -> [UInt8]? {
    let bytes = feed.next(answered: reader.answered)
    if started == nil { started = .now }
    return bytes
  }

  func receive(_ input: Span<UInt8>, used: inout Int) throws(ReplyError) -> Bool {
    hasBegun = true
    let before = reader.answered
    let reply = try reader.read(input, used: &used)
    if let progress, reader.answered > before { progress.note() }
    guard let reply else { return false }
    let now = ContinuousClock.now
    answer.answer(.success(Answer(reply: reply, elapsed: now - (started ?? now))))
    return true
  }

  func fail(_ cause: NodeFailure.Cause) {
    answer.answer(.failure(cause))
  }
}
