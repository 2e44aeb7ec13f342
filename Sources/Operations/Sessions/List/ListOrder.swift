/// By what rows are sorted; the id decides between equals.
public struct ListOrder: Sendable {
  public enum Field: String, CaseIterable, Sendable { case id, node, role, written, ttl, idle, size, fetched }

  public let field: Field
  public let isDescending: Bool

  /// - Parameter isDescending: nil: names from a to z, numbers from the largest down.
  public init(_ field: Field, isDescending: Bool? = nil) {
    self.field = field
    self.isDescending = isDescending ?? !field.isName
  }

  /// Bytes of the same order as the rows. What never ends is the largest ttl; what is not known is less than all numbers.
  func key(of row: ListRow) -> [UInt8] {
    var key: [UInt8] = []
    key.reserveCapacity(row.item.id.count + 12)
    switch field {
    case .id: break
    case .node: append(row.item.node, to: &key)
    case .role:
      append([.owner, .copy, .stray].firstIndex(of: row.role) ?? 0, to: &key)
    case .written: append(row.written.map { $0 + 1 } ?? 0, to: &key)
    case .ttl: append(row.item.ttl ?? .max, to: &key)
    case .idle: append(row.item.idle.map { $0 + 1 } ?? 0, to: &key)
    case .size: append(row.item.itemBytes, to: &key)
    case .fetched: append(row.item.fetched.map { $0 ? 2 : 1 } ?? 0, to: &key)
    }
    let isTurned = field == .id && isDescending
    for byte in row.item.id { key.append(isTurned ? ~byte : byte) }
    // Behind an id stands what is less than any byte of one, so that a shorter one comes first.
    key.append(isTurned ? .max : 0)
    withUnsafeBytes(of: UInt16(clamping: row.item.node).bigEndian) { key.append(contentsOf: $0) }
    return key
  }

  private func append(_ number: Int, to key: inout [UInt8]) {
    let plain = UInt64(bitPattern: Int64(number)) ^ 1 << 63
    withUnsafeBytes(of: (isDescending ? ~plain : plain).bigEndian) { key.append(contentsOf: $0) }
  }
}

extension ListOrder.Field {
  fileprivate var isName: Bool {
    switch self {
    case .id, .node, .role: true
    case .written, .ttl, .idle, .size, .fetched: false
    }
  }
}

extension ListRow {
  /// Beside the answer on the lock.
  private static let copiesWhole: UInt8 = 4
  /// The row as bytes for a sort.
  var record: [UInt8] {
    var bytes: [UInt8] = [
      UInt8([.owner, .copy, .stray].firstIndex(of: role) ?? 0),
      (locked.map { $0 ? 2 : 1 } ?? 0) | (isCopiesWhole ? Self.copiesWhole : 0),
    ]
    let nodes = copies.map { $0.map { UInt16(clamping: $0) } }
    withUnsafeBytes(of: nodes.map { UInt16(clamping: $0.count) } ?? .max) { bytes.append(contentsOf: $0) }
    nodes?.withUnsafeBytes { bytes.append(contentsOf: $0) }
    bytes += item.record
    return bytes
  }

  /// - Parameter record: a slice of bytes that outlive it.
  init(record: ArraySlice<UInt8>, of bytes: [UInt8], lifetime: Int?) {
    let start = record.startIndex
    let copyCount = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start + 2, as: UInt16.self) }
    let count = copyCount == .max ? 0 : Int(copyCount)
    self.init(
      ListedItem(in: bytes, at: start + 4 + 2 * count), role: [.owner, .copy, .stray][Int(bytes[start])],
      lifetime: lifetime)
    if copyCount != .max {
      copies = (0..<count).map { index in
        bytes.withUnsafeBytes { Int($0.loadUnaligned(fromByteOffset: start + 4 + 2 * index, as: UInt16.self)) }
      }
    }
    isCopiesWhole = bytes[start + 1] & Self.copiesWhole != 0
    let lock = bytes[start + 1] & ~Self.copiesWhole
    locked = lock == 0 ? nil : lock == 2
  }
}
