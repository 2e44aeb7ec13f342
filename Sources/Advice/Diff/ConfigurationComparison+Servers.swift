import PHPConfiguration
import Placement

extension ConfigurationComparison {
  /// Which servers there are, how they are spelled, in which order and with which weights.
  var serverDifferences: [ConfigurationDifference?] { [membership, spelling, order, weights] }

  private var path: [String] {
    pools.allSatisfy { $0.pool.handler == .memcache }
      ? ["memcache.session_save_path", "session.save_path"] : ["session.save_path"]
  }

  private var membership: ConfigurationDifference? {
    let texts = servers.places.map { places in
      let counts = "\(places.count) server\(places.count == 1 ? "" : "s")"
      let missing = servers.names.indices.filter { !places.contains($0) }
      if !missing.isEmpty { return "\(counts), without \(list(missing.map { servers.names[$0] }))" }
      return places.count == Set(places).count ? counts : counts + ", one of them twice"
    }
    return difference(
      .servers, gravity(), path, texts, "the web servers do not have the same servers",
      effect: movesOwners
        ? "sessions are looked for on other nodes, so users are logged out or get another session"
        : "no session has another owner",
      cure: "give all web servers one save_path; if two names are one server, say so: --map NAME=ADDRESS")
  }

  /// Servers that all pools have, by their places in the table, each once.
  private var common: [Int] {
    servers.names.indices.filter { server in servers.places.allSatisfy { $0.contains(server) } }
  }

  private func node(_ pool: Int, _ server: Int) -> Node? {
    servers.places[pool].firstIndex(of: server).map { pools[pool].pool.nodes[$0] }
  }

  private var spelling: ConfigurationDifference? {
    func spelled(_ pool: Int, _ server: Int) -> String? {
      node(pool, server).map { $0.transport == .unix ? $0.host : "\($0.host):\($0.port)" }
    }
    let unlike = common.filter { server in Set(pools.indices.map { spelled($0, server) }).count > 1 }
    let matters = pools.contains(where: \.hashesNames)
    return difference(
      .spelling, gravity(matters), path,
      pools.indices.map { pool in list(unlike.compactMap { spelled(pool, $0) }) },
      "the same server is spelled in different ways",
      effect: matters
        ? "the text of the name is hashed into the ring, so sessions are looked for on other nodes"
        : "nothing: this kind of hashing does not look at names",
      cure: "write each server in one way on all web servers; which one decides where its sessions are")
  }

  private var order: ConfigurationDifference? {
    let known = Set(common)
    let orders = servers.places.map { places in places.filter(known.contains) }
    guard orders.allSatisfy({ $0.count == orders[0].count }), Set(orders).count > 1 else { return nil }
    let start = orders[0].indices.first { place in Set(orders.map { $0[place] }).count > 1 } ?? 0
    let (places, copies) = (pools.contains(where: \.countsOrder), pools.contains(where: \.copiesFollowOrder))
    return difference(
      .order, places ? gravity() : copies && movesCopies ? .warning : .info, path,
      orders.enumerated().map { pool, order in
        (start > 0 ? "…, " : "") + list(order[start...].compactMap { node(pool, $0)?.name })
      },
      "the servers stand in another order",
      effect: places
        ? "servers are numbered in that order, so sessions are looked for on other nodes"
        : copies
          ? movesCopies
            ? "owners are the same, but copies are on the next servers of the list, so they are written and read elsewhere"
            : "nothing: owners are the same, and copies are on the same servers in either order"
          : "no session moves: the ring sorts its points",
      cure: "write the servers in one order on all web servers")
  }

  private var weights: ConfigurationDifference? {
    let unlike = common.filter { server in Set(pools.indices.map { node($0, server)?.weight }).count > 1 }
    let matters = pools.contains(where: \.countsWeights)
    return difference(
      .weights, gravity(matters), path,
      pools.indices.map { pool in
        list(unlike.compactMap { server in node(pool, server).map { "\($0.name) weight \($0.weight)" } })
      },
      "servers have other weights",
      effect: matters
        ? "a part of the sessions is looked for on other nodes" : "nothing: this kind of hashing ignores weights",
      cure: "give each server one weight on all web servers")
  }

  /// The first few.
  private func list(_ names: [String]) -> String {
    names.prefix(4).joined(separator: ", ") + (names.count > 4 ? " and \(names.count - 4) more" : "")
  }
}

extension ComparedPool {
  /// The names of servers take part in placing sessions.
  fileprivate var hashesNames: Bool {
    switch pool.rules {
    case .memcache(let rules): rules.strategy == .consistent && pool.nodes.count > 1
    case .memcached(let rules): rules.placement.distribution.rule.isRing && pool.nodes.count > 1
    }
  }

  fileprivate var countsOrder: Bool {
    switch pool.rules {
    case .memcache(let rules): rules.strategy == .standard
    case .memcached(let rules): !rules.placement.distribution.rule.isRing
    }
  }

  fileprivate var copiesFollowOrder: Bool { pool.handler == .memcached && pool.placement.copyCount > 1 }

  fileprivate var countsWeights: Bool {
    switch pool.rules {
    case .memcache: pool.nodes.count > 1
    case .memcached(let rules): rules.placement.distribution.isWeighted
    }
  }
}
