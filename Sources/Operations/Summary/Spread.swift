/// How many values lie between given bounds.
public struct Spread: Hashable, Sendable {
  /// The largest value of each bin, rising; one more bin has what is larger.
  public let bounds: [Int]
  /// One more than the bounds.
  public private(set) var counts: [Int]

  public init(bounds: [Int]) {
    self.bounds = bounds
    counts = Array(repeating: 0, count: bounds.count + 1)
  }

  public mutating func add(_ value: Int) {
    counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
  }

  /// Seconds: a minute to a week.
  public static let seconds = Spread(bounds: [60, 300, 900, 1800, 3600, 21600, 86400, 604_800])
  /// Bytes: 128 to a mebibyte, memcached's own limit unless told otherwise.
  public static let bytes = Spread(bounds: [128, 256, 512, 1024, 2048, 4096, 16384, 65536, 262_144, 1_048_576])
}

extension Spread: Encodable {
  private struct Bin: Encodable {
    /// Nil: what is larger than all bounds.
    @OrNull var upto: Int?
    let count: Int
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    for (index, count) in counts.enumerated() {
      try container.encode(Bin(upto: index < bounds.count ? bounds[index] : nil, count: count))
    }
  }
}
