extension Memcached.Distribution {
  /// For pairs of nodes, ours and the other's, the part of the hash values that both own. Nil where keys are hashed
  /// otherwise.
  func jointShares(with other: Memcached.Distribution) -> [JointShare]? {
    guard keyHash == other.keyHash, hashPrefix == other.hashPrefix else { return nil }
    let counts =
      switch (continuum, other.continuum) {
      case (let mine?, let theirs?): mine.joint(with: theirs, valueCount: keyHash.valueCount)
      case (let mine?, nil): mine.joint(with: other)
      case (nil, let theirs?): transposed(theirs.joint(with: self))
      case (nil, nil): slotsJoint(with: other)
      }
    return counts.map { pair, count in
      JointShare(owner: pair.owner, other: pair.other, part: Double(count) / Double(keyHash.valueCount))
    }
  }

  /// Two rules that go by the remainder of the hash repeat after the product of their slots.
  private func slotsJoint(with other: Memcached.Distribution) -> [OwnerPair: UInt64] {
    var counts: [OwnerPair: UInt64] = [:]
    let period = UInt64(slotOwners.count) * UInt64(other.slotOwners.count)
    let (mine, theirs) = (slotOwners, other.slotOwners)
    for value in 0..<min(period, keyHash.valueCount) {
      let count = keyHash.valueCount / period + (value < keyHash.valueCount % period ? 1 : 0)
      let pair = OwnerPair(owner: mine[Int(value) % mine.count], other: theirs[Int(value) % theirs.count])
      counts[pair, default: 0] += count
    }
    return counts
  }

  /// For rules that are no ring, the owner of each remainder of the hash.
  fileprivate var slotOwners: [Int] {
    guard rule == .virtualBucket else { return Array(nodes.indices) }
    return buckets.isEmpty ? Array(nodes.indices) : buckets
  }

  private func transposed(_ counts: [OwnerPair: UInt64]) -> [OwnerPair: UInt64] {
    Dictionary(uniqueKeysWithValues: counts.map { (OwnerPair(owner: $0.other, other: $0.owner), $1) })
  }
}

private struct OwnerPair: Hashable {
  let owner: Int
  let other: Int
}

extension Memcached.Continuum {
  fileprivate func joint(with other: Memcached.Continuum, valueCount: UInt64) -> [OwnerPair: UInt64] {
    var counts: [OwnerPair: UInt64] = [:]
    let (mine, theirs) = (stretches, other.stretches)
    var (place, theirPlace, begin) = (0, 0, UInt64(0))
    while begin < valueCount {
      let end = min(mine[place].end, theirs[theirPlace].end, valueCount)
      counts[OwnerPair(owner: mine[place].owner, other: theirs[theirPlace].owner), default: 0] += end - begin
      begin = end
      while place < mine.count - 1, mine[place].end <= begin { place += 1 }
      while theirPlace < theirs.count - 1, theirs[theirPlace].end <= begin { theirPlace += 1 }
    }
    return counts
  }

  /// With a rule that goes by the remainder of the hash.
  fileprivate func joint(with other: Memcached.Distribution) -> [OwnerPair: UInt64] {
    var counts: [OwnerPair: UInt64] = [:]
    let slots = other.slotOwners
    let valueCount = other.keyHash.valueCount
    var begin: UInt64 = 0
    for stretch in stretches where begin < valueCount {
      let end = min(stretch.end, valueCount)
      guard end > begin else { continue }
      for (slot, owner) in slots.enumerated() {
        let count = Self.values(below: end, slot, slots.count) - Self.values(below: begin, slot, slots.count)
        if count > 0 { counts[OwnerPair(owner: stretch.owner, other: owner), default: 0] += count }
      }
      begin = end
    }
    return counts
  }

  /// How many values below a bound leave this remainder.
  private static func values(below bound: UInt64, _ remainder: Int, _ divisor: Int) -> UInt64 {
    let (quotient, rest) = bound.quotientAndRemainder(dividingBy: UInt64(divisor))
    return quotient + (UInt64(remainder) < rest ? 1 : 0)
  }
}
