import Glibc

/// Where the parts of a record stand in a buffer: two bytes for the length of the key and of the payload each, then both.
struct RecordLayout {
  let key: Range<Int>
  let payload: Range<Int>
  var end: Int { payload.upperBound }

  static let head = 4

  init(_ bytes: [UInt8], at offset: Int) {
    self = bytes.withUnsafeBytes { RecordLayout($0, at: offset) }
  }

  init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    let keyCount = Int(bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    let payloadCount = Int(bytes.loadUnaligned(fromByteOffset: offset + 2, as: UInt16.self))
    key = offset + Self.head..<offset + Self.head + keyCount
    payload = key.upperBound..<key.upperBound + payloadCount
  }
}

/// Records one behind the other, and their order.
struct RecordBuffer: Sendable {
  /// The first eight bytes of the key decide nearly always, so that the key itself is seldom looked at.
  private struct Entry {
    let prefix: UInt64
    let offset: UInt32
  }

  private(set) var bytes: [UInt8] = []
  private var entries: [Entry] = []

  var count: Int { entries.count }
  /// Bytes of memory.
  var size: Int { bytes.count + entries.count * MemoryLayout<Entry>.stride }

  mutating func append(_ key: some Collection<UInt8>, _ payload: some Collection<UInt8>) {
    let start = bytes.count
    withUnsafeBytes(of: UInt16(clamping: key.count)) { bytes.append(contentsOf: $0) }
    withUnsafeBytes(of: UInt16(clamping: payload.count)) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: key)
    bytes.append(contentsOf: payload)
    let prefix = bytes.withUnsafeBytes { keyPrefix($0, RecordLayout($0, at: start).key) }
    entries.append(Entry(prefix: prefix, offset: UInt32(start)))
  }

  /// Puts the records in order; of more than `limit` the first ones stay.
  mutating func sort(upTo limit: Int) {
    bytes.withUnsafeBytes { bytes in
      entries.sort { a, b in
        if a.prefix != b.prefix { return a.prefix < b.prefix }
        let order = compare(
          bytes, RecordLayout(bytes, at: Int(a.offset)).key, bytes, RecordLayout(bytes, at: Int(b.offset)).key)
        return order == 0 ? a.offset < b.offset : order < 0
      }
    }
    if entries.count > limit { entries.removeLast(entries.count - limit) }
    var ordered = RecordBuffer()
    ordered.entries.reserveCapacity(entries.count)
    ordered.bytes.reserveCapacity(entries.count < limit ? bytes.count : 0)
    bytes.withUnsafeBytes { bytes in
      for entry in entries {
        let start = Int(entry.offset)
        ordered.entries.append(Entry(prefix: entry.prefix, offset: UInt32(ordered.bytes.count)))
        ordered.bytes.append(
          contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<RecordLayout(bytes, at: start).end]))
      }
    }
    self = ordered
  }

  /// How many bytes were written.
  func write(to file: ScratchFile, at offset: Int) throws(ScratchFailure) -> Int {
    try file.write(bytes, at: offset)
    return bytes.count
  }
}

/// The first eight bytes of a key as a number of the same order; a shorter key is filled with zeros.
func keyPrefix(_ bytes: UnsafeRawBufferPointer, _ key: Range<Int>) -> UInt64 {
  if key.count >= 8 { return bytes.loadUnaligned(fromByteOffset: key.lowerBound, as: UInt64.self).bigEndian }
  return key.reduce(0) { $0 << 8 | UInt64(bytes[$1]) } << UInt64(8 * (8 - key.count))
}

/// Less than, equal to or greater than 0 as the first key stands before, with or behind the second.
func compare(
  _ a: UnsafeRawBufferPointer, _ first: Range<Int>, _ b: UnsafeRawBufferPointer, _ second: Range<Int>
) -> Int {
  let common = min(first.count, second.count)
  guard common > 0, let one = a.baseAddress, let other = b.baseAddress else { return first.count - second.count }
  let order = memcmp(one + first.lowerBound, other + second.lowerBound, common)
  return order == 0 ? first.count - second.count : Int(order)
}
