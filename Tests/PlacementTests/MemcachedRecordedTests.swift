import Fixtures
import Placement
import Testing

/// One answer of the real extension.
private struct Row: Decodable {
  var ini: [String: JSON]?
  var savePath: String?
  var mode: String?
  var options: [String: JSON]?
  var optionsAfter: [String: JSON]?
  var servers: [[JSON]]?
  var add: String?
  var key: String
  var chosen: [String]

  enum CodingKeys: String, CodingKey {
    case ini, mode, options, servers, add, key
    case savePath = "save_path"
    case optionsAfter = "options_after"
    case chosen = "servers_chosen"
  }
}

@Suite("Placement agrees with recorded answers of php-memcached 3.2.0") struct MemcachedRecordedTests {
  @Test("Sessions, asked of the session handler itself")
  func sessions() throws {
    var count = 0
    var pools: [String: Pool] = [:]
    for row in try Fixtures.lines("php-memcached.jsonl", as: Row.self) {
      guard let path = row.savePath, row.mode == "probe" else { continue }
      let directives = (row.ini ?? [:]).compactMapValues(\.text)
      let pool = try pools["\(path) \(directives.sorted { $0.key < $1.key })"] ?? memcachedPool(path, directives)
      pools["\(path) \(directives.sorted { $0.key < $1.key })"] = pool
      #expect([pool.owner(of: row.key)] == row.chosen, "\(directives) \(path) \(row.key)")
      count += 1
    }
    #expect(count == 325)
  }

  @Test("Keys of applications, wherever the ring is made before the servers")
  func objects() throws {
    var count = 0
    var rings: [String: Memcached.Distribution] = [:]
    for row in try Fixtures.lines("php-memcached.jsonl", as: Row.self) {
      guard let servers = row.servers, row.ini == nil, row.optionsAfter == nil,
        let setup = Setup(row.options ?? [:], servers: servers, add: row.add ?? "addServers")
      else { continue }
      let ring = rings["\(setup)"] ?? setup.distribution
      rings["\(setup)"] = ring
      #expect([ring.nodes[ring.owner(of: Array(row.key.utf8).span)].name] == row.chosen, "\(setup) \(row.key)")
      count += 1
    }
    #expect(count >= 600)
  }
}

/// What an application's options make of its servers, for the plain cases.
private struct Setup {
  var rule = Memcached.Rule.modula
  var hash = Memcached.KeyHash.oneAtATime
  var isWeighted = false
  var buckets: [Int] = []
  var nodes: [Node]

  /// Nil for options that this does not model.
  init?(_ options: [String: JSON], servers: [[JSON]], add: String) {
    let hashes: [String: Memcached.KeyHash] = [
      "default": .oneAtATime, "md5": .md5, "crc": .crc, "fnv1_64": .fnv1x64, "fnv1a_64": .fnv1ax64,
      "fnv1_32": .fnv1x32, "fnv1a_32": .fnv1ax32, "murmur": .murmur, "jenkins": .jenkins, "murmur3": .murmur3,
    ]
    let rules: [String: Memcached.Rule] = [
      "modula": .modula, "consistent": .consistent, "ketama": .ketama, "spy": .spy, "weighted": .weighted,
      "virtual_bucket": .virtualBucket,
    ]
    nodes = servers.map { server in
      let host = server[0].text ?? ""
      let port = UInt16(server[1].text ?? "") ?? 0
      // addServer gives a socket the default port when it has none.
      let given = port == 0 && add == "addServer" ? 11211 : port
      return Node(
        name: "\(host):\(given)", host: host, port: given, transport: .tcp,
        weight: max(1, Int(server[2].text ?? "") ?? 1))
    }
    if options["OPT_LIBKETAMA_COMPATIBLE"] != nil { (rule, hash, isWeighted) = (.weighted, .md5, true) }
    for (name, value) in options {
      switch (name, value) {
      case ("OPT_HASH", .string(let name)): hash = hashes[name] ?? hash
      case ("OPT_DISTRIBUTION", .string(let name)): rule = rules[name] ?? rule
      case ("setBucket", .array(let map)): buckets = map.compactMap(\.text).compactMap { Int($0) }
      case ("OPT_LIBKETAMA_COMPATIBLE", _), ("OPT_PREFIX_KEY", _): break
      default: return nil
      }
    }
    let hasWeights = nodes.contains { $0.weight > 1 }
    if rule == .weighted || hasWeights && (add == "addServers" || rule.isRing) { isWeighted = true }
  }

  var distribution: Memcached.Distribution {
    Memcached.Distribution(
      servers: nodes.map(Memcached.Server.init), rule: rule, keyHash: hash, isWeighted: isWeighted, buckets: buckets)
  }
}
