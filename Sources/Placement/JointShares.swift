/// The part of all possible sessions whose owner is one node in a pool and another one in a second pool.
public struct JointShare: Hashable, Sendable {
  /// The index of the node in the first pool.
  public let owner: Int
  /// The index of the node in the other pool.
  public let other: Int
  /// 0 to 1; the parts of all pairs add up to 1.
  public let part: Double

  init(owner: Int, other: Int, part: Double) {
    self.owner = owner
    self.other = other
    self.part = part
  }

  /// For owners that do not depend on each other.
  static func independent(_ shares: [Double], _ others: [Double]) -> [JointShare] {
    shares.enumerated().flatMap { owner, share in
      others.enumerated().compactMap { other, theirs in
        share * theirs == 0 ? nil : JointShare(owner: owner, other: other, part: share * theirs)
      }
    }
  }
}

extension Pool {
  /// How the owners in this pool and in another go together, worked out from the rings; nil where the two hash different
  /// bytes or by different functions, so that only ids can tell. Pairs that no session has are left out.
  ///
  /// Hash values count as equally likely, as those of random ids are.
  public func jointShares(with other: Pool) -> [JointShare]? {
    if nodes.count == 1 || other.nodes.count == 1 {
      return JointShare.independent(placement.shares, other.placement.shares)
    }
    switch (rules, other.rules) {
    case (.memcache(let mine), .memcache(let theirs)): return mine.placement.jointShares(with: theirs.placement)
    case (.memcached(let mine), .memcached(let theirs)):
      return mine.placement.distribution.jointShares(with: theirs.placement.distribution)
    default: return nil
    }
  }

  /// For each node the nodes that have the sessions of which it is the owner, itself among them; nil where the owner does
  /// not tell.
  public var copiesByOwner: [[Int]]? {
    if placement.copyCount == 1 { return nodes.indices.map { [$0] } }
    guard case .memcached(let rules) = rules else { return nil }
    let replicas = rules.placement.replicas
    return nodes.indices.map { owner in (0..<replicas.copyCount).map { replicas.node(of: $0, owner: owner) } }
  }
}

extension Memcache.Sessions {
  /// Nil where the owners are looked up by other texts.
  fileprivate func jointShares(with other: Memcache.Sessions) -> [JointShare]? {
    guard keys.prefix == other.keys.prefix, ring.function == other.ring.function,
      rules.beginsWithBareKey == other.rules.beginsWithBareKey
    else { return nil }
    return ring.joint(with: other.ring)
  }
}
