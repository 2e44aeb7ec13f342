/// Reads the answers to `gets` requests for groups of keys: a value for each item that is there, and an `END` for each
/// group. Nil where there is no item.
///
/// Servers answer in the order of the keys, proxies in any; of a key that is asked for twice the values come twice.
public struct ClassicGetReader: ReplyReader {
  private let keys: [[UInt8]]
  private let fields: ItemFields
  private var items: [StoredItem?]
  /// How many keys belong to groups that have ended.
  public private(set) var answered = 0
  /// How many values and groups were read. Within a group that is all that shows how it gets on.
  public private(set) var progress = 0
  /// Where the next item is expected within its group.
  private var next = 0
  /// The item whose value comes.
  private var value: (IncomingValue, of: StoredItem)?
  private var room = Limits.batchValueBytes

  /// - Parameter keys: one at least.
  public init(_ keys: [[UInt8]], _ fields: ItemFields) {
    self.keys = keys
    self.fields = fields
    items = Array(repeating: nil, count: keys.count)
  }

  public mutating func read(_ input: Span<UInt8>, used: inout Int) throws(ReplyError) -> [StoredItem?]? {
    while answered < keys.count {
      if value != nil {
        guard let item = try takeValue(input, &used) else { return nil }
        items[next] = item
        next += 1
        progress += 1
        value = nil
        continue
      }
      guard let line = try input.line(at: used) else { return nil }
      used = line.next
      if input.has("END", at: line.content) {
        answered = groupEnd
        next = answered
        progress += 1
      } else if input.starts(line.content, with: "VALUE ") {
        try openItem(input, line.content)
      } else {
        throw input.unexpected(line.content)
      }
    }
    return items
  }

  private var groupEnd: Int { min(answered + Limits.keysInGets, keys.count) }

  /// `VALUE key flags length[ cas]`
  private mutating func openItem(_ input: Span<UInt8>, _ content: Range<Int>) throws(ReplyError) {
    let end = content.upperBound
    var position = content.lowerBound + 6
    let keyStart = position
    input.skipWord(at: &position, upTo: end)
    let key = input.bytes(keyStart..<position)
    guard
      let index = (next..<groupEnd).first(where: { keys[$0] == key && items[$0] == nil })
        ?? (answered..<next).first(where: { keys[$0] == key && items[$0] == nil })
    else { throw .unasked }
    next = index
    guard let flags = number(input, at: &position, upTo: end).flatMap({ UInt32(exactly: $0) }),
      let length = number(input, at: &position, upTo: end)
    else { throw input.unexpected(content) }
    var item = StoredItem()
    item.flags = flags
    item.valueBytes = Int(clamping: length)
    if position < end {
      guard let cas = number(input, at: &position, upTo: end), position == end else { throw input.unexpected(content) }
      if fields.contains(.cas) { item.cas = cas }
    }
    let isKept = fields.contains(.value)
    let incoming = try IncomingValue(length: length, isKept: isKept, room: &room)
    if isKept { item.value = emptyValue(of: Int(length)) }
    value = (incoming, of: item)
  }

  private mutating func takeValue(_ input: Span<UInt8>, _ used: inout Int) throws(ReplyError) -> StoredItem? {
    guard var (incoming, item) = value.take() else { return nil }
    var bytes = item.value.take() ?? []
    let isWhole = try incoming.take(input, &used, into: &bytes)
    if fields.contains(.value) { item.value = bytes }
    if isWhole { return item }
    value = (incoming, of: item)
    return nil
  }

  /// A blank and a number.
  private func number(_ input: Span<UInt8>, at position: inout Int, upTo end: Int) -> UInt64? {
    guard position < end, input[position] == 0x20 else { return nil }
    position += 1
    return input.unsigned(at: &position, upTo: end)
  }
}
