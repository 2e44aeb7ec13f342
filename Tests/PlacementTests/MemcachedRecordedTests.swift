import Fixtures
import PHPConfiguration
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

  @Test("Keys of applications, call by call")
  func objects() throws {
    var count = 0
    var rings: [String: Memcached.Distribution] = [:]
    let texts = try Fixtures.texts("php-memcached.jsonl")
    for (row, text) in zip(try Fixtures.lines("php-memcached.jsonl", as: Row.self), texts) where row.servers != nil {
      let name = "\(text.prefix { $0 != "}" }) \(row.servers ?? []) \(row.optionsAfter ?? [:]) \(row.ini ?? [:])"
      let ring = try #require(try rings[name] ?? client(row, text).distribution())
      rings[name] = ring
      #expect([ring.nodes[ring.owner(of: Array(row.key.utf8).span)].name] == row.chosen, "\(name) \(row.key)")
      count += 1
    }
    #expect(count == 975)
  }

  /// The object after the calls of the script that recorded a row.
  private func client(_ row: Row, _ text: String) throws -> Memcached.Client {
    var configuration = Configuration()
    for (name, value) in row.ini ?? [:] {
      configuration.set(name, to: Array((value.text ?? "").utf8), from: "test")
    }
    var client = try Memcached.Client(configurationString: nil, configuration: configuration)
    try apply(row.options ?? [:], of: text, behind: "options", to: &client)
    let servers = (row.servers ?? []).map { server in
      let numbers = server.dropFirst().map { Int($0.text ?? "") ?? 0 }
      return (host: Array((server[0].text ?? "").utf8), port: UInt16(numbers[0]), weight: numbers[1])
    }
    if row.add == "addServer" {
      for server in servers { client.addServer(host: server.host, port: server.port, weight: server.weight) }
    } else {
      client.addServers(servers)
    }
    try apply(row.optionsAfter ?? [:], of: text, behind: "options_after", to: &client)
    return client
  }

  private func apply(
    _ options: [String: JSON], of text: String, behind member: String, to client: inout Memcached.Client
  ) throws {
    for name in Fixtures.order(options.keys, in: text, behind: member) {
      if case .array(let map) = options[name] {
        try client.setBucket(map.compactMap(\.text).compactMap { Int($0) })
      } else {
        let option = try Memcached.Option(named: name)
        try client.setOption(option, to: Memcached.OptionValue(options[name]?.text ?? "", for: option))
      }
    }
  }
}
