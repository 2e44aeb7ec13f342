/// A value of which not all bytes have come, in the text protocol: announced by its length, ended by CRLF.
struct IncomingValue {
  private var item: StoredItem
  private var missing: Int

  /// - Parameter isKept: false: its bytes are passed over.
  init(of item: StoredItem, length: UInt64, isKept: Bool) throws(ReplyError) {
    guard length <= UInt64(Limits.valueBytes) else { throw .excessive("a value of \(length) bytes") }
    self.item = item
    missing = Int(length)
    if isKept {
      var value: [UInt8] = []
      value.reserveCapacity(min(missing, Limits.valueBytesReserved))
      self.item.value = value
    }
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
