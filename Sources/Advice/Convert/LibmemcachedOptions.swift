import Placement

/// A pool as libmemcached's configuration string: the third argument of `new Memcached`, and what its own tools and other
/// languages' bindings take. Options are carried out from left to right, which decides about the ring.
struct LibmemcachedOptions {
  private let pool: ComparedPool
  private let ids: SessionBatch

  init(_ pool: ComparedPool, _ ids: SessionBatch) {
    self.pool = pool
    self.ids = ids
  }

  var conversion: Conversion {
    let nodes = pool.pool.nodes
    guard let rules = pool.memcached else {
      if nodes.count > 1 { return refused([.init(ofMemcache: "libmemcached")]) }
      if let refusal = pool.siteRefusal { return refused([refusal]) }
      return proved([server(nodes[0], weight: 1)] + namespace(pool.pool.emptyKey.bytes), rules: nil)
    }
    let distribution = rules.placement.distribution
    let hash = Self.hash(distribution.keyHash)
    let servers = distribution.nodes
    let order: [String]?
    if nodes.count == 1 {
      order = [server(nodes[0], weight: 1)]
    } else if distribution.rule == .modula {
      order = servers.map { server($0, weight: 1) }
    } else if distribution.rule.isRing, distribution.rule != .spy {
      // Servers that are added to a ring weigh it when one weighs more than 1, so all weigh twice as much: the parts are the
      // same. A ring that is chosen behind its servers forgets that they weigh.
      order =
        distribution.isWeighted
        ? ["--DISTRIBUTION=consistent"] + servers.map { server($0, weight: 2 * $0.weight) }
        : servers.map { server($0, weight: 1) } + ["--DISTRIBUTION=consistent"]
    } else {
      order = nil
    }
    guard let order, hash != nil else {
      return refused([
        Conversion.Refusal(
          reason: "a configuration string has no word for \(pool.pool.placementInWords)",
          cure: "choose another ring or hash (sessions move)")
      ])
    }
    // Before the ring, which takes it for its points.
    let words = hash.map { $0.isEmpty ? [] : ["--HASH=\($0)"] } ?? []
    return proved(words + order + namespace(rules.placement.keys.prefix) + behaviour(rules), rules: rules)
  }

  private func refused(_ refusals: [Conversion.Refusal]) -> Conversion {
    Conversion(.libmemcached, text: nil, proof: nil, refusals: refusals, notes: [])
  }

  /// Reads the string as libmemcached does and compares.
  private func proved(_ options: [String], rules: Memcached.Rules?) -> Conversion {
    let text = options.joined(separator: " ")
    let prefix = pool.pool.emptyKey.bytes
    if prefix.contains(UInt8(ascii: "\"")) {
      return refused([
        Conversion.Refusal(
          reason:
            "the prefix \(String(decoding: prefix, as: UTF8.self)) has a double quote, with which the value of "
            + "--NAMESPACE=\"…\" ends",
          cure: "choose a prefix without double quotes (sessions get other keys, so users are logged out)")
      ])
    }
    let unnameable = options.filter { option in
      option.hasPrefix("--S") && (try? Memcached.Client(configurationString: Array(option.utf8))) == nil
    }
    if !unnameable.isEmpty {
      return refused([
        Conversion.Refusal(
          reason: "libmemcached's options cannot say \(unnameable.joined(separator: " "))",
          cure:
            "write servers by IPv4 address, or by a name of three characters and more; sockets by a path without quotes; "
            + "weights up to 49999")
      ])
    }
    let placement: Memcached.Sessions
    do throws(PoolError) {
      let client = try Memcached.Client(configurationString: Array(text.utf8))
      guard let distribution = try? client.distribution() else { return refused([Self.unwritable(text)]) }
      let keys = Memcached.Keys(
        prefix: client.settings.prefix, hasLocks: rules?.placement.keys.hasLocks ?? true,
        isBinary: client.settings.isBinary)
      placement = Memcached.Sessions(
        distribution: distribution, keys: keys,
        replicas: Memcached.Replicas(
          count: client.settings.isBinary ? client.settings.replicas : 0, nodeCount: distribution.nodes.count))
    } catch { return refused([Conversion.Refusal(reason: error.message, cure: error.cure)]) }
    let proof = Conversion.Proof(pool.pool.placement, placement, ids: ids)
    let nothing: [UInt8] = []
    guard proof.differing == 0, placement.itemKey(for: nothing.span) == pool.pool.emptyKey,
      placement.nodes.map(\.host) == pool.pool.nodes.map(\.host),
      placement.nodes.map(\.port) == pool.pool.nodes.map(\.port)
    else { return Conversion(.libmemcached, text: nil, proof: proof, refusals: [Self.unwritable(text)], notes: []) }
    return Conversion(.libmemcached, text: text + "\n", proof: proof, refusals: [], notes: notes(rules))
  }

  private static func unwritable(_ text: String) -> Conversion.Refusal {
    Conversion.Refusal(
      reason: "libmemcached would understand this string as another pool: \(text)",
      cure: "write servers as names of three characters and more or IPv4 addresses, with weights up to 49999")
  }

  private func server(_ node: Node, weight: Int) -> String {
    let weight = weight == 1 ? "" : "/?\(weight)"
    return node.transport == .unix
      ? "--SOCKET=\"\(node.host)\"\(weight)" : "--SERVER=\(node.host):\(node.port)\(weight)"
  }

  private func namespace(_ prefix: [UInt8]) -> [String] {
    prefix.isEmpty ? [] : ["--NAMESPACE=\"\(String(decoding: prefix, as: UTF8.self))\""]
  }

  private func behaviour(_ rules: Memcached.Rules) -> [String] {
    (rules.isBinary ? ["--BINARY-PROTOCOL"] : [])
      + (rules.configuredReplicas > 0 ? ["--NUMBER-OF-REPLICAS=\(rules.configuredReplicas)"] : [])
      + (rules.randomizesReplicaRead ? ["--RANDOMIZE-REPLICA-READ"] : [])
      + (rules.removesFailedServers ? ["--REMOVE-FAILED-SERVERS=1"] : [])
  }

  /// Empty: none need be named. Nil: it has none.
  private static func hash(_ hash: Memcached.KeyHash) -> String? {
    switch hash {
    case .oneAtATime: ""
    case .md5: "MD5"
    case .crc: "CRC"
    case .fnv1x64: "FNV1_64"
    case .fnv1ax64: "FNV1A_64"
    case .fnv1x32: "FNV1_32"
    case .fnv1ax32: "FNV1A_32"
    case .murmur: "MURMUR"
    case .jenkins: "JENKINS"
    case .hsieh, .murmur3: nil
    }
  }

  private func notes(_ rules: Memcached.Rules?) -> [String] {
    var notes = [
      "for applications: $m = new Memcached(null, null, $string); $m->get($session_id) reads what PHP stored",
      "session.save_path of the memcached extension 3.x does not take such strings; 2.x does",
    ]
    if rules?.hasSASL == true {
      notes.append("the string has no words for the login: $m->setSaslAuthData(…) before the first command")
    }
    if pool.pool.locksSessions { notes.append("nobody but PHP's session handler heeds its locks: only read") }
    return notes
  }
}
