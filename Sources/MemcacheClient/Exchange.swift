import MemcacheProtocol
import NIOCore

/// An answer, and how long it took from writing the request to reading its last byte.
struct Answer<Reply: Sendable>: Sendable {
  var reply: Reply
  var elapsed: Duration
}

/// One request or batch with its answer, whatever the kind, as the channel handler sees it.
protocol Exchange: AnyObject {
  /// The next bytes to send now.
  func nextRequest() -> [UInt8]?
  /// Reads on; true when the answer was complete and has been handed over.
  ///
  /// What comes before the request is sent is no answer to it, unless it says why there will be none: a server at its
  /// connection limit refuses without being asked, and other services introduce themselves.
  /// - Throws: why the connection cannot go on.
  func receive(_ input: Span<UInt8>, used: inout Int) throws(NodeFailure.Cause) -> Bool
  /// Ends it without an answer.
  func fail(_ cause: NodeFailure.Cause)
  /// Whether a part of the answer has come.
  var hasBegun: Bool { get }
}

/// Why an exchange has no answer, and whether any of its request went out.
struct ExchangeFailure: Error {
  var cause: NodeFailure.Cause
  var wasSent: Bool
}

/// Lives on the event loop of its connection. The task that waits is woken once, at the end.
final class PendingExchange<Reader: ReplyReader>: Exchange {
  /// For messages: the request, or the first one of a batch.
  private let request: any Request
  private var feed: any RequestFeed
  private var reader: Reader
  private let progress: Progress?
  private let answer: FirstAnswer<Result<Answer<Reader.Reply>, ExchangeFailure>>
  private var started: ContinuousClock.Instant?
  private(set) var hasBegun = false
  /// The beginning of what came before the request was sent.
  private var early: String?

  init(
    _ request: any Request, _ feed: any RequestFeed, _ reader: Reader, progress: Progress?,
    answer: FirstAnswer<Result<Answer<Reader.Reply>, ExchangeFailure>>
  ) {
    self.request = request
    self.feed = feed
    self.reader = reader
    self.progress = progress
    self.answer = answer
  }

  func nextRequest() -> [UInt8]? {
    // Behind something that came unasked the answers cannot be told apart, so nothing more is asked for.
    guard early == nil else { return nil }
    let bytes = feed.next(answered: reader.answered)
    if started == nil { started = .now }
    return bytes
  }

  func receive(_ input: Span<UInt8>, used: inout Int) throws(NodeFailure.Cause) -> Bool {
    hasBegun = true
    if started == nil { early = input.beginning }
    let before = reader.progress
    let reply: Reader.Reply?
    do throws(ReplyError) {
      reply = try reader.read(input, used: &used)
    } catch {
      throw NodeFailure.Cause(error, of: request)
    }
    if let progress, reader.progress > before { progress.note() }
    guard let reply else { return false }
    if let early, (reply as? any Refusable)?.isRefusal != true { throw .unasked(early) }
    let now = ContinuousClock.now
    answer.answer(.success(Answer(reply: reply, elapsed: now - (started ?? now))))
    return true
  }

  func fail(_ cause: NodeFailure.Cause) {
    var failure = ExchangeFailure(cause: cause, wasSent: started != nil)
    // The rest of what came unasked was waited for in vain.
    if started == nil, case .cancelled = cause, let early { failure.cause = .unasked(early) }
    answer.answer(.failure(failure))
  }
}

extension NodeFailure.Cause {
  fileprivate init(_ error: ReplyError, of request: any Request) {
    switch error {
    case .refused(let reply): self.init(refusal: reply, of: request)
    case .foreign(let stranger): self = .foreign(stranger)
    case .excessive(let words): self = .excessive(words)
    }
  }
}

/// An answer that may be a refusal.
private protocol Refusable {
  var isRefusal: Bool { get }
}

extension Result: Refusable where Failure == ErrorReply {
  fileprivate var isRefusal: Bool { if case .failure = self { true } else { false } }
}

extension Span<UInt8> {
  /// For messages: the first line, or what there is of it.
  fileprivate var beginning: String {
    let bytes = extracting(0..<Swift.min(count, Limits.quotedBytes)).withUnsafeBufferPointer { Array($0) }
    return bytes.prefix { $0 != 0x0d && $0 != 0x0a }.printable()
  }
}
