extension Memcached {
  /// Where a `Memcached` object puts an application's own keys.
  public struct Objects: KeyPlacement {
    public let distribution: Distribution
    public let keys: ObjectKeys
    public let replicas: Replicas

    init(_ distribution: Distribution, _ settings: Client.Settings, release: ReleaseRules) {
      self.distribution = distribution
      keys = ObjectKeys(settings, release: release)
      replicas = Replicas(count: settings.isBinary ? settings.replicas : 0, nodeCount: distribution.nodes.count)
    }

    public var nodes: [Node] { distribution.nodes }
    public var copyCount: Int { replicas.copyCount }
    public var shares: [Double] { distribution.shares }

    public func itemKey(for key: Span<UInt8>) -> ItemKey { keys.itemKey(for: key) }
    public func problem(with key: Span<UInt8>) -> SessionIDProblem? { keys.problem(with: key) }
    public func warning(about key: Span<UInt8>) -> String? { keys.warning(about: key) }

    public func place(_ key: Span<UInt8>, into candidates: inout Candidates) {
      let owner = distribution.owner(of: key)
      for copy in 0..<replicas.copyCount { candidates.append(replicas.node(of: copy, owner: owner)) }
    }

    /// Eight keys side by side where the hash is one that can, and no prefix is hashed along.
    public func place(_ batch: SessionBatch, into table: inout PlacementTable) {
      BatchPlacer(distribution: distribution, replicas: replicas, longest: Keys.longestKey) { problem(with: $0) == nil }
        .place(batch, into: &table)
    }
  }
}
