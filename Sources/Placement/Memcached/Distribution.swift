extension Memcached {
  /// How libmemcached goes from the hash of a key to a server, by the numbers of `Memcached::OPT_DISTRIBUTION`.
  public enum Rule: Int, Sendable {
    /// The hash modulo the number of nodes.
    case modula = 0
    /// Rings. They differ in the events that set and clear the weighted flag, and in the texts of `spy`.
    case consistent = 1
    case ketama = 2
    /// Another server each time: no key has a place.
    case random = 3
    case spy = 4
    case weighted = 5
    /// A table from the low bits of the hash to a node.
    case virtualBucket = 6

    public var isRing: Bool {
      switch self {
      case .modula, .random, .virtualBucket: false
      case .consistent, .ketama, .spy, .weighted: true
      }
    }
  }

  /// The place of every key in one pool: a value made of the nodes, the rule, the hash of the keys, the weighted flag and
  /// the nodes that take part.
  ///
  /// libmemcached 1.1.4 (`memcached_generate_hash_with_redistribution` and `run_distribution` of hosts.cc and hash.cc);
  /// checked against recorded answers of php-memcached 3.2.0.
  public struct Distribution: Sendable {
    public let servers: [Server]
    public let nodes: [Node]
    public let rule: Rule
    public let keyHash: KeyHash
    /// The hash of the points of an unweighted ring: the key hash at the time when it was built.
    public let pointHash: KeyHash
    /// A ring is built with MD5 and by weight. No rule says so alone: it is a flag with a history of its own.
    public let isWeighted: Bool
    /// The nodes that failed so often that the ring does without them. Only rings have any, and never all.
    public let ejected: Set<Int>
    /// The table of a virtual bucket; empty for the low bits themselves.
    public let buckets: [Int]
    /// What is hashed before each key (`OPT_HASH_WITH_PREFIX_KEY`); empty: the key alone.
    public let hashPrefix: [UInt8]
    private(set) var continuum: Continuum?

    /// - Parameters:
    ///   - servers: at least one; weights are 1 or more.
    ///   - rule: not `random`.
    ///   - pointHash: left out where the ring was built with the key hash of now.
    ///   - buckets: as `Memcached::setBucket` takes them; a power of two of them.
    public init(
      servers: [Server], rule: Rule, keyHash: KeyHash, pointHash: KeyHash? = nil, isWeighted: Bool = false,
      ejected: Set<Int> = [], buckets: [Int] = [], hashPrefix: [UInt8] = []
    ) {
      self.servers = servers
      nodes = servers.map(\.node)
      self.rule = rule
      self.keyHash = keyHash
      self.pointHash = pointHash ?? keyHash
      self.isWeighted = isWeighted
      self.ejected = ejected
      self.buckets = buckets
      self.hashPrefix = hashPrefix
      guard rule.isRing, nodes.count > 1 else { return }
      let naming: RingNaming = rule == .spy ? .spy : .libmemcached
      let live = nodes.indices.filter { !ejected.contains($0) }
      continuum = Continuum(
        isWeighted
          ? WeightedRing(servers: servers, naming: naming).points(of: live)
          : KetamaRing(servers: servers, hash: self.pointHash, naming: naming).points(of: live))
    }

    /// The same pool with the ring built over all nodes but these. When none would be left, the ring stays as it is; rules
    /// that are no ring know no ejection.
    public func ejecting(_ gone: Set<Int>) -> Distribution {
      guard rule.isRing, gone.count < nodes.count, gone != ejected else { return self }
      return Distribution(
        servers: servers, rule: rule, keyHash: keyHash, pointHash: pointHash, isWeighted: isWeighted, ejected: gone,
        buckets: buckets, hashPrefix: hashPrefix)
    }

    /// The index of the node that a key belongs to. A pool of one never hashes.
    public func owner(of key: Span<UInt8>) -> Int {
      if nodes.count == 1 { return 0 }
      return owner(ofHash: hashPrefix.isEmpty ? keyHash.hash(key) : prefixedHash(of: key))
    }

    /// With the prefix in front, in a buffer of 250 bytes; what does not fit has the hash 0 (`_generate_hash_wrapper`).
    private func prefixedHash(of key: Span<UInt8>) -> UInt32 {
      guard hashPrefix.count + key.count <= Keys.longestKey else { return 0 }
      var whole = hashPrefix
      for index in key.indices { whole.append(key[index]) }
      return keyHash.hash(whole.span)
    }

    @inline(__always) func owner(ofHash hash: UInt32) -> Int {
      if let continuum { return continuum.owner(of: hash) }
      return ruleOwner(ofHash: hash)
    }

    private func ruleOwner(ofHash hash: UInt32) -> Int {
      guard rule == .virtualBucket else { return Int(hash) % nodes.count }
      return buckets.isEmpty ? Int(hash) & (nodes.count - 1) : buckets[Int(hash) & (buckets.count - 1)]
    }

    /// The part of the hash values of which each node is the owner, in the order of `nodes`.
    public var shares: [Double] {
      guard nodes.count > 1 else { return [1] }
      if let continuum { return continuum.shares(nodeCount: nodes.count, valueCount: keyHash.valueCount) }
      let slots = rule == .virtualBucket ? (buckets.isEmpty ? nodes.count : buckets.count) : nodes.count
      var owned = [UInt64](repeating: 0, count: nodes.count)
      for slot in 0..<slots {
        let values = keyHash.valueCount / UInt64(slots) + (UInt64(slot) < keyHash.valueCount % UInt64(slots) ? 1 : 0)
        owned[ruleOwner(ofHash: UInt32(slot))] += values
      }
      return owned.map { Double($0) / Double(keyHash.valueCount) }
    }
  }
}
