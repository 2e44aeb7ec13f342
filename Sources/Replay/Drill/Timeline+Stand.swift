import Placement

extension Timeline {
  /// The same events with other pools, each of which stands for the one in its place: as many nodes in the same order, on
  /// servers of the same numbers.
  public func played(on pools: [ActingPool]) -> Timeline { Timeline(pools: pools, steps: steps) }

  func with(_ steps: [Step]) -> Timeline { Timeline(pools: pools, steps: steps) }

  private init(pools: [ActingPool], steps: [Step]) {
    self.pools = pools
    self.steps = steps
    servers = TimelineServer.all(of: pools)
  }

  /// Whether PHP makes up ids on the way that nobody can foretell: `session.use_strict_mode` with php-memcached.
  public var hasRandomIDs: Bool {
    pools.contains { acting in
      guard case .memcached(let rules) = acting.pool.rules else { return false }
      return rules.isStrict
    }
  }
}
