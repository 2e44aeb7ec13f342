import PHPConfiguration
import Placement

extension OtherExtension {
  /// Of a pool of php-memcached, for pecl/memcache 8.2.
  var toMemcache: Conversion {
    guard let rules = pool.memcached else {
      return Conversion(.memcache, text: nil, proof: nil, refusals: [], notes: [])
    }
    let distribution = rules.placement.distribution
    let prefix = String(decoding: rules.placement.keys.prefix, as: UTF8.self)
    var lost: [Conversion.Refusal] = []
    if prefix.contains(".") {
      lost.append(
        Conversion.Refusal(
          reason: "memcache.session_prefix_static_key refuses a prefix with a dot (\(prefix))",
          cure: "choose a memcached.sess_prefix without dots first (sessions get other keys, so users are logged out)"))
    }
    var lines = [
      Line(name: "session.save_handler", value: "memcache"),
      Line(
        name: "session.save_path",
        value: distribution.nodes.map { entry($0, rules, isWeighted: distribution.isWeighted) }.joined(separator: ", "),
        isText: true),
    ]
    if !prefix.isEmpty, !prefix.contains(".") {
      lines.append(Line(name: "memcache.session_prefix_static_key", value: prefix, isText: true))
    }
    lines += [
      Line(name: "memcache.hash_strategy", value: distribution.rule.isRing ? "consistent" : "standard"),
      Line(name: "memcache.session_redundancy", value: "\(rules.placement.copyCount)"),
      Line(name: "memcache.protocol", value: rules.isBinary ? "binary" : "ascii"),
    ]
    if let lifetime = rules.locks.areTaken ? rules.locks.lifetime : nil {
      lines.append(Line(name: "memcache.lock_timeout", value: "\(max(1, lifetime.components.seconds))"))
    }
    var notes = [
      "change over on all web servers at once: locks are at lock.ID with memcached and at ID.lock with memcache, so the two "
        + "do not wait for each other",
      "memcache waits for a lock up to twice its lock_timeout, and read_and_close leaves it behind",
    ]
    if !rules.locks.areTaken { notes.append("memcache always locks; there is no sess_locking = Off") }
    if rules.hasSASL { lost.append(Conversion.Refusal(loginTo: "pecl/memcache")) }
    notes.append("the lines are for release 8.2 of the memcache extension, or 4.0.5.3")
    return conversion(.memcache, lines, used: Self.usedOfMemcached, prefix: "memcached.", notes: notes, lost: lost)
  }

  private func entry(_ node: Node, _ rules: Memcached.Rules, isWeighted: Bool) -> String {
    let timeout = pool.text("memcached.sess_connect_timeout").flatMap { Int($0) }.map { max(1, ($0 + 999) / 1000) }
    let parameters = [
      isWeighted && node.weight != 1 ? "weight=\(node.weight)" : nil, rules.isPersistent ? "persistent=1" : nil,
      timeout.flatMap { $0 > 1 ? "timeout=\($0)" : nil },
    ].compactMap(\.self)
    let address = node.transport == .unix ? "unix://\(node.host)" : "tcp://\(node.host):\(node.port)"
    return address + (parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&"))
  }

  private static let usedOfMemcached: Set = [
    "memcached.sess_prefix", "memcached.sess_consistent_hash", "memcached.sess_consistent_hash_type",
    "memcached.sess_number_of_replicas",
    "memcached.sess_binary_protocol", "memcached.sess_lock_expire", "memcached.sess_persistent",
    "memcached.sess_connect_timeout", "memcached.sess_locking",
  ]
}
