import PHPConfiguration
public import Placement

/// Something that could be done about what a timeline does to users: other directives, another release, a guard.
public struct Change: Hashable, Sendable {
  /// What to write or do: `memcache.session_redundancy = 2`.
  public let label: String
  let directives: [Directive]
  /// `mcpool guard --yes` runs, and mends what comes back.
  let hasGuard: Bool

  struct Directive: Hashable, Sendable {
    let name: String
    let value: String
  }

  private init(_ directives: [(String, String)], hasGuard: Bool = false, label: String? = nil) {
    self.directives = directives.map { Directive(name: $0.0, value: $0.1) }
    self.hasGuard = hasGuard
    self.label = label ?? directives.map { "\($0.0) = \($0.1)" }.joined(separator: ", ")
  }

  /// Another save_path, where the one in force stands.
  init(savePath: String, of pool: ComparedPool) {
    let own = pool.configuration["memcache.session_save_path"] == nil ? [] : [("memcache.session_save_path", savePath)]
    self.init([("session.save_path", savePath)] + own)
  }

  /// Those that can matter for a pool; those that change least first.
  public static func candidates(for pool: Pool) -> [Change] {
    guard pool.nodes.count > 1 else { return [] }
    switch pool.rules {
    case .memcache(let rules): return candidates(rules)
    case .memcached(let rules): return candidates(rules, pool)
    }
  }

  private static let `guard` = Change([], hasGuard: true, label: "mcpool guard --yes")

  private static func candidates(_ rules: Memcache.Rules) -> [Change] {
    let copies =
      rules.placement.copyCount > 1
      ? [] : [("memcache.session_redundancy", rules.release.generation == .oneCopyLess ? "3" : "2")]
    let ring = rules.strategy == .consistent ? [] : [("memcache.hash_strategy", "consistent")]
    let newest = "8.2"
    let upgrade =
      rules.release.missIsFinal || rules.placement.copyCount == 1 ? [("mcpool.extension_release", newest)] : []
    var changes: [Change] = []
    if !copies.isEmpty { changes.append(Change(copies)) }
    if !ring.isEmpty { changes.append(Change(ring)) }
    if copies.isEmpty { changes.append(.guard) }
    if copies.isEmpty, rules.placement.copyCount < rules.servers.count {
      let all = [
        ("memcache.session_redundancy", "\(rules.servers.count + (rules.release.generation == .oneCopyLess ? 1 : 0))")
      ]
      changes.append(Change(all))
      changes.append(Change(all, hasGuard: true, label: Change(all).label + " and mcpool guard --yes"))
    }
    if !copies.isEmpty {
      changes.append(Change(copies, hasGuard: true, label: Change(copies).label + " and mcpool guard --yes"))
    }
    if rules.release.missIsFinal {
      let with = copies.isEmpty ? "" : Change(copies).label + " and "
      changes.append(Change(copies + upgrade, label: "\(with)the extension's release \(newest)"))
      changes.append(
        Change(copies + upgrade, hasGuard: true, label: "\(with)release \(newest) and mcpool guard --yes"))
    }
    if !ring.isEmpty, !copies.isEmpty { changes.append(Change(copies + ring)) }
    return changes
  }

  private static func candidates(_ rules: Memcached.Rules, _ pool: Pool) -> [Change] {
    // Before 3.0 the directives have other names.
    guard rules.release.line != .v2x2 else { return [.guard] }
    let copies =
      pool.placement.copyCount > 1
      ? []
      : [("memcached.sess_number_of_replicas", "1")] + (rules.isBinary ? [] : [("memcached.sess_binary_protocol", "1")])
    let unlocked = rules.locks.areTaken ? [("memcached.sess_locking", "0")] : []
    let ring = pool.isRing ? [] : [("memcached.sess_consistent_hash", "1")]
    var changes: [Change] = []
    if !ring.isEmpty { changes.append(Change(ring)) }
    if !copies.isEmpty { changes.append(Change(copies)) }
    if copies.isEmpty { changes.append(.guard) }
    if !unlocked.isEmpty {
      changes.append(
        Change(unlocked, label: "memcached.sess_locking = 0 (requests of one session no longer wait for one another)"))
    }
    if !copies.isEmpty {
      changes.append(Change(copies, hasGuard: true, label: Change(copies).label + " and mcpool guard --yes"))
    }
    if !(copies + unlocked).isEmpty {
      changes.append(Change(copies + unlocked))
      changes.append(
        Change(copies + unlocked, hasGuard: true, label: Change(copies + unlocked).label + " and mcpool guard --yes"))
    }
    return changes
  }
}

extension Pool {
  /// Adding or removing a node moves few sessions.
  fileprivate var isRing: Bool {
    guard case .memcached(let rules) = rules else { return false }
    return rules.placement.distribution.rule.isRing
  }
}
