extension Memcache {
  /// The slots of `memcache.hash_strategy=standard` (`mmc_standard_*`): `weight` consecutive slots a server in save_path
  /// order, nothing sorted.
  ///
  /// Keys reach slots through 15 bits of their hash, so slots above 32767 are out of reach, and so is slot 0 when there
  /// are more than 32767.
  struct StandardRing {
    /// The end of each server's slots.
    private let ends: [Int]

    init(_ servers: [Server]) {
      var end = 0
      ends = servers.map { server in
        end += max(0, server.node.weight)
        return end
      }
    }

    var slotCount: Int { ends.last ?? 0 }

    /// The 15 bits that count, never 0.
    static func value(of hash: UInt32) -> UInt32 { max(1, hash >> 16 & 0x7fff) }

    /// The server for a value, or for a sum of values (2.2.x adds them up while it fails over).
    func server(at value: UInt32) -> Int {
      let slot = Int(value) % slotCount
      var low = 0
      var high = ends.count - 1
      while low < high {
        let middle = (low + high) / 2
        if slot < ends[middle] { high = middle } else { low = middle + 1 }
      }
      return low
    }

    /// The server for each of the 32768 patterns of 15 bits; the pattern 0 counts as 1.
    var table: [Int32] { (0..<UInt32(0x8000)).map { Int32(server(at: max(1, $0))) } }
  }
}
