/// Plain (not compressed) data, counted from 0 whatever it is a piece of.
struct PlainData: Hashable, Sendable {
  let bytes: ArraySlice<UInt8>
  let count: Int
  private let base: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    count = bytes.count
    base = bytes.startIndex
  }

  subscript(position: Int) -> UInt8 { bytes[base &+ position] }
  subscript(range: Range<Int>) -> ArraySlice<UInt8> { bytes[base + range.lowerBound..<base + range.upperBound] }

  /// The position of an index of `bytes`.
  func position(_ index: Int) -> Int { index - base }

  static func == (one: PlainData, other: PlainData) -> Bool { one.bytes == other.bytes }
  func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}
