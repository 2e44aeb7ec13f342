/// Many keys without an array for each: their bytes in one piece.
public struct KeyBatch: Sendable {
  private(set) var bytes: [UInt8] = []
  private var ends: [Int] = []
  /// Any protocol can ask for any of them: 1 to 250 bytes each, none a blank or a control character below it.
  public private(set) var arePlain = true

  public init() {}

  public init(_ keys: some Sequence<[UInt8]>) {
    for key in keys { append { $0 += key } }
  }

  public var count: Int { ends.count }
  public var isEmpty: Bool { ends.isEmpty }
  public subscript(position: Int) -> [UInt8] { Array(bytes[range(position)]) }
  public var keys: [[UInt8]] { ends.indices.map { self[$0] } }

  public mutating func reserveCapacity(_ count: Int, bytes: Int) {
    ends.reserveCapacity(count)
    self.bytes.reserveCapacity(bytes)
  }

  /// Adds the key that `write` appends.
  @inline(__always)
  public mutating func append(_ write: (inout [UInt8]) -> Void) {
    let start = bytes.count
    write(&bytes)
    ends.append(bytes.count)
    arePlain = arePlain && Command.accepts(key: bytes.span.extracting(start..<bytes.count))
  }

  public mutating func append(contentsOf other: KeyBatch) {
    let start = bytes.count
    bytes += other.bytes
    for end in other.ends { ends.append(start + end) }
    arePlain = arePlain && other.arePlain
  }

  func range(_ position: Int) -> Range<Int> { (position == 0 ? 0 : ends[position - 1])..<ends[position] }
}
