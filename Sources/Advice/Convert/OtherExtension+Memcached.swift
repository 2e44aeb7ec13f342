import Placement

extension OtherExtension {
  /// Of a pool of pecl/memcache, for php-memcached 3.3.
  var toMemcached: Conversion {
    guard let rules = pool.memcache else {
      return Conversion(.memcached, text: nil, proof: nil, refusals: [], notes: [])
    }
    let nodes = pool.pool.nodes
    let copies = pool.pool.placement.copyCount
    let isPersistent = rules.servers.contains(where: \.isPersistent) && copies == 1
    let isWeighted = Set(nodes.map(\.weight)).count > 1
    var lines = [
      Line(name: "session.save_handler", value: "memcached"),
      Line(
        name: "session.save_path", value: nodes.map { entry($0, isWeighted: isWeighted) }.joined(separator: ","),
        isText: true),
      Line(name: "memcached.sess_prefix", value: String(decoding: rules.prefix, as: UTF8.self), isText: true),
      Line(name: "memcached.sess_consistent_hash", value: rules.strategy == .consistent || isWeighted ? "On" : "Off"),
    ]
    if rules.strategy == .consistent || isWeighted {
      lines.append(Line(name: "memcached.sess_consistent_hash_type", value: isWeighted ? "ketama_weighted" : "ketama"))
    }
    let isBinary = copies > 1 || pool.text("memcache.protocol")?.lowercased() == "binary"
    lines += [
      Line(name: "memcached.sess_binary_protocol", value: isBinary ? "On" : "Off"),
      Line(name: "memcached.sess_number_of_replicas", value: "\(copies - 1)"),
      Line(name: "memcached.sess_persistent", value: isPersistent ? "On" : "Off"),
      Line(
        name: "memcached.sess_connect_timeout", value: "\(Self.milliseconds(rules.servers.map(\.timeout).min() ?? 1))"),
      Line(name: "memcached.sess_locking", value: "On"),
      Line(name: "memcached.sess_lock_expire", value: "\(rules.lockTimeout.components.seconds)"),
      Line(name: "memcached.sess_lock_wait_min", value: "5"),
      Line(name: "memcached.sess_lock_wait_max", value: "1000"),
      Line(
        name: "memcached.sess_lock_retries",
        value: "\(Self.tries(waiting: 2 * rules.lockTimeout.components.seconds) - 1)"),
    ]
    var notes = [
      "change over on all web servers at once: locks are at ID.lock with memcache and at lock.ID with memcached, so the two "
        + "do not wait for each other",
      "memcached does not inflate: PHP destroys sessions that memcache stored compressed (memcache.compress_threshold, 20000 "
        + "bytes)",
    ]
    if copies > 1 {
      notes.append(
        "replicas are not mirrors: a node that comes back empty logs its users out although copies exist, and a dead node's "
          + "sessions are read from a copy but not written")
    }
    if rules.servers.contains(where: \.isPersistent), !isPersistent {
      notes.append("persistent connections are left out: with replicas they give users the sessions of others")
    }
    notes.append("the lines are for release 3.1 and later of the memcached extension")
    return conversion(
      .memcached, lines, used: Self.usedOfMemcache, prefix: "memcache.", notes: notes,
      lost: pool.siteRefusal.map { [$0] } ?? [])
  }

  private func entry(_ node: Node, isWeighted: Bool) -> String {
    (node.transport == .unix ? "\(node.host):0" : "\(node.host):\(node.port)") + (isWeighted ? ":\(node.weight)" : "")
  }

  private static func milliseconds(_ seconds: Double) -> Int { Int(min(max(seconds, 0.001), 86_400) * 1000) }

  /// How many tries wait so long in all, when waits double from 5 ms to a second.
  private static func tries(waiting seconds: Int64) -> Int64 {
    var (tries, waited, wait): (Int64, Int64, Int64) = (1, 0, 5)
    while waited < seconds * 1000, tries < 1000 {
      waited += wait
      wait = min(1000, wait * 2)
      tries += 1
    }
    return tries
  }

  private static let usedOfMemcache: Set = [
    "memcache.hash_strategy", "memcache.session_redundancy", "memcache.lock_timeout", "memcache.protocol",
    "memcache.session_save_path", "memcache.session_prefix_static_key",
  ]
}
