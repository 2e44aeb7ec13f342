public import Placement

extension SessionLock {
  /// What there is to know of a taken lock before it is freed, in one line.
  public func account(_ pool: Pool) -> String {
    let end =
      switch (state, ttl) {
      case (.immortal, _): "it never ends by itself"
      case (_, let ttl?): "it ends by itself in \(ttl.components.seconds) s"
      case (_, nil): "when it ends is not known"
      }
    return ["\(origin(pool))\(waiting)", end].joined(separator: "; ")
  }

  private func origin(_ pool: Pool) -> String {
    guard let age = age?.components.seconds else { return "when it was taken is not known" }
    switch (state, pool.handler) {
    case (.abandoned, _):
      let longest = pool.lockLifetime.map { " for more than \($0.components.seconds) s" } ?? ""
      return "last asked for \(age) s ago, and no request of this pool holds one\(longest)"
    case (.held, .memcache): return "taken at most \(age) s ago"
    case (.held, .memcached) where isByRules: return "taken \(age) s ago"
    case (.held, _): return "taken by other rules than this pool's, last asked for \(age) s ago"
    case (.immortal, _), (.free, _): return "last asked for \(age) s ago"
    }
  }

  private var waiting: String {
    switch tries {
    case nil, 0?: ""
    case 1?: ", asked for once by a request that waits"
    case let tries?: ", asked for \(tries) times by requests that wait"
    }
  }
}
