extension Memcache {
  /// The way of one key through the pool: `key-0`, `key-1`, … each lead to a server (`mmc_pool_find_next`).
  public struct Walk: Sendable {
    /// Where the search for another server ends; PHP would go on to 2^32. Counted out: from every state of the hash all
    /// 1024 buckets are met within 9,386 probes, and from 300 random states all 32767 slots within 560,098 (fnv; crc32
    /// needs fewer).
    static let mostProbes: UInt32 = 10_000_000

    let ring: Ring
    let standard: StandardRing?
    let key: [UInt8]
    private let bare: KeyHash
    private let dashed: KeyHash
    private let maxFailoverAttempts: Int

    init(key: ItemKey, ring: Ring, standard: StandardRing?, maxFailoverAttempts: Int) {
      self.ring = ring
      self.standard = standard
      self.key = key.bytes
      self.maxFailoverAttempts = maxFailoverAttempts
      var hash = KeyHash(ring.function)
      hash.feed(key.bytes.span)
      bare = hash
      hash.feed(UInt8(ascii: "-"))
      dashed = hash
    }

    /// The server of the key itself, as releases up to 3.0.2 and the Memcache class look it up.
    public var bareServer: Int { ring.server(for: bare.value) }

    /// The server of `key-index`.
    func server(at index: UInt32) -> Int {
      var hash = dashed
      hash.feed(decimal: index)
      return ring.server(for: hash.value)
    }

    /// The next server, from `index` on, that is not in `skip`; `index` is moved behind it. Once max_failover_attempts
    /// probes are used up the next one counts whatever it is. Nil when there is none, which the checks of a pool rule out.
    public func next(skipping skip: Candidates, index: inout UInt32) -> Int? {
      while index < Self.mostProbes {
        let server = server(at: index)
        index += 1
        if !skip.contains(server) || Int(index) >= maxFailoverAttempts { return server }
      }
      return nil
    }

    /// The server that 2.2.x turns to when all before it failed, `attempt` counting from 0: `key-0`, `key-1`, … with
    /// `consistent`; with `standard` the values of `1key`, `2key`, … are added to that of the key.
    public func failover(attempt: UInt32) -> Int {
      guard let standard else { return server(at: attempt) }
      var sum = StandardRing.value(of: bare.value)
      for number in 0...attempt {
        var hash = KeyHash(ring.function)
        hash.feed(decimal: number + 1)
        hash.feed(key.span)
        sum &+= StandardRing.value(of: hash.value)
      }
      return standard.server(at: sum)
    }
  }
}
