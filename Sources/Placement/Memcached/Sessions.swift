extension Memcached {
  /// Where php-memcached puts sessions.
  ///
  /// The id alone is hashed, and `lock.` with the id for the lock; the prefix is part of the keys only.
  public struct Sessions: SessionPlacement {
    public let distribution: Distribution
    public let keys: Keys
    public let replicas: Replicas

    public init(distribution: Distribution, keys: Keys, replicas: Replicas) {
      self.distribution = distribution
      self.keys = keys
      self.replicas = replicas
    }

    public var nodes: [Node] { distribution.nodes }
    public var copyCount: Int { replicas.copyCount }
    public var shares: [Double] { distribution.shares }

    public func itemKey(for id: Span<UInt8>) -> ItemKey { keys.itemKey(for: id) }
    public func lockKey(for id: Span<UInt8>) -> ItemKey { keys.lockKey(for: id) }
    public func appendItemKey(for id: Span<UInt8>, to bytes: inout [UInt8]) { keys.appendItemKey(for: id, to: &bytes) }
    public func appendLockKey(for id: Span<UInt8>, to bytes: inout [UInt8]) { keys.appendLockKey(for: id, to: &bytes) }
    public func problem(with id: Span<UInt8>) -> SessionIDProblem? { keys.problem(with: id) }

    /// Nil when locking is off.
    public func lockNode(for id: Span<UInt8>) -> Int? {
      keys.hasLocks ? distribution.owner(of: keys.placedLock(for: id).span) : nil
    }

    public func place(_ id: Span<UInt8>, into candidates: inout Candidates) {
      let owner = distribution.owner(of: id)
      for copy in 0..<replicas.copyCount { candidates.append(replicas.node(of: copy, owner: owner)) }
    }
  }
}
