import Placement

extension Pool {
  /// How long the locks live that mcpool takes, so that a session whose lock it leaves behind waits no longer. PHP crashes
  /// when it has waited twice `lock_timeout` for a session that is there (pecl/memcache, measured with 8.0 and 8.2).
  var heldLockLifetime: Duration {
    .seconds(max(1, min(5, lockLifetime?.components.seconds ?? 5)))
  }

  /// The longest that mcpool holds a lock, so that no request that waits for it gives up: php-memcached's waits three
  /// quarters of a second by default and then fails `session_start()`.
  var longestHold: Duration {
    switch rules {
    // A second is for what the server counts in whole ones.
    case .memcache: max(.milliseconds(500), heldLockLifetime - .seconds(1))
    case .memcached(let rules):
      min(rules.locks.longestTotalWait / 2, max(.milliseconds(500), heldLockLifetime - .seconds(1)))
    }
  }
}

extension Memcached.Locks {
  /// How long a request waits between all its tries together.
  var longestTotalWait: Duration {
    var wait = firstWait
    var total = Duration.zero
    for _ in 1..<max(tries, 1) {
      total += wait
      if total > .seconds(3600) { break }
      wait = min(longestWait, wait * 2)
    }
    return total
  }
}
