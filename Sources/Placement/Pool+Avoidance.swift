public import PHPConfiguration

/// How long PHP may still write past a node that answers again.
public enum Avoidance: Hashable, Sendable {
  case atMost(Duration)
  /// Nothing ends it but a restart of PHP's workers; why.
  case untilRestart(String)
}

extension Pool {
  /// A node that failed is avoided by the request that saw it fail, until that request ends, and by a worker with
  /// persistent connections longer: for `retry_interval` (pecl/memcache, measured with 8.0 and 8.2), for libmemcached's
  /// two seconds (php-memcached), or for good where failed servers are removed (measured with 3.2.0).
  public func avoidance(_ configuration: Configuration) -> Avoidance {
    let longestRequest = configuration["max_execution_time"].map { PHPQuantity($0.value).value } ?? 30
    if longestRequest <= 0 { return .untilRestart("max_execution_time is 0, so a request may go on for ever") }
    return switch workerPause {
    case .atMost(let pause): .atMost(max(.seconds(longestRequest), pause))
    case .untilRestart: workerPause
    }
  }

  /// The part of it that outlives the request: how long a worker leaves a failed node alone; nothing without persistent
  /// connections.
  public var workerPause: Avoidance {
    switch rules {
    case .memcache(let rules):
      let intervals = rules.servers.filter(\.isPersistent).map(\.retryInterval)
      if intervals.contains(where: { $0 < 0 }) {
        return .untilRestart(
          "retry_interval is negative, so a persistent worker never comes back to a node that failed")
      }
      return .atMost(.seconds(intervals.max() ?? 0))
    case .memcached(let rules):
      if rules.isPersistent, rules.removesFailedServers {
        return .untilRestart(
          "memcached.sess_remove_failed_servers with memcached.sess_persistent takes a node that failed from a worker's "
            + "ring for good")
      }
      return .atMost(rules.isPersistent ? .seconds(2) : .zero)
    }
  }

  /// How long a request tries to reach a node that gives no sign of life before it goes on without it: its `timeout`
  /// (pecl/memcache), libmemcached's four seconds for a connection and five for an answer (measured with 3.2.0).
  public var longestContact: Duration {
    switch rules {
    case .memcache(let rules): .seconds(min(max(rules.servers.map(\.timeout).max() ?? 1, 0), 60))
    case .memcached: .seconds(5)
    }
  }
}
