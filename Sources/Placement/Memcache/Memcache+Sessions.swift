extension Memcache {
  /// Where one configuration of pecl/memcache puts sessions.
  ///
  /// Sessions do not hash their id: the copies are on the first distinct servers of `key-0`, `key-1`, … (up to 3.0.2 the
  /// first one is that of the bare key). Checked against recorded answers of ext/memcache 8.0.
  public struct Sessions: SessionPlacement {
    public let nodes: [Node]
    public let copyCount: Int
    let rules: ReleaseRules
    let keys: Keys
    let ring: Ring
    private let standard: StandardRing?
    let maxFailoverAttempts: Int

    /// The checks of `Dangers` have passed: the ring can be built, and leads to as many servers as copies are wanted.
    init(
      servers: [Server], strategy: HashStrategy, function: HashFunction, prefix: [UInt8], redundancy: Int,
      maxFailoverAttempts: Int, rules: ReleaseRules
    ) {
      nodes = servers.map(\.node)
      copyCount = min(rules.copies(redundancy: redundancy), servers.count)
      self.rules = rules
      keys = Keys(prefix: prefix, locks: rules.locks, function: function)
      ring = Ring(servers, strategy: strategy, function: function)
      standard = strategy == .standard ? StandardRing(servers) : nil
      self.maxFailoverAttempts = maxFailoverAttempts
    }

    public func itemKey(for id: Span<UInt8>) -> ItemKey { keys.item(id) }

    public func appendItemKey(for id: Span<UInt8>, to bytes: inout [UInt8]) { keys.appendItem(id, to: &bytes) }

    /// On the releases without locks no item has this key.
    public func lockKey(for id: Span<UInt8>) -> ItemKey { keys.lock(id) }

    public func appendLockKey(for id: Span<UInt8>, to bytes: inout [UInt8]) { keys.appendLock(id, to: &bytes) }

    /// The lock stands beside the data; a session is read from its owner first. Nil on the releases without locks.
    public func lockNode(for id: Span<UInt8>) -> Int? {
      guard rules.locks else { return nil }
      var hash = keys.hash(id)
      hash.feed(UInt8(ascii: "-"))
      return server(hash, 0)
    }

    public func problem(with id: Span<UInt8>) -> SessionIDProblem? { keys.problem(with: id) }

    public var shares: [Double] { ring.shares(count: nodes.count) }

    /// The way of a session's key through the pool, for playing requests.
    public func walk(for id: Span<UInt8>) -> Walk {
      Walk(key: keys.item(id), ring: ring, standard: standard, maxFailoverAttempts: maxFailoverAttempts)
    }

    public func place(_ id: Span<UInt8>, into candidates: inout Candidates) {
      candidates.removeAll()
      var hash = keys.hash(id)
      let bare = hash.value
      hash.feed(UInt8(ascii: "-"))
      guard rules.beginsWithBareKey else {
        placeNumbered(hash, into: &candidates)
        return
      }
      candidates.append(ring.server(for: bare))
      placeClones(hash, into: &candidates)
    }

    /// Whether max_failover_attempts probes do not lead to all of the session's servers: a request then comes back to one
    /// that it has met. From 3.0.4 on.
    public func passesProbeBound(_ id: Span<UInt8>) -> Bool {
      var hash = keys.hash(id)
      hash.feed(UInt8(ascii: "-"))
      var candidates = Candidates()
      return Int(placeNumbered(hash, into: &candidates)) > maxFailoverAttempts
    }

    /// The first distinct servers of `key-0`, `key-1`, …; `hash` is that of `key-`. Returns the number of probes.
    @inline(__always)
    @discardableResult
    func placeNumbered(_ hash: KeyHash, into candidates: inout Candidates) -> UInt32 {
      var index: UInt32 = 0
      while candidates.count < copyCount, index < Walk.mostProbes {
        let server = server(hash, index)
        index += 1
        if !candidates.contains(server) { candidates.append(server) }
      }
      return index
    }

    /// 3.0.1 and 3.0.2: one more server for each further copy; at the probe bound it can be one that has a copy already.
    private func placeClones(_ hash: KeyHash, into candidates: inout Candidates) {
      var index: UInt32 = 0
      for _ in 1..<copyCount {
        var found: Int
        repeat {
          found = server(hash, index)
          index += 1
        } while candidates.contains(found) && Int(index) < min(maxFailoverAttempts, Int(Walk.mostProbes))
        if !candidates.contains(found) { candidates.append(found) }
      }
    }

    @inline(__always)
    private func server(_ hash: KeyHash, _ index: UInt32) -> Int {
      var probe = hash
      probe.feed(decimal: index)
      return ring.server(for: probe.value)
    }
  }
}
