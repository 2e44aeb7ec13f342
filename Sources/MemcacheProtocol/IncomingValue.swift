/// A value of which not all bytes have come, in the text protocol: announced by its length, ended by CRLF.
struct IncomingValue {
  private var item: StoredItem
  private var missing: Int

  /// - Parameters:
  ///   - isKept: false: its bytes are passed over.
  ///   - room: how many bytes of values the whole answer may still have.
  init(of item: StoredItem, length: UInt64, isKept: Bool, room: inout Int) throws(ReplyError) {
    guard length <= UInt64(Limits.valueBytes) else { throw .excessive("a value of \(length) bytes") }
    self.item = item
    missing = Int(length)
    if isKept { self.item.value = try roomForValue(of: missing, in: &room) }
  }

  /// Takes what has come; the item when its value and the line end behind it are complete.
  mutating func take(_ input: Span<UInt8>, _ used: inout Int) throws(ReplyError) -> StoredItem? {
    let here = min(missing, input.count - used)
    input.extracting(used..<used + here).withUnsafeBufferPointer { item.value?.append(contentsOf: $0) }
    missing -= here
    used += here
    guard missing == 0, input.count - used >= 2 else { return nil }
    guard input[used] == 0x0d && input[used + 1] == 0x0a else { throw .excessive("more value than it had announced") }
    used += 2
    return item
  }
}

/// An empty array for a value of so many bytes, without trusting that they come.
///
/// - Parameter room: how many bytes of values the whole answer may still have.
func roomForValue(of bytes: Int, in room: inout Int) throws(ReplyError) -> [UInt8] {
  room -= bytes
  guard room >= 0 else { throw .excessive("values of more than \(Limits.batchValueBytes) bytes together") }
  var value: [UInt8] = []
  value.reserveCapacity(min(bytes, Limits.valueBytesReserved))
  return value
}
