extension Memcache {
  /// The ring of `memcache.hash_strategy=consistent` (`mmc_consistent_*`): 160 points a server and weight, sampled into
  /// 1024 buckets.
  ///
  /// The extension sorts the points and takes for each bucket the first one at or behind a multiple of 4194303, the
  /// earlier server where points are equal. Here no point is kept: each stretch between multiples remembers its lowest
  /// point, and an empty stretch takes the next one's. Checked against recorded answers of ext/memcache 8.0.
  struct ConsistentRing {
    static let bucketCount = 1024
    static let pointsPerWeight = 160
    private static let step = UInt32.max / UInt32(bucketCount)

    /// The server of each bucket; a key falls into bucket `hash mod 1024`.
    let buckets: [Int32]

    /// Servers in save_path order; at least one has a weight above 0.
    init(_ servers: [Server], function: HashFunction) {
      var lowest = [UInt64](repeating: .max, count: Self.bucketCount)
      var owners = [Int32](repeating: 0, count: Self.bucketCount)
      for (index, server) in servers.enumerated() {
        let name = Self.name(of: server, function)
        for number in 0..<UInt32(max(0, server.node.weight) * Self.pointsPerWeight) {
          var hash = name
          hash.feed(decimal: number)
          // What lies behind the last multiple counts for the last bucket.
          let stretch = min(Int(hash.value / Self.step), Self.bucketCount - 1)
          if UInt64(hash.value) < lowest[stretch] {
            lowest[stretch] = UInt64(hash.value)
            owners[stretch] = Int32(index)
          }
        }
      }
      // Behind the last point the ring begins again.
      var next = lowest.firstIndex { $0 != .max }.map { owners[$0] } ?? 0
      for bucket in owners.indices.reversed() {
        if lowest[bucket] == .max { owners[bucket] = next }
        next = owners[bucket]
      }
      buckets = owners
    }

    /// The hash of `host:port-`, to which each point adds its number.
    private static func name(of server: Server, _ function: HashFunction) -> KeyHash {
      var hash = KeyHash(function)
      hash.feed(server.host.span)
      hash.feed(UInt8(ascii: ":"))
      hash.feed(decimal: UInt32(server.node.port))
      hash.feed(UInt8(ascii: "-"))
      return hash
    }
  }
}
