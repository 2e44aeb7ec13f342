/// Reads the answers to a batch of `mg`, one for each, in the order of the requests.
///
/// A refusal of the very first request is an answer: the server has no meta commands, or writes them in another way.
public struct MetaGetReader: ReplyReader {
  private let count: Int
  private let syntax: MetaSyntax
  private let keepsValues: Bool
  private var batch = ItemBatch()
  /// The item whose value comes, and where that begins; nil: it is passed over.
  private var value: (IncomingValue, of: ItemFacts, start: Int?)?
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
    batch.reserveCapacity(count)
  }

  public var answered: Int { batch.count }

  public mutating func read(
    _ input: Span<UInt8>, used: inout Int
  ) throws(ReplyError) -> Result<ItemBatch, ErrorReply>? {
    while batch.count < count || endsWithLine {
      if let (_, facts, start) = value {
        guard try value?.0.take(input, &used, into: &batch.bytes) == true else { return nil }
        add(facts, valueAt: start)
        value = nil
        continue
      }
      guard let line = try input.line(at: used) else { return nil }
      used = line.next
      let content = line.content
      if input.has("EN", at: content) {
        if endsWithLine { endsWithLine = false } else { batch.appendNothing() }
      } else if !endsWithLine, input.starts(content, with: "VA ") {
        try openItem(input, content)
      } else if syntax == .spaced, input.starts(content, with: "HD") || input.starts(content, with: "OK") {
        // 1.6.0 to 1.6.9 say OK.
        add(try facts(input, content, from: content.lowerBound + 2), valueAt: nil)
      } else {
        let error = input.unexpected(content)
        if batch.isEmpty, !endsWithLine, case .refused(let reply) = error, reply.kind == .error || reply.kind == .client
        {
          return .failure(reply)
        }
        throw error
      }
    }
    return .success(batch)
  }

  private mutating func add(_ facts: ItemFacts, valueAt start: Int?) {
    batch.append(facts, valueAt: start)
    endsWithLine = syntax == .joined
  }

  private mutating func openItem(_ input: Span<UInt8>, _ content: Range<Int>) throws(ReplyError) {
    var position = content.lowerBound + 3
    var facts: ItemFacts
    switch syntax {
    case .spaced:
      guard let length = input.unsigned(at: &position, upTo: content.upperBound) else {
        throw input.unexpected(content)
      }
      facts = try self.facts(input, content, from: position)
      let incoming = try IncomingValue(length: length, isKept: keepsValues, room: &room)
      facts.valueBytes = Int(length)
      value = (incoming, of: facts, start: keepsValues ? batch.bytes.count : nil)
    case .joined:
      let hasValue: Bool
      (facts, hasValue) = try joinedFacts(input, content, from: position)
      guard hasValue else { return add(facts, valueAt: nil) }
      value = (
        try IncomingValue(length: UInt64(facts.valueBytes), isKept: keepsValues, room: &room), of: facts,
        start: keepsValues ? batch.bytes.count : nil
      )
    }
  }

  /// Reads ` f0 s500 t-1 …`: a letter, then its value up to the next blank. Letters that were not asked for are skipped
  /// (`W`, `X` and `Z` may come with any answer).
  private func facts(_ input: Span<UInt8>, _ content: Range<Int>, from start: Int) throws(ReplyError) -> ItemFacts {
    var facts = ItemFacts()
    var position = start
    let end = content.upperBound
    while position < end {
      guard input[position] == 0x20, position + 1 < end, input[position + 1] != 0x20 else {
        throw input.unexpected(content)
      }
      let letter = input[position + 1]
      position += 2
      if !ItemFacts.hasNumber(letter) {
        input.skipWord(at: &position, upTo: end)
      } else if try !facts.take(letter, input, at: &position, upTo: end) {
        throw input.unexpected(content)
      }
    }
    return facts
  }

  /// Reads `fstlhu 0 500 -1 …`: the letters, then the values of those that have one, in their order.
  private func joinedFacts(
    _ input: Span<UInt8>, _ content: Range<Int>, from start: Int
  ) throws(ReplyError) -> (ItemFacts, hasValue: Bool) {
    var facts = ItemFacts()
    var hasValue = false
    var position = start
    input.skipWord(at: &position, upTo: content.upperBound)
    for letter in start..<position {
      if input[letter] == UInt8(ascii: "v") { hasValue = true }
      guard ItemFacts.hasNumber(input[letter]) else { continue }
      guard position < content.upperBound, input[position] == 0x20 else { throw input.unexpected(content) }
      position += 1
      guard try facts.take(input[letter], input, at: &position, upTo: content.upperBound) else {
        throw input.unexpected(content)
      }
    }
    guard position == content.upperBound else { throw input.unexpected(content) }
    return (facts, hasValue)
  }
}
