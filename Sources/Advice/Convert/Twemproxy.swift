import Placement

/// A pool of php-memcached as a pool of twemproxy.
///
/// Checked against nutcracker 0.5.0: `ketama` is libmemcached's weighted ring, whatever the key hash; a server's name is
/// hashed where it has one, so names here are the texts that libmemcached hashes; servers are put in the order of their
/// names, shorter ones first, and `modula` numbers them so and repeats each by its weight; keys are hashed as a whole,
/// prefix included; a server stands once, and IPv6 addresses without brackets.
struct Twemproxy {
  private let pool: ComparedPool
  private let ids: SessionBatch

  init(_ pool: ComparedPool, _ ids: SessionBatch) {
    self.pool = pool
    self.ids = ids
  }

  var conversion: Conversion {
    var refusals = nameRefusals
    guard let rules = pool.memcached else {
      // Where there is nothing to choose, any rule chooses alike.
      if pool.pool.nodes.count > 1 { refusals.append(.init(ofMemcache: "twemproxy")) }
      guard refusals.isEmpty else { return refused(refusals) }
      return Conversion(
        .twemproxy, text: text(hash: "md5", rule: "ketama"), proof: nil, refusals: [], notes: notes)
    }
    let distribution = rules.placement.distribution
    refusals += Self.refusals(rules)
    let (hash, rule) = (Self.hash(distribution.keyHash), Self.rule(distribution))
    if rule == nil { refusals.append(unweighted(rules)) }
    if hash == nil {
      refusals.append(
        Conversion.Refusal(
          reason: "twemproxy has no hash function like this pool's (\(distribution.keyHash))",
          cure: "use another one, md5 for instance: sessions move"))
    }
    guard refusals.isEmpty, let hash, let rule else { return refused(refusals) }
    let proof = proof(as: rule, rules)
    guard proof.differing == 0 else {
      let refusal = Conversion.Refusal(
        reason: "\(proof.differing) of \(proof.sessions) ids would be on another node", cure: "keep PHP's own placement"
      )
      return Conversion(.twemproxy, text: nil, proof: proof, refusals: [refusal], notes: [])
    }
    return Conversion(.twemproxy, text: text(hash: hash, rule: rule), proof: proof, refusals: [], notes: notes)
  }

  private func refused(_ refusals: [Conversion.Refusal]) -> Conversion {
    Conversion(.twemproxy, text: nil, proof: nil, refusals: refusals, notes: [])
  }

  /// Servers that its file cannot have.
  private var nameRefusals: [Conversion.Refusal] {
    var found: [Conversion.Refusal] = []
    let nodes = pool.pool.nodes
    for node in nodes where !node.host.unicodeScalars.allSatisfy({ Self.hostCharacters.contains($0) }) {
      found.append(
        Conversion.Refusal(
          reason: "the host of \(node.name) has characters that a file of twemproxy cannot have in one",
          cure: "write the server by its address"))
    }
    var seen: Set<String> = []
    for node in nodes where !seen.insert(node.name).inserted {
      found.append(
        Conversion.Refusal(
          reason: "\(node.name) stands twice, and twemproxy takes a server once", cure: "write it once (sessions move)")
      )
    }
    if nodes.reduce(0, { $0 + $1.weight }) > Int(Int32.max) {
      found.append(
        Conversion.Refusal(
          reason: "the weights add up to more than 2^31, which twemproxy cannot count", cure: "write smaller weights"))
    }
    return found
  }

  private static let hostCharacters = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:/[]".unicodeScalars)

  /// What hinders whatever the ring.
  private static func refusals(_ rules: Memcached.Rules) -> [Conversion.Refusal] {
    var found: [Conversion.Refusal] = []
    let prefix = rules.placement.keys.prefix
    if !prefix.isEmpty, rules.placement.nodes.count > 1 {
      found.append(
        Conversion.Refusal(
          reason: "twemproxy hashes the whole key, prefix included, and php-memcached the id alone: with the prefix "
            + "\"\(String(decoding: prefix, as: UTF8.self))\" sessions are on other nodes",
          cure: "set memcached.sess_prefix = \"\" on all web servers (sessions get other keys, so users are logged out)"
        ))
    }
    if rules.hasSASL { found.append(Conversion.Refusal(loginTo: "twemproxy")) }
    if rules.placement.copyCount > 1 {
      found.append(
        Conversion.Refusal(
          reason: "sessions have \(rules.placement.copyCount) copies each, and twemproxy stores every item once",
          cure: "set memcached.sess_number_of_replicas = 0"))
    }
    return found
  }

  private func unweighted(_ rules: Memcached.Rules) -> Conversion.Refusal {
    let weighted = Memcached.Distribution(
      servers: rules.placement.distribution.servers, rule: .weighted, keyHash: .md5, isWeighted: true)
    let moved = Conversion.Proof(
      rules.placement,
      Memcached.Sessions(distribution: weighted, keys: rules.placement.keys, replicas: rules.placement.replicas),
      ids: ids)
    return Conversion.Refusal(
      reason:
        "sessions are on libmemcached's unweighted ring (sess_consistent_hash_type = ketama), 100 points a node by "
        + "the key hash, which twemproxy does not have: its ketama is 160 points by MD5",
      cure:
        "set memcached.sess_consistent_hash_type = ketama_weighted on all web servers; \(inPercent(moved.share)) of "
        + "the sessions move then")
  }

  /// Nil where there is none of that name.
  private static func hash(_ hash: Memcached.KeyHash) -> String? {
    switch hash {
    case .oneAtATime: "one_at_a_time"
    case .md5: "md5"
    case .crc: "crc32"
    case .fnv1x64: "fnv1_64"
    case .fnv1ax64: "fnv1a_64"
    case .fnv1x32: "fnv1_32"
    case .fnv1ax32: "fnv1a_32"
    case .murmur: "murmur"
    case .jenkins: "jenkins"
    case .hsieh, .murmur3: nil
    }
  }

  /// Nil where twemproxy has nothing like it.
  private static func rule(_ distribution: Memcached.Distribution) -> String? {
    // One server gets everything.
    if distribution.nodes.count == 1 { return "ketama" }
    switch distribution.rule {
    case .modula: return "modula"
    case .consistent, .ketama, .weighted: return distribution.isWeighted ? "ketama" : nil
    case .random, .spy, .virtualBucket: return nil
    }
  }

  /// Checks ids by where twemproxy puts the keys that it sees: the prefix is a part of them.
  private func proof(as rule: String, _ rules: Memcached.Rules) -> Conversion.Proof {
    let old = rules.placement.distribution
    let names = names(rule)
    let order = names.indices.sorted { (names[$0].utf8.count, names[$0]) < (names[$1].utf8.count, names[$1]) }
    let servers = order.map { index in
      // With this port libmemcached hashes the host alone, as twemproxy hashes the name.
      let weight = rule == "modula" ? 1 : old.nodes[index].weight
      return Memcached.Server(
        Node(name: names[index], host: names[index], port: 11211, transport: .tcp, weight: weight))
    }
    let new = Memcached.Distribution(
      servers: servers, rule: rule == "modula" ? .modula : .weighted, keyHash: old.keyHash,
      isWeighted: rule != "modula", hashPrefix: rules.placement.keys.prefix)
    let placement = Memcached.Sessions(
      distribution: new, keys: rules.placement.keys, replicas: Memcached.Replicas(count: 0, nodeCount: servers.count))
    return Conversion.Proof(rules.placement, placement, ids: ids, nodes: order)
  }

  /// The names in twemproxy's file: for rings the texts that libmemcached hashes before the number; otherwise names whose
  /// order is that of the list.
  private func names(_ rule: String) -> [String] {
    let nodes = pool.pool.nodes
    if rule == "modula" {
      let width = "\(nodes.count)".count
      return nodes.indices.map { index in
        let number = "\(index + 1)"
        return "node" + String(repeating: "0", count: width - number.count) + number
      }
    }
    return nodes.map { $0.port == 11211 ? $0.host : "\($0.host):\($0.port)" }
  }

  private func text(hash: String, rule: String) -> String {
    let servers = zip(pool.pool.nodes, names(rule)).map { node, name in
      let isBracketed = node.host.hasPrefix("[") && node.host.hasSuffix("]")
      let host = isBracketed ? String(node.host.dropFirst().dropLast()) : node.host
      let address = node.transport == .unix ? node.host : "\(host):\(node.port)"
      return "    - \(address):\(rule == "modula" ? 1 : node.weight) \(name)\n"
    }
    return """
      sessions:
        listen: 127.0.0.1:22121
        hash: \(hash)
        distribution: \(rule)
        # true would put sessions of a failed node on others, and back again.
        auto_eject_hosts: false
        timeout: 1000
        servers:
      \(servers.joined())
      """
  }

  private var notes: [String] {
    var notes: [String] = []
    switch pool.pool.rules {
    case .memcached(let rules):
      notes.append(
        "php.ini in front of it: session.save_path = \"127.0.0.1:22121\", memcached.sess_binary_protocol = Off; the "
          + "prefix stays")
      if rules.isBinary {
        notes.append("the binary protocol does not pass: twemproxy closes the connection; nor do replicas")
      }
      if rules.placement.keys.hasLocks {
        notes.append("locks pass (add, delete), and data and lock stay on the nodes where they were")
      }
    case .memcache:
      notes.append("php.ini in front of it: session.save_path = \"tcp://127.0.0.1:22121\", memcache.protocol = ascii")
      notes.append("locks pass (incr, add, set)")
    }
    return notes + [
      "stats, flush_all, gat and meta commands do not pass: let mcpool speak to the nodes themselves",
      "while a node is down PHP gets SERVER_ERROR for its sessions; auto_eject_hosts = true would move them instead",
    ]
  }
}

/// `12.5%`
func inPercent(_ share: Double) -> String {
  let tenths = Int((share * 1000).rounded())
  return "\(tenths / 10).\(tenths % 10)%"
}

extension Conversion.Refusal {
  /// A pool of pecl/memcache with more than one server.
  init(ofMemcache target: String) {
    self.init(
      reason:
        "pecl/memcache hashes the key with -0, -1, … behind it into rings of its own, which \(target) does not have",
      cure: "change over to the memcached extension first: mcpool config convert --to memcached")
  }
}
