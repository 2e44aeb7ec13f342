import Placement

/// A pool as one of mcrouter, which has no hash that either PHP extension uses: Ch3, WeightedCh3, Crc32, rendezvous
/// hashing. With one server nothing is hashed.
///
/// Read in mcrouter's documentation and sources; not run.
struct Mcrouter {
  private let pool: ComparedPool

  init(_ pool: ComparedPool) { self.pool = pool }

  var conversion: Conversion {
    let refusals = refusals
    guard refusals.isEmpty, let node = pool.pool.nodes.first else {
      return Conversion(.mcrouter, text: nil, proof: nil, refusals: refusals, notes: [])
    }
    let text = """
      {
        "pools": { "sessions": { "servers": [ "\(node.name)" ] } },
        "route": "PoolRoute|sessions"
      }

      """
    return Conversion(.mcrouter, text: text, proof: nil, refusals: [], notes: notes)
  }

  private var refusals: [Conversion.Refusal] {
    var found: [Conversion.Refusal] = []
    let nodes = pool.pool.nodes
    if nodes.count > 1 {
      found.append(
        Conversion.Refusal(
          reason:
            "mcrouter chooses among \(nodes.count) servers by Ch3, WeightedCh3, Crc32 or rendezvous hashing, and PHP "
            + "by \(pool.pool.placementInWords): no setting of either makes them equal",
          cure: "go over to mcrouter on all web servers at once, when it may log everybody out"
            + (pool.pool.handler == .memcached ? ", or use twemproxy, which can be equal" : "")))
    }
    if pool.pool.placement.copyCount > 1 {
      found.append(
        Conversion.Refusal(
          reason:
            "sessions have \(pool.pool.placement.copyCount) copies each; AllSyncRoute would write to every server "
            + "instead, and a read there is no read of the owner first",
          cure: "set one copy, or let PHP keep writing its copies itself"))
    }
    if case .memcached(let rules) = pool.pool.rules, rules.hasSASL {
      found.append(Conversion.Refusal(loginTo: "mcrouter"))
    }
    for node in nodes where node.transport == .unix || node.host.contains(where: { $0 == "\"" || $0 == "\\" }) {
      found.append(
        Conversion.Refusal(reason: "\(node.name) is no HOST:PORT", cure: "let memcached listen on TCP for mcrouter"))
    }
    if pool.pool.emptyKey.bytes.first == UInt8(ascii: "/") {
      found.append(
        Conversion.Refusal(
          reason: "the keys begin with /, and mcrouter takes what follows for a route",
          cure: "use another prefix (sessions get other keys, so users are logged out)"))
    }
    return found
  }

  private var notes: [String] {
    let php =
      switch pool.pool.rules {
      case .memcached: "session.save_path = \"127.0.0.1:5000\", memcached.sess_binary_protocol = Off; the prefix stays"
      case .memcache: "session.save_path = \"tcp://127.0.0.1:5000\", memcache.protocol = ascii"
      }
    return [
      "php.ini in front of it: \(php)",
      "the binary protocol does not pass; locks do (add, incr, delete)",
      "mcrouter answers a miss for a server that is down, so PHP starts an empty session instead of failing",
    ]
  }
}

extension Pool {
  var placementInWords: String {
    switch rules {
    case .memcache(let rules): "pecl/memcache's \(rules.strategy.rawValue) ring of \(rules.function.rawValue)"
    case .memcached(let rules): "libmemcached's \(rules.placement.distribution.inWords)"
    }
  }
}
