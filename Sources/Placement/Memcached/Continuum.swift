extension Memcached {
  /// The points of a ring in order, and which node each belongs to.
  ///
  /// libmemcached searches the points by halves; here the top bits of the hash lead into an index table whose slots hold
  /// less than one point on average, so that a look-up costs a step or two. The answers are the same.
  struct Continuum: Sendable {
    struct Point: Hashable, Sendable {
      var value: UInt32
      var node: Int
    }

    /// Ascending, with a last entry that leads past the end back to the first point.
    private let values: [UInt32]
    private let owners: [Int32]
    /// For each slot of the hash space the first point that is not before it.
    private let starts: [Int32]
    private let shift: UInt32

    /// Points of equal value: the one of the lower node wins. There must be at least one point.
    init(_ points: [Point]) {
      let sorted = points.sorted { ($0.value, $0.node) < ($1.value, $1.node) }
      values = sorted.map(\.value) + [.max]
      owners = sorted.map { Int32($0.node) } + sorted.prefix(1).map { Int32($0.node) }
      let bits = UInt32(min(16, Int.bitWidth - (sorted.count * 2).leadingZeroBitCount))
      shift = 32 - bits
      var starts: [Int32] = []
      starts.reserveCapacity(1 << Int(bits))
      var next = 0
      for slot in 0..<(UInt64(1) << UInt64(bits)) {
        let begin = UInt32(slot << UInt64(shift))
        while values[next] < begin, next < sorted.count { next += 1 }
        starts.append(Int32(next))
      }
      self.starts = starts
    }

    /// The node of the first point at or after the hash; past the last point the ring begins again.
    @inline(__always) func owner(of hash: UInt32) -> Int {
      var index = Int(starts[Int(hash >> shift)])
      while values[index] < hash { index += 1 }
      return Int(owners[index])
    }

    /// The part of the hash values below `valueCount` that each of so many nodes owns.
    func shares(nodeCount: Int, valueCount: UInt64) -> [Double] {
      var owned = [UInt64](repeating: 0, count: nodeCount)
      var begin: UInt64 = 0
      for index in values.indices where begin < valueCount {
        let end = index == values.count - 1 ? valueCount : min(UInt64(values[index]) + 1, valueCount)
        guard end > begin else { continue }
        owned[Int(owners[index])] += end - begin
        begin = end
      }
      return owned.map { Double($0) / Double(valueCount) }
    }

    /// The stretches of hash values from 0 on, each with its end, which it does not hold, and its owner.
    var stretches: [(end: UInt64, owner: Int)] {
      values.indices.map { index in
        (end: index == values.count - 1 ? 1 << 32 : UInt64(values[index]) + 1, owner: Int(owners[index]))
      }
    }
  }
}
