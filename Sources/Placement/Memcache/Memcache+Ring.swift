extension Memcache {
  /// Either ring as one flat table: `find(text)` is a shift, a mask and a look.
  struct Ring: Sendable {
    /// Indices of servers; entries that share an object in PHP appear as the first of them.
    private let table: [Int32]
    private let shift: UInt32
    private let mask: UInt32
    let function: HashFunction

    /// The weights reach at least one slot or point, and not more than memory can hold.
    init(_ servers: [Server], strategy: HashStrategy, function: HashFunction) {
      let objects = Self.objects(of: servers)
      self.function = function
      if servers.count == 1 {
        // A pool of one never hashes.
        (table, shift, mask) = ([0], 0, 0)
      } else {
        switch strategy {
        case .consistent:
          let ring = ConsistentRing(servers, function: function)
          (table, shift, mask) = (ring.buckets.map { objects[Int($0)] }, 0, UInt32(ConsistentRing.bucketCount - 1))
        case .standard:
          (table, shift, mask) = (StandardRing(servers).table.map { objects[Int($0)] }, 16, 0x7fff)
        }
      }
    }

    /// For each entry the first one that is the same object in PHP, most often itself.
    static func objects(of servers: [Server]) -> [Int32] {
      servers.indices.map { index in
        Int32(servers[..<index].firstIndex { $0.sharesObject(with: servers[index]) } ?? index)
      }
    }

    @inline(__always)
    func server(for hash: UInt32) -> Int { Int(table[Int(hash >> shift & mask)]) }

    /// The servers that some key leads to.
    var reachable: Set<Int> { Set(table.map { Int($0) }) }

    /// The part of the hashes that leads to each of `count` servers.
    func shares(count: Int) -> [Double] {
      var hits = [Int](repeating: 0, count: count)
      for server in table { hits[Int(server)] += 1 }
      return hits.map { Double($0) / Double(table.count) }
    }

    /// For pairs of servers, ours and the other ring's, the part of the hashes that leads to both. Both have the same
    /// hash function and more than one server.
    func joint(with other: Ring) -> [JointShare] {
      var counts: [[Int32]: Int] = [:]
      if shift == other.shift {
        for (mine, theirs) in zip(table, other.table) { counts[[mine, theirs], default: 0] += 1 }
        return counts.map { JointShare(owner: Int($0[0]), other: Int($0[1]), part: Double($1) / Double(table.count)) }
      }
      // One looks at bits 0 to 9 and the other at bits 16 to 30, so each is what it is whatever the other says.
      let theirs = other.shares(count: Int(other.table.max() ?? 0) + 1)
      return JointShare.independent(shares(count: Int(table.max() ?? 0) + 1), theirs)
    }
  }
}
