import PHPConfiguration
import Placement

/// Rules for the pools of php-memcached.
struct MemcachedFacts {
  let facts: Facts
  let rules: Memcached.Rules

  var findings: [Diagnostic] {
    [
      restart, aging, randomReads, locking, shortWait, unstatedRing, patience, longLife, strictMode, shortHash,
    ].compactMap(\.self) + unknownNames
  }

  private var release: Memcached.ReleaseRules { rules.release }
  private var nodes: [Node] { rules.placement.nodes }
  /// Beside the session's own; none over the text protocol.
  private var replicas: Int { rules.placement.copyCount - 1 }
  private let replicasName = "memcached.sess_number_of_replicas"
  private var replicaWord: String { replicas == 1 ? "1 replica" : "\(replicas) replicas" }

  private var restart: Diagnostic? {
    guard replicas > 0 else { return nil }
    return LintRule.mc221.finding(
      "\(replicaWord) of each session",
      effect: "they are read only while the session's own node cannot be reached; one that restarted answers \"not "
        + "found\", the session is empty, and that is written over the replica",
      cure: "let mcpool guard refill a node that comes back", at: facts.at(replicasName))
  }

  private var aging: Diagnostic? {
    guard replicas > 0, rules.touchesUnchanged else { return nil }
    return LintRule.mc222.finding(
      "\(replicaWord), and session.lazy_write is on",
      effect: "pages that change nothing refresh the session on its own node only, so the replicas run out before it",
      cure: "session.lazy_write = Off", at: facts.at("session.lazy_write", replicasName))
  }

  private var randomReads: Diagnostic? {
    guard replicas > 0, rules.randomizesReplicaRead else { return nil }
    return LintRule.mc223.finding(
      "memcached.sess_randomize_replica_read is on",
      effect:
        "all requests of one second read the same copy, so it spreads no load, and copies that lag behind are read "
        + "although the session's own node is up", cure: "memcached.sess_randomize_replica_read = Off",
      at: facts.at("memcached.sess_randomize_replica_read"))
  }

  private var locking: Diagnostic? {
    guard rules.locks.areTaken, nodes.count > 1 else { return nil }
    return LintRule.mc224.finding(
      "sessions are locked, and the lock has a node of its own",
      effect:
        "a session needs both nodes: while one of \(nodes.count) is down, session_start() is false for far more than "
        + "its own users",
      cure: "memcached.sess_locking = Off, where pages of one session may run side by side",
      at: facts.at("memcached.sess_locking"))
  }

  /// A page that takes longer than this is nothing unusual.
  private static let usualRequest = Duration.seconds(3)

  private var shortWait: Diagnostic? {
    guard rules.locks.areTaken, let total = rules.locks.totalWait, total < Self.usualRequest else { return nil }
    return LintRule.mc228.finding(
      "a request waits \(total.inSeconds) s for the lock of its session, then gives up",
      effect:
        "while a page takes longer than that, the user's next one gets \"Unable to clear session lock record\", and "
        + "session_start() is false",
      cure: "memcached.sess_lock_retries = 40, which with waits of 150 ms is 6 s; as long as your slower pages take",
      at: facts.at("memcached.sess_lock_retries", "memcached.sess_lock_wait_max", "memcached.sess_lock_wait_min"))
  }

  /// Stating ring and not its type, or keeping directives of 2.2, tells of web hosts to which On means another ring.
  private var unstatedRing: Diagnostic? {
    let name = "memcached.sess_consistent_hash"
    let old = ["memcached.sess_binary", "memcached.sess_lock_wait", "memcached.sess_remove_failed"]
    guard release.line >= .v3x1, nodes.count > 1, rules.placement.distribution.rule.isRing,
      !facts.isSet("\(name)_type")
    else { return nil }
    guard facts.isSet(name) else {
      guard let sign = old.lazy.compactMap({ facts.configuration[$0] }).first else { return nil }
      return LintRule.mc231.finding(
        "\(name) is not stated, beside \(sign.name), a name of release 2.2",
        effect: "a web host with release 2.2 hashes by modula then, and this one by the unweighted ring: they look for "
          + "sessions on different nodes",
        cure:
          "state \(name) on all web hosts: Off is what 2.2 does without it, On with \(name)_type = ketama what counts "
          + "here; on whichever hosts it changes something, sessions move", at: sign.location)
    }
    return LintRule.mc231.finding(
      "\(name) is On, and \(name)_type is not stated",
      effect: "a web host with release 2.2 builds the weighted ring from it and this one the unweighted: they look for "
        + "sessions on different nodes",
      cure: "state \(name)_type = ketama, which is what counts here, or ketama_weighted beside hosts with 2.2",
      at: facts.at(name))
  }

  private var patience: Diagnostic? {
    guard rules.connectTimeout == .zero else { return nil }
    return LintRule.mc232.finding(
      "memcached.sess_connect_timeout is 0",
      effect:
        "libmemcached takes 4 s for that, on each page whose node gives no sign of life; a frozen node costs 5 s an "
        + "operation\(rules.locks.areTaken ? ", and \(5 * rules.locks.tries) s where it has the lock" : "")",
      cure: "memcached.sess_connect_timeout = 250 (milliseconds); nothing shortens the 5 s",
      at: facts.at("memcached.sess_connect_timeout"))
  }

  private var longLife: Diagnostic? {
    let dies = rules.dataLifetime == .zero
    guard dies || rules.dataLifetime.map({ $0 > .seconds(longestRelative) }) == true else { return nil }
    return LintRule.mc233.finding(
      "session.gc_maxlifetime is more than 30 days",
      effect: dies
        ? "memcached \(facts.pool.release.value) sends it as it is, the server takes it for a date in 1970, and each "
          + "session is gone at once"
        : "PHP sends the second in which a session ends by its own clock: where that is ahead of the server's, sessions "
          + "live longer, where it is behind, shorter",
      cure: "session.gc_maxlifetime = \(longestRelative) at most", at: facts.at("session.gc_maxlifetime"))
  }

  private var strictMode: Diagnostic? {
    guard rules.isStrict else { return nil }
    return LintRule.mc235.finding(
      "session.use_strict_mode is on",
      effect:
        "an id whose node gives no answer counts as unknown and is replaced: a glitch of a second logs its users out "
        + "for good",
      cure: "weigh it: it is right against fixed ids, and this is its price with memcached",
      at: facts.at("session.use_strict_mode"))
  }

  private var shortHash: Diagnostic? {
    let distribution = rules.placement.distribution
    guard distribution.rule.isRing, distribution.keyHash == .crc, nodes.count > 1 else { return nil }
    return LintRule.mc303.finding(
      "\(facts.pool.savePath.name): the hash CRC with a ring",
      effect: "libmemcached's CRC has 15 bits, so all keys lie before the first point of the ring: one server gets all",
      cure: "leave --HASH=CRC out", at: facts.pool.savePath.location)
  }

  /// Names that no release has: a slip of the finger, most often.
  private var unknownNames: [Diagnostic] {
    facts.configuration.settings.values.filter { setting in
      setting.name.hasPrefix("memcached.") && !Self.names.contains(String(setting.name.dropFirst(10)))
    }.sorted { $0.name < $1.name }.map { setting in
      LintRule.mc236.finding(
        "\(setting.name) is no directive of any release of memcached",
        effect: "PHP ignores it", cure: "correct the name, or leave the line out", at: setting.location)
    }
  }

  /// Of all releases from 2.2 to 3.3.
  private static let names = Set(
    """
    compression_factor compression_level compression_threshold compression_type default_binary_protocol
    default_connect_timeout default_consistent_hash item_size_limit serializer sess_binary sess_binary_protocol
    sess_connect_timeout sess_consistent_hash sess_consistent_hash_type sess_lock_expire sess_lock_max_wait
    sess_lock_retries sess_lock_wait sess_lock_wait_max sess_lock_wait_min sess_locking sess_number_of_replicas
    sess_persistent sess_prefix sess_randomize_replica_read sess_remove_failed sess_remove_failed_servers
    sess_sasl_password sess_sasl_username sess_server_failure_limit store_retry_count use_sasl
    """.split(whereSeparator: \.isWhitespace).map(String.init))
}

extension Memcached.Locks {
  /// All waits between the tries; nil: too many tries to add up.
  fileprivate var totalWait: Duration? {
    guard tries <= 1000 else { return nil }
    var total = Duration.zero
    var wait = firstWait
    for _ in 1..<max(tries, 1) {
      total += wait
      wait = min(wait * 2, longestWait)
    }
    return total
  }
}

extension Duration {
  /// Whole hundredths of seconds: 0.75, 6
  fileprivate var inSeconds: String {
    let hundredths = components.seconds * 100 + components.attoseconds / 10_000_000_000_000_000
    return hundredths % 100 == 0 ? String(hundredths / 100) : String(Double(hundredths) / 100)
  }
}
