/// What a server tells of one item; all of it as it was before the question.
public struct StoredItem: Hashable, Sendable {
  /// When it ends and when it was used. Only meta commands tell.
  public struct Life: Hashable, Sendable {
    /// Nil: never expires.
    public var ttl: Duration?
    /// Since the last access.
    public var idle = Duration.zero
    /// Whether anybody has read it since it was stored.
    public var fetched = false

    public init() {}
  }

  /// The client flags, in which PHP's extensions note serializer and compression.
  public var flags: UInt32 = 0
  public var valueBytes = 0
  /// Nil: not known, because the server has no meta commands or is spoken to in the binary protocol.
  public var life: Life?
  /// Only when asked for.
  public var cas: UInt64?
  /// Only when asked for.
  public var value: [UInt8]?

  public init() {}
}

/// Reads the answers to a batch of `mg`, one for each, in the order of the requests; nil where there is no item.
public struct MetaGetReader: ReplyReader {
  private let count: Int
  private var items: [StoredItem?] = []
  /// The item whose value is coming, and how many of its bytes have not come.
  private var open: (item: StoredItem, missing: Int)?

  /// - Parameter count: how many requests were sent; more than none.
  public init(count: Int) {
    self.count = count
    items.reserveCapacity(count)
  }

  public var answered: Int { items.count }

  public mutating func read(_ input: Span<UInt8>, used: inout Int) throws(ReplyError) -> [StoredItem?]? {
    while items.count < count {
      if open != nil {
        guard try takeValue(input, &used) else { return nil }
        continue
      }
      guard let line = try input.line(at: used) else { return nil }
      used = line.next
      let content = line.content
      if input.has("EN", at: content) {
        items.append(nil)
      } else if input.starts(content, with: "HD") {
        items.append(try item(input, content, from: content.lowerBound + 2))
      } else if input.starts(content, with: "VA ") {
        try openValue(input, content)
      } else {
        throw input.unexpected(content)
      }
    }
    return items
  }

  private mutating func openValue(_ input: Span<UInt8>, _ content: Range<Int>) throws(ReplyError) {
    var position = content.lowerBound + 3
    guard let length = input.unsigned(at: &position, upTo: content.upperBound) else {
      throw input.unexpected(content)
    }
    guard length <= UInt64(Limits.valueBytes) else { throw .excessive("a value of \(length) bytes") }
    var item = try item(input, content, from: position)
    var value: [UInt8] = []
    value.reserveCapacity(min(Int(length), Limits.valueBytesReserved))
    item.value = value
    open = (item, Int(length))
  }

  /// Takes what has come of the value; true when it and its line end are complete.
  private mutating func takeValue(_ input: Span<UInt8>, _ used: inout Int) throws(ReplyError) -> Bool {
    let here = min(open?.missing ?? 0, input.count - used)
    input.extracting(used..<used + here).withUnsafeBufferPointer { open?.item.value?.append(contentsOf: $0) }
    open?.missing -= here
    used += here
    guard input.count - used >= 2, let complete = open, complete.missing == 0 else { return false }
    guard input[used] == 0x0d && input[used + 1] == 0x0a else { throw .excessive("more value than it had announced") }
    used += 2
    items.append(complete.item)
    open = nil
    return true
  }

  /// Reads ` f0 s500 t-1 …`: a letter, then its value up to the next blank. Letters that were not asked for are skipped
  /// (`W`, `X` and `Z` may come with any answer).
  private func item(_ input: Span<UInt8>, _ content: Range<Int>, from start: Int) throws(ReplyError) -> StoredItem {
    var item = StoredItem()
    var life = StoredItem.Life()
    var position = start
    let end = content.upperBound
    while position < end {
      guard input[position] == 0x20, position + 1 < end, input[position + 1] != 0x20 else {
        throw input.unexpected(content)
      }
      let letter = input[position + 1]
      position += 2
      switch letter {
      case UInt8(ascii: "f"), UInt8(ascii: "s"), UInt8(ascii: "l"), UInt8(ascii: "h"), UInt8(ascii: "c"):
        guard let number = input.unsigned(at: &position, upTo: end), set(&item, &life, letter, number) else {
          throw input.unexpected(content)
        }
      case UInt8(ascii: "t"):
        guard let number = input.signed(at: &position, upTo: end) else { throw input.unexpected(content) }
        life.ttl = number < 0 ? nil : .seconds(number)
      default:
        input.skipWord(at: &position, upTo: end)
      }
    }
    item.life = life
    return item
  }

  /// False when the number is none that a server has.
  private func set(
    _ item: inout StoredItem, _ life: inout StoredItem.Life, _ letter: UInt8, _ number: UInt64
  ) -> Bool {
    if letter == UInt8(ascii: "c") {
      item.cas = number
      return true
    }
    guard let number = UInt32(exactly: number) else { return false }
    switch letter {
    case UInt8(ascii: "f"): item.flags = number
    case UInt8(ascii: "s"): item.valueBytes = Int(number)
    case UInt8(ascii: "l"): life.idle = .seconds(number)
    default: life.fetched = number != 0
    }
    return true
  }
}
