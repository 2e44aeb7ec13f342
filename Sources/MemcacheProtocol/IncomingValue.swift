/// A value of which not all bytes have come, in the text protocol: announced by its length, ended by CRLF.
struct IncomingValue {
  private var missing: Int
  private let isKept: Bool

  /// - Parameters:
  ///   - isKept: false: its bytes are passed over.
  ///   - room: how many bytes of values the whole answer may still have.
  init(length: UInt64, isKept: Bool, room: inout Int) throws(ReplyError) {
    guard length <= UInt64(Limits.valueBytes) else { throw .excessive("a value of \(length) bytes") }
    missing = Int(length)
    self.isKept = isKept
    if isKept { try takeRoom(for: missing, from: &room) }
  }

  /// Appends what has come to the value; true when that and the line end behind it are complete.
  @inline(__always)
  mutating func take(_ input: Span<UInt8>, _ used: inout Int, into value: inout [UInt8]) throws(ReplyError) -> Bool {
    let here = min(missing, input.count - used)
    if isKept { input.extracting(used..<used + here).withUnsafeBufferPointer { value.append(contentsOf: $0) } }
    missing -= here
    used += here
    guard missing == 0, input.count - used >= 2 else { return false }
    guard input[used] == 0x0d && input[used + 1] == 0x0a else { throw .excessive("more value than it had announced") }
    used += 2
    return true
  }
}

/// - Parameter room: how many bytes of values the whole answer may still have.
private func takeRoom(for bytes: Int, from room: inout Int) throws(ReplyError) {
  room -= bytes
  guard room >= 0 else { throw .excessive("values of more than \(Limits.batchValueBytes) bytes together") }
}

/// An empty array for a value of so many bytes, without trusting that they come.
///
/// - Parameter room: how many bytes of values the whole answer may still have.
func roomForValue(of bytes: Int, in room: inout Int) throws(ReplyError) -> [UInt8] {
  try takeRoom(for: bytes, from: &room)
  return emptyValue(of: bytes)
}

func emptyValue(of bytes: Int) -> [UInt8] {
  var value: [UInt8] = []
  value.reserveCapacity(min(bytes, Limits.valueBytesReserved))
  return value
}
