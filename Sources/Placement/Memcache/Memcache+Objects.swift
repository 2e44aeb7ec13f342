extension Memcache {
  /// Where a `Memcache` object puts an application's own keys: the server of the bare key and, with memcache.redundancy,
  /// others for its copies.
  ///
  /// Checked against recorded answers of ext/memcache 8.0.
  public struct Objects: KeyPlacement {
    public let nodes: [Node]
    public let copyCount: Int
    let keys: Keys
    let ring: Ring
    private let standard: StandardRing?
    private let maxFailoverAttempts: Int

    init(
      servers: [Server], strategy: HashStrategy, function: HashFunction, prefix: [UInt8], redundancy: Int,
      maxFailoverAttempts: Int
    ) {
      nodes = servers.map(\.node)
      copyCount = min(max(1, redundancy), servers.count)
      keys = Keys(prefix: prefix, locks: false, function: function)
      ring = Ring(servers, strategy: strategy, function: function)
      standard = strategy == .standard ? StandardRing(servers) : nil
      self.maxFailoverAttempts = maxFailoverAttempts
    }

    public func itemKey(for key: Span<UInt8>) -> ItemKey { keys.item(key) }

    /// Blanks become `_` and what is too long is cut, so only the empty key is refused.
    public func problem(with key: Span<UInt8>) -> SessionIDProblem? {
      key.isEmpty ? SessionIDProblem(message: "the key is empty: PHP refuses it (\"Invalid key\")") : nil
    }

    public var shares: [Double] { ring.shares(count: nodes.count) }

    /// The way of a key through the pool, for playing requests.
    public func walk(for key: Span<UInt8>) -> Walk {
      Walk(key: keys.item(key), ring: ring, standard: standard, maxFailoverAttempts: maxFailoverAttempts)
    }

    public func place(_ key: Span<UInt8>, into candidates: inout Candidates) {
      candidates.removeAll()
      let hash = keys.hash(key)
      candidates.append(ring.server(for: hash.value))
      guard copyCount > 1 else { return }
      let walk = walk(for: key)
      var index: UInt32 = 0
      for _ in 1..<copyCount {
        // At the probe bound it can be a server that has a copy already.
        guard let found = walk.next(skipping: candidates, index: &index) else { return }
        if !candidates.contains(found) { candidates.append(found) }
      }
    }

    public func place(_ batch: SessionBatch, into table: inout PlacementTable) {
      table.width = copyCount
      table.indices.removeAll(keepingCapacity: true)
      table.indices.reserveCapacity(batch.ranges.count * copyCount)
      var candidates = Candidates()
      for range in batch.ranges {
        candidates.removeAll()
        if !range.isEmpty { place(batch.bytes.span.extracting(range), into: &candidates) }
        for position in 0..<copyCount {
          table.indices.append(position < candidates.count ? Int32(truncatingIfNeeded: candidates[position]) : -1)
        }
      }
    }
  }
}
