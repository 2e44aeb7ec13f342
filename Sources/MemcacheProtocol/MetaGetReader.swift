/// Reads the answers to a batch of `mg`, one for each, in the order of the requests; nil where there is no item.
///
/// A refusal of the very first request is an answer: the server has no meta commands, or writes them in another way.
public struct MetaGetReader: ReplyReader {
  private let count: Int
  private let syntax: MetaSyntax
  private let keepsValues: Bool
  private var items: [StoredItem?] = []
  private var value: IncomingValue?
  private var room = Limits.batchValueBytes
  /// In joined syntax an item ends with a line of its own, which for itself means that there is none.
  private var endsWithLine = false

  /// - Parameters:
  ///   - count: how many requests were sent; more than none.
  ///   - keepsValues: false: values, which then nobody has asked for, are passed over.
  public init(count: Int, _ syntax: MetaSyntax = .spaced, keepsValues: Bool = true) {
    self.keepsValues = keepsValues
    self.count = count
    self.syntax = syntax
    items.reserveCapacity(count)
  }

  public var answered: Int { items.count }

  public mutating func read(
    _ input: Span<UInt8>, used: inout Int
  ) throws(ReplyError) -> Result<[StoredItem?], ErrorReply>? {
    while items.count < count || endsWithLine {
      if value != nil {
        guard let item = try value?.take(input, &used) else { return nil }
        add(item)
        value = nil
        continue
      }
      guard let line = try input.line(at: used) else { return nil }
      used = line.next
      let content = line.content
      if input.has("EN", at: content) {
        if endsWithLine { endsWithLine = false } else { items.append(nil) }
      } else if !endsWithLine, input.starts(content, with: "VA ") {
        try openItem(input, content)
      } else if syntax == .spaced, input.starts(content, with: "HD") || input.starts(content, with: "OK") {
        // 1.6.0 to 1.6.9 say OK.
        add(try flags(input, content, from: content.lowerBound + 2).item)
      } else {
        let error = input.unexpected(content)
        if items.isEmpty, !endsWithLine, case .refused(let reply) = error, reply.kind == .error || reply.kind == .client
        {
          return .failure(reply)
        }
        throw error
      }
    }
    return .success(items)
  }

  private mutating func add(_ item: StoredItem) {
    items.append(item)
    endsWithLine = syntax == .joined
  }

  private mutating func openItem(_ input: Span<UInt8>, _ content: Range<Int>) throws(ReplyError) {
    var position = content.lowerBound + 3
    switch syntax {
    case .spaced:
      guard let length = input.unsigned(at: &position, upTo: content.upperBound) else {
        throw input.unexpected(content)
      }
      value = try IncomingValue(
        of: try flags(input, content, from: position).item, length: length, isKept: keepsValues, room: &room)
    case .joined:
      let (item, hasValue) = try joinedFlags(input, content, from: position)
      if hasValue {
        value = try IncomingValue(of: item, length: UInt64(item.valueBytes), isKept: keepsValues, room: &room)
      } else {
        add(item)
      }
    }
  }

  /// Reads ` f0 s500 t-1 …`: a letter, then its value up to the next blank. Letters that were not asked for are skipped
  /// (`W`, `X` and `Z` may come with any answer).
  private func flags(_ input: Span<UInt8>, _ content: Range<Int>, from start: Int) throws(ReplyError) -> ItemFlags {
    var flags = ItemFlags()
    var position = start
    let end = content.upperBound
    while position < end {
      guard input[position] == 0x20, position + 1 < end, input[position + 1] != 0x20 else {
        throw input.unexpected(content)
      }
      let letter = input[position + 1]
      position += 2
      if !ItemFlags.hasNumber(letter) {
        input.skipWord(at: &position, upTo: end)
      } else if try !flags.take(letter, input, at: &position, upTo: end) {
        throw input.unexpected(content)
      }
    }
    return flags
  }

  /// Reads `fstlhu 0 500 -1 …`: the letters, then the values of those that have one, in their order.
  private func joinedFlags(
    _ input: Span<UInt8>, _ content: Range<Int>, from start: Int
  ) throws(ReplyError) -> (StoredItem, hasValue: Bool) {
    var flags = ItemFlags()
    var hasValue = false
    var position = start
    input.skipWord(at: &position, upTo: content.upperBound)
    for letter in start..<position {
      if input[letter] == UInt8(ascii: "v") { hasValue = true }
      guard ItemFlags.hasNumber(input[letter]) else { continue }
      guard position < content.upperBound, input[position] == 0x20 else { throw input.unexpected(content) }
      position += 1
      guard try flags.take(input[letter], input, at: &position, upTo: content.upperBound) else {
        throw input.unexpected(content)
      }
    }
    guard position == content.upperBound else { throw input.unexpected(content) }
    return (flags.item, hasValue)
  }
}
