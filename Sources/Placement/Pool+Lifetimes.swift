extension Pool {
  /// How long an item lives from the moment in which PHP writes the session; nil: it never ends. From
  /// `session.gc_maxlifetime`; zero or less: the server drops it at once.
  public var sessionLifetime: Duration? {
    switch rules {
    case .memcache(let rules):
      let isRelative = rules.release.sendsRelativeLifetime
      if isRelative, rules.maxLifetime == 0 { return nil }
      return isRelative && rules.maxLifetime > Self.longestRelative ? .zero : .seconds(rules.maxLifetime)
    case .memcached(let rules): return rules.dataLifetime
    }
  }

  /// PHP sends the second of a session's end by the web host's clock; otherwise the server counts the lifetime from when
  /// it got the item. pecl/memcache dates since 4.0, php-memcached what lives longer than 30 days.
  public var datesSessions: Bool {
    switch rules {
    case .memcache(let rules): !rules.release.sendsRelativeLifetime
    case .memcached(let rules): rules.dataLifetime.map { $0 > .seconds(Self.longestRelative) } ?? false
    }
  }

  /// How long a lock lives from the moment in which it was taken or given back; nil: it never ends, or there are none.
  public var lockLifetime: Duration? {
    switch rules {
    case .memcache(let rules): rules.release.locks ? rules.lockTimeout : nil
    case .memcached(let rules): rules.locks.areTaken ? rules.locks.lifetime : nil
    }
  }

  /// Whatever a request sets for itself, its locks live as long as `lockLifetime` says.
  public var isLockLifetimeStated: Bool {
    switch rules {
    case .memcache: true
    case .memcached(let rules): rules.locks.isLifetimeStated
    }
  }

  /// Sessions are locked while a request has them open.
  public var locksSessions: Bool {
    switch rules {
    case .memcache(let rules): rules.release.locks
    case .memcached(let rules): rules.locks.areTaken
    }
  }

  /// memcached takes more seconds than these, 30 days, for a date.
  private static let longestRelative = 2_592_000
}
