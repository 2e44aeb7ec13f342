/// One item of `stats cachedump`, which tells little.
public struct CachedumpLine: Hashable, Sendable {
  /// As it is stored: nothing is encoded in this answer.
  public var key: [UInt8] = []
  /// Bytes of the value.
  public var valueBytes = 0
  /// Unix seconds by the server's clock. For an item that never expires 0, and in 1.4 the second of the server's start.
  public var expires: Int64 = 0

  public init() {}
}

/// Reads the answer to `stats cachedump CLASS 0`: lines `ITEM key [size b; expiry s]` up to `END`. The answer is how many
/// there were, or why there are none.
public struct CachedumpReader: ReplyReader {
  private let most: Int
  private let each: @Sendable (CachedumpLine) -> Void
  private var line = CachedumpLine()
  public private(set) var answered = 0

  /// - Parameter most: a listing of more items is no memcached's, and no more are handed out.
  public init(upTo most: Int, each: @escaping @Sendable (CachedumpLine) -> Void) {
    self.most = most
    self.each = each
  }

  public var progress: Int { answered / Limits.itemsInListingWait }

  public mutating func read(_ input: Span<UInt8>, used: inout Int) throws(ReplyError) -> Result<Int, ErrorReply>? {
    while let next = try input.line(at: used) {
      let content = next.content
      used = next.next
      if input.starts(content, with: "ITEM ") {
        guard answered < most else { throw .excessive("a listing of more than \(most) items") }
        guard decode(input, content) else { throw input.unexpected(content) }
        each(line)
        answered += 1
      } else if input.has("END", at: content) {
        return .success(answered)
      } else {
        let error = input.unexpected(content)
        if answered == 0, case .refused(let reply) = error { return .failure(reply) }
        throw error
      }
    }
    return nil
  }

  /// False when the line is not of the form.
  private mutating func decode(_ input: Span<UInt8>, _ content: Range<Int>) -> Bool {
    let end = content.upperBound
    var position = content.lowerBound + 5
    let start = position
    input.skipWord(at: &position, upTo: end)
    line.key.removeAll(keepingCapacity: true)
    input.extracting(start..<position).withUnsafeBufferPointer { line.key.append(contentsOf: $0) }
    guard !line.key.isEmpty, skip(" [", input, &position, end),
      let size = input.unsigned(at: &position, upTo: end).flatMap({ UInt32(exactly: $0) }),
      skip(" b; ", input, &position, end),
      let second = input.signed(at: &position, upTo: end), (0...Limits.unixSeconds).contains(second),
      skip(" s]", input, &position, end), position == end
    else { return false }
    line.valueBytes = Int(size)
    line.expires = second
    return true
  }

  private func skip(_ word: StaticString, _ input: Span<UInt8>, _ position: inout Int, _ end: Int) -> Bool {
    guard input.starts(position..<end, with: word) else { return false }
    position += word.utf8CodeUnitCount
    return true
  }
}
