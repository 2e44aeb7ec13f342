import PHPConfiguration
import Placement

extension ConfigurationComparison {
  /// Where all are pools of php-memcached.
  func differences(of rules: [Memcached.Rules]) -> [ConfigurationDifference?] {
    let copies = rules.contains { $0.configuredReplicas > 0 }
    return [
      difference(
        .distribution, gravity(),
        ["memcached.sess_consistent_hash_type", "memcached.sess_consistent_hash", "mcpool.extension_release"],
        rules.map(\.placement.distribution.inWords), "sessions are distributed by different rules",
        effect: movesOwners
          ? "sessions are looked for on other nodes" : "nothing in these pools: no session has another owner",
        cure: "set memcached.sess_consistent_hash and memcached.sess_consistent_hash_type on all web servers: their "
          + "defaults differ by release"),
      release(rules),
      difference(
        .protocolInUse, copies ? .warning : .info,
        ["memcached.sess_binary_protocol", "memcached.sess_binary", "memcached.sess_sasl_username"],
        rules.map { $0.isBinary ? "binary" : "text" }, "different protocols are spoken",
        effect: copies
          ? "the text protocol makes no copies and says nothing: those of the others grow old"
          : "nothing for ids that PHP makes; the text protocol refuses ids of other than visible ASCII",
        cure: "set one memcached.sess_binary_protocol on all web servers"),
      difference(
        .lockTimes, .info,
        [
          "memcached.sess_lock_expire", "memcached.sess_lock_retries", "memcached.sess_lock_wait_max",
          "max_execution_time",
        ],
        rules.map(\.locks.inWords), "locks live, or are waited for, differently",
        effect: "on some web servers requests give up sooner (\"Unable to clear session lock record\")",
        cure: "set one memcached.sess_lock_expire, _retries, _wait_min and _wait_max on all web servers"),
      difference(
        .failures, rules.contains(where: \.removesFailedServers) ? .warning : .info,
        ["memcached.sess_remove_failed_servers", "memcached.sess_server_failure_limit", "memcached.sess_persistent"],
        rules.map { Self.failureHandling($0) }, "failed nodes are treated differently",
        effect: "while a node is down, some web servers may use another one for its sessions and others do not",
        cure: "set one memcached.sess_remove_failed_servers, _server_failure_limit and _persistent on all web servers"),
      difference(
        .touch, copies ? .warning : .info, ["session.lazy_write"],
        rules.map { $0.touchesUnchanged ? "touches unchanged sessions" : "writes each session" },
        "session.lazy_write differs",
        effect: copies
          ? "a touch keeps only the owner's item alive; copies end earlier"
          : "nothing for the users: the lifetime is the same",
        cure: "set one session.lazy_write on all web servers"),
      difference(
        .strictMode, .info, ["session.use_strict_mode"], rules.map { $0.isStrict ? "strict" : "not strict" },
        "session.use_strict_mode differs",
        effect: "for an id that is on no node some web servers start a session, and others give a new id",
        cure: "set one session.use_strict_mode on all web servers"),
    ]
  }

  private func release(_ rules: [Memcached.Rules]) -> ConfigurationDifference? {
    guard Set(pools.map(\.pool.release.value)).count > 1 else { return nil }
    let isGrave = Set(rules.map { $0.release.line == .v2x2 }).count > 1
    return difference(
      .release, isGrave ? .warning : .info, ["mcpool.extension_release"],
      pools.map { "\($0.pool.release.value) (\($0.pool.release.provenance.rawValue))" },
      "the releases of the memcached extension differ",
      effect: isGrave
        ? "defaults, locks and protocols of 2.x and 3.x differ; what that does to these pools stands above and below"
        : "their defaults may differ; what that does to these pools is listed by itself",
      cure: isGrave
        ? "install one release line of the extension on all web servers" : "nothing needs to be done")
  }

  private static func failureHandling(_ rules: Memcached.Rules) -> String {
    (rules.removesFailedServers ? "removed after \(rules.failureLimit) failures" : "kept")
      + (rules.isPersistent ? ", persistent" : "") + (rules.randomizesReplicaRead ? ", random reads" : "")
  }
}

extension Memcached.Locks {
  fileprivate var inWords: String {
    guard areTaken else { return "none" }
    let waits = firstWait == longestWait ? firstWait.inWords : "\(firstWait.inWords) to \(longestWait.inWords)"
    return "live \(lifetime.map { $0.inWords } ?? "for ever"), \(tries) tries, \(waits) apart"
  }
}

extension Memcached.Distribution {
  /// As php.ini would say it, where it can.
  var inWords: String {
    switch rule {
    case .modula: "modula"
    case .random: "random"
    case .virtualBucket: "virtual bucket"
    case .spy: "spy"
    case .consistent, .ketama, .weighted: isWeighted ? keyHash == .md5 ? "ketama_weighted" : "weighted ring" : "ketama"
    }
  }
}
