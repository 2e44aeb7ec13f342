import PHPConfiguration
import Placement

extension ConfigurationComparison {
  /// Where all are pools of pecl/memcache.
  func differences(of rules: [Memcache.Rules]) -> [ConfigurationDifference?] {
    [
      difference(
        .distribution, gravity(), ["memcache.hash_strategy", "mcpool.extension_release"],
        rules.map(\.strategy.rawValue),
        "memcache.hash_strategy differs",
        effect: movesOwners
          ? "sessions are looked for on other nodes" : "nothing in these pools: no session has another owner",
        cure: "set one memcache.hash_strategy on all web servers"),
      difference(
        .hashFunction, gravity(), ["memcache.hash_function"], rules.map(\.function.rawValue),
        "memcache.hash_function differs",
        effect: movesOwners
          ? "sessions are looked for on other nodes" : "nothing in these pools: no session has another owner",
        cure: "set one memcache.hash_function on all web servers"),
      release(rules),
      difference(
        .protocolInUse, .info, ["memcache.protocol"],
        pools.map { ($0.text("memcache.protocol") ?? "ascii").lowercased() },
        "memcache.protocol differs", effect: "nothing: items and locks are the same with both",
        cure: "nothing needs to be done"),
      difference(
        .lockTimes, .info, ["memcache.lock_timeout"], rules.map { $0.lockTimeout.inWords },
        "memcache.lock_timeout differs",
        effect: "a lock lives as long as its taker says, and each waits for one up to twice its own time",
        cure: "set one memcache.lock_timeout, longer than the longest request"),
      difference(
        .failures, .info, ["memcache.session_save_path", "session.save_path"], rules.map(Self.failureHandling),
        "timeout, retry_interval, persistent or max_failover_attempts differ",
        effect: "web servers wait for a failed node, and avoid it, for different times",
        cure: "write the same parameters behind each server on all web servers"),
    ]
  }

  private func release(_ rules: [Memcache.Rules]) -> ConfigurationDifference? {
    guard Set(pools.map(\.pool.release.value)).count > 1 else { return nil }
    let generations = Set(rules.map(\.release.generation))
    let isGrave = generations.count > 1
    return difference(
      .release, isGrave ? .warning : .info, ["mcpool.extension_release"],
      pools.map { "\($0.pool.release.value) (\($0.pool.release.provenance.rawValue))" },
      "the releases of the memcache extension differ",
      effect: !isGrave
        ? "nothing for sessions: these releases treat them alike"
        : generations.contains(.missIsFinal) && generations.contains(.mirrorsHeal)
          ? "on a node that lost its data the older one starts an empty session and overwrites the copy that the newer one "
            + "would read"
          : "they write copies, look for them and lock in different ways",
      cure: isGrave
        ? "install one release of the extension on all web servers" : "nothing needs to be done")
  }

  private static func failureHandling(_ rules: Memcache.Rules) -> String {
    let servers = rules.servers.map { server in
      let timeout =
        server.timeout == server.timeout.rounded() && abs(server.timeout) < 1e9
        ? "\(Int(server.timeout))" : "\(server.timeout)"
      return "timeout \(timeout) s, retry \(server.retryInterval) s" + (server.isPersistent ? ", persistent" : "")
    }
    var seen: Set<String> = []
    let distinct = servers.filter { seen.insert($0).inserted }
    return distinct.prefix(2).joined(separator: "; ") + ", \(rules.maxFailoverAttempts) attempts"
  }
}
