/// Reads the answer to one request, or to one batch of requests, from pieces of any size.
public protocol ReplyReader<Reply>: Sendable {
  associatedtype Reply: Sendable

  /// Reads on. `input` begins with what the last call left unused; it holds at most one unfinished line beyond what
  /// the reader takes, because values are taken as they come.
  ///
  /// - Parameter used: how many bytes are done with; also set when the answer is not yet complete.
  /// - Returns: the whole answer once it is there. Bytes beyond it are not the reader's.
  /// - Throws: `ReplyError` when the connection is out of step or the other side is no memcached.
  mutating func read(_ input: Span<UInt8>, used: inout Int) throws(ReplyError) -> Reply?

  /// How many single answers are complete, so that further requests may be sent; a bulk reader counts each item.
  var answered: Int { get }

  /// Grows as the answer gets on: what a deadline that is renewed looks at.
  var progress: Int { get }
}

extension ReplyReader {
  public var answered: Int { 0 }
  public var progress: Int { answered }
}
