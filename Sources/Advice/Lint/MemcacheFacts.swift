import PHPConfiguration
import Placement

/// Rules for the pools of pecl/memcache.
struct MemcacheFacts {
  let facts: Facts
  let rules: Memcache.Rules

  var findings: [Diagnostic] {
    [
      finalMiss, oneCopy, redundancy, objectSettings, persistent, neverAgain, timeout, locks, longLife, lazyWrite,
    ].compactMap(\.self)
  }

  private var release: Memcache.ReleaseRules { rules.release }
  private var copies: Int { rules.placement.copyCount }
  private var count: Int { rules.servers.count }
  private let redundancyName = "memcache.session_redundancy"
  private var atServers: SourceLocation { facts.pool.savePath.location }
  private var path: String { facts.pool.savePath.name }

  private var finalMiss: Diagnostic? {
    guard release.missIsFinal, copies > 1 else { return nil }
    return LintRule.mc208.finding(
      "\(copies) copies, and memcache \(facts.pool.release.value) reads none of them after a miss",
      effect:
        "a node that restarts or is flushed logs its users out, and their empty sessions overwrite the good copies",
      cure: "upgrade to memcache 8.2; until then let mcpool guard refill nodes, and flush none that comes back",
      at: facts.at(redundancyName))
  }

  /// Up to 3.0.2 sessions fail over to other servers.
  private var oneCopy: Diagnostic? {
    guard release.generation >= .oneCopyLess, copies == 1, count > 1 else { return nil }
    let enough = release.generation == .oneCopyLess ? 3 : 2
    return LintRule.mc209.finding(
      "one copy of each session (\(redundancyName) is \(rules.redundancy))",
      effect: "while a node is down its users are logged out and cannot log in again: nothing takes its place",
      cure: "\(redundancyName) = \(enough) on all web hosts", at: facts.at(redundancyName))
  }

  private var redundancy: Diagnostic? {
    guard count > 1 else { return nil }
    if release.generation == .oneCopyLess, (2...count).contains(rules.redundancy) {
      let is1 = copies == 1
      return LintRule.mc211.finding(
        "\(redundancyName) = \(rules.redundancy) means \(copies) \(is1 ? "copy" : "copies") with memcache "
          + facts.pool.release.value,
        effect: "releases 3.0.4 to 3.0.8 write one copy less than it says",
        cure: "\(redundancyName) = \(rules.redundancy + 1) for \(rules.redundancy) copies", at: facts.at(redundancyName)
      )
    }
    guard release.generation >= .asManyCopies, rules.redundancy > count, facts.isSet(redundancyName) else { return nil }
    var finding = LintRule.mc211.finding(
      "\(redundancyName) = \(rules.redundancy) with \(count) servers",
      effect: "each server has a copy of every session; the number above that does nothing, and harms nothing",
      cure: "\(redundancyName) = \(count); one more than the copies was for releases 3.0.4 to 3.0.8",
      at: facts.at(redundancyName))
    finding.severity = .info
    return finding
  }

  /// Whoever states the number of copies knows the difference.
  private var objectSettings: Diagnostic? {
    guard release.generation >= .oneCopyLess, count > 1, !facts.isSet(redundancyName) else { return nil }
    let redundancy = facts.configuration["memcache.redundancy"].flatMap { Int($0.text) } ?? 1
    let names =
      (facts.isSet("memcache.allow_failover") && rules.allowFailover ? ["memcache.allow_failover"] : [])
      + (redundancy > 1 ? ["memcache.redundancy"] : [])
    guard let first = names.first else { return nil }
    return LintRule.mc212.finding(
      "\(names.joined(separator: " and ")) \(names.count == 1 ? "does" : "do") nothing for sessions",
      effect:
        "they are for Memcache objects; how many copies sessions have, \(redundancyName) says (\(rules.redundancy), "
        + "its default)", cure: "state \(redundancyName), which makes this finding go", at: facts.at(first))
  }

  private var persistent: Diagnostic? {
    let servers = rules.servers.filter(\.isPersistent)
    guard let interval = servers.map(\.retryInterval).max(), !servers.isEmpty else { return nil }
    let avoids = servers.contains { $0.retryInterval < 0 } ? "for good" : "for \(interval) s"
    return LintRule.mc216.finding(
      "\(path): persistent=1 for \(Facts.list(servers.map(\.node)))",
      effect:
        "a worker that saw a node fail avoids it \(avoids) although it is well again, and what it writes meanwhile "
        + "is missing there"
        + (release.locks ? "; a request that reads from a frozen node can stall for \(2 * lockSeconds + 1) s" : ""),
      cure: "leave persistent=1 out", at: atServers)
  }

  private var neverAgain: Diagnostic? {
    let servers = rules.servers.filter { $0.isPersistent && $0.retryInterval < 0 }
    guard !servers.isEmpty else { return nil }
    return LintRule.mc217.finding(
      "\(path): a negative retry_interval for \(Facts.list(servers.map(\.node)))",
      effect: "a node that failed once is never tried again by that worker, until PHP is restarted",
      cure: "write retry_interval=15, or leave persistent=1 out", at: atServers)
  }

  private var timeout: Diagnostic? {
    let timeouts = rules.servers.map(\.timeout)
    guard let least = timeouts.min(), least >= 1 else { return nil }
    // Whole seconds only, so there is nothing better.
    if release.generation <= .oneCopyLess, least == 1 { return nil }
    let differ = Set(timeouts).count > 1 ? " (the smallest of all counts for replies)" : ""
    return LintRule.mc218.finding(
      "\(path): the timeout is \(Self.seconds(least)) s\(differ)",
      effect: "while a node hangs, every page that reads from it or writes a copy to it waits that long, and the next "
        + "page again",
      cure: release.generation <= .oneCopyLess ? "write ?timeout=1" : "write ?timeout=0.25 behind each server",
      at: atServers)
  }

  private var locks: Diagnostic? {
    guard release.locks, lockSeconds >= 15 else { return nil }
    return LintRule.mc219.finding(
      "memcache.lock_timeout is \(lockSeconds) s",
      effect: "session_abort(), read_and_close and a crash leave the lock: the user's next page waits that long",
      cure: "memcache.lock_timeout = a little more than your longest request",
      at: facts.at("memcache.lock_timeout"))
  }

  private var longLife: Diagnostic? {
    guard release.sendsRelativeLifetime, rules.maxLifetime > longestRelative else { return nil }
    return LintRule.mc234.finding(
      "session.gc_maxlifetime = \(rules.maxLifetime) is more than 30 days",
      effect:
        "memcache \(facts.pool.release.value) sends it as it is, the server takes it for a date in 1970, and each "
        + "session is gone at once", cure: "session.gc_maxlifetime = \(longestRelative) at most",
      at: facts.at("session.gc_maxlifetime"))
  }

  /// The directive came with PHP 7.
  private var lazyWrite: Diagnostic? {
    guard release.generation >= .asManyCopies, facts.isSet("session.lazy_write") else { return nil }
    return LintRule.mc305.finding(
      "session.lazy_write is set",
      effect: "the memcache extension does not know it: each page view writes the session to "
        + "\(copies == 1 ? "its node" : "all \(copies) copies")", cure: "leave the line out",
      at: facts.at("session.lazy_write"))
  }

  private var lockSeconds: Int64 { rules.lockTimeout.components.seconds }

  /// 1, 0.25
  private static func seconds(_ value: Double) -> String {
    value == value.rounded() ? String(Int64(value)) : String(value)
  }
}

/// Seconds; memcached takes more for a date.
let longestRelative = 2_592_000
