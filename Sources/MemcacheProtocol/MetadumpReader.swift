/// One item of a listing. Expired and flushed items are not listed.
public struct MetadumpLine: Hashable, Sendable {
  /// As the item is stored, percent encoding undone.
  public var key: [UInt8] = []
  /// Unix seconds by the server's clock; nil: never.
  public var expires: Int64?
  /// Unix seconds by the server's clock.
  public var lastAccess: Int64 = 0
  public var cas: UInt64 = 0
  /// Whether anybody has read it since it was stored.
  public var fetched = false
  public var slabClass = 0
  /// The whole item: key, value, flags and about 50 bytes of header.
  public var itemBytes = 0
  /// The client flags; nil from servers before 1.6.24, which do not tell.
  public var flags: UInt32?

  public init() {}

  /// Keeps nothing but the room for the key.
  fileprivate mutating func reset() {
    key.removeAll(keepingCapacity: true)
    (expires, lastAccess, cas, fetched, slabClass, itemBytes, flags) = (nil, 0, 0, false, 0, 0, nil)
  }
}

/// Reads a listing and hands out each line as it comes; the answer is how many there were, or why there is none.
///
/// The line handed out is one value filled anew for each item: it costs no allocation unless it is kept.
public struct MetadumpReader: ReplyReader {
  private let most: Int
  private let each: @Sendable (MetadumpLine) -> Void
  private var line = MetadumpLine()
  private var started = false
  public private(set) var answered = 0

  /// - Parameter most: a listing of more items is no memcached's, and no more are handed out.
  public init(upTo most: Int, each: @escaping @Sendable (MetadumpLine) -> Void) {
    self.most = most
    self.each = each
  }

  public var progress: Int { answered / Limits.itemsInListingWait }

  public mutating func read(_ input: Span<UInt8>, used: inout Int) throws(ReplyError) -> Result<Int, ErrorReply>? {
    while let next = try input.line(at: used) {
      let content = next.content
      if input.starts(content, with: "key=") {
        guard answered < most else { throw .excessive("a listing of more than \(most) items") }
        try decode(input, content)
        each(line)
        answered += 1
      } else if input.has("END", at: content) {
        used = next.next
        return .success(answered)
      } else if started || !input.has("OK", at: content) {  // 1.6.43 and later begin with OK
        used = next.next
        // There is nothing to list.
        if !started, input.starts(content, with: "NOTSTARTED") { return .success(0) }
        let error = input.unexpected(content)
        if !started, case .refused(let reply) = error { return .failure(reply) }
        throw error
      }
      used = next.next
      started = true
    }
    return nil
  }

  /// `key=… exp=-1 la=1795242857 cas=3 fetch=no cls=1 size=67`, from 1.6.24 on also ` flags=0` and a blank at the end.
  private mutating func decode(_ input: Span<UInt8>, _ content: Range<Int>) throws(ReplyError) {
    line.reset()
    var position = content.lowerBound + 4
    let end = content.upperBound
    guard input.appendDecoded(to: &line.key, at: &position, upTo: end) else { throw input.unexpected(content) }
    while position < end {
      guard input[position] == 0x20 else { throw input.unexpected(content) }
      position += 1
      if position < end { try field(input, content, &position) }
    }
  }

  private mutating func field(_ input: Span<UInt8>, _ content: Range<Int>, _ position: inout Int) throws(ReplyError) {
    let end = content.upperBound
    var name: UInt64 = 0
    while position < end && input[position] != UInt8(ascii: "=") {
      name = name << 8 | UInt64(input[position])
      position += 1
    }
    position = min(position + 1, end)
    switch FieldName(rawValue: name) {
    case .fetch:
      line.fetched = position < end && input[position] == UInt8(ascii: "y")
      input.skipWord(at: &position, upTo: end)
    case nil: input.skipWord(at: &position, upTo: end)
    case .cas:
      guard let number = input.unsigned(at: &position, upTo: end) else { throw input.unexpected(content) }
      line.cas = number
    case .exp, .la:
      guard let second = input.signed(at: &position, upTo: end), second <= Limits.unixSeconds else {
        throw input.unexpected(content)
      }
      if name == FieldName.la.rawValue { line.lastAccess = second } else { line.expires = second < 0 ? nil : second }
    case .cls, .size, .flags:
      guard let number = input.unsigned(at: &position, upTo: end).flatMap({ UInt32(exactly: $0) }) else {
        throw input.unexpected(content)
      }
      switch FieldName(rawValue: name) {
      case .cls: line.slabClass = Int(number)
      case .size: line.itemBytes = Int(number)
      default: line.flags = number
      }
    }
    // A number is followed by nothing.
    guard position == end || input[position] == 0x20 else { throw input.unexpected(content) }
  }
}

/// The letters of a field's name as one number, so that no text is made for each field of each line.
private enum FieldName: UInt64 {
  case exp = 0x65_7870
  case la = 0x6c61
  case cas = 0x63_6173
  case fetch = 0x66_6574_6368
  case cls = 0x63_6c73
  case size = 0x7369_7a65
  case flags = 0x66_6c61_6773
}
