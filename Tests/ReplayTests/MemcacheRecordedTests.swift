import Fixtures
import PHPConfiguration
import Placement
import Replay
import Testing

/// Where real PHP 8.2 with ext/memcache 8.0 stored sessions on real servers.
@Suite("Sessions are where pecl/memcache put them") struct MemcacheRecordedTests {
  struct Recorded: Decodable, Sendable {
    var ini: [String: JSON]
    var savePath: String
    var down: [String]
    var op: String
    var key: String
    /// The servers that held a copy after the write, in its order.
    var servers: [String]

    enum CodingKeys: String, CodingKey {
      case ini, down, op, key, servers
      case savePath = "save_path"
    }
  }

  /// One configuration with all its keys.
  struct Group: Sendable, CustomTestStringConvertible {
    var rows: [Recorded]
    var testDescription: String {
      "\(rows[0].savePath) \(rows[0].ini.mapValues { $0.text ?? "" }) without \(rows[0].down)"
    }
  }

  static func groups(_ op: String = "session") throws -> [Group] {
    let rows: [Recorded] = try Fixtures.lines("pecl-memcache.jsonl").filter { $0.op == op }
    return Dictionary(grouping: rows) {
      "\($0.savePath) \($0.ini.mapValues(\.text).sorted { $0.key < $1.key }) \($0.down)"
    }
    .sorted { $0.key < $1.key }.map { Group(rows: $0.value) }
  }

  @Test func allAreThere() throws {
    #expect(try Self.groups().flatMap(\.rows).count == 900)
    #expect(try Self.groups("object").flatMap(\.rows).count == 202)
  }

  @Test(arguments: try groups())
  func copies(_ group: Group) throws {
    let pool = try memcachePool(group.rows[0].savePath, group.rows[0].ini.compactMapValues(\.text), release: "8.0")
    let down = Set(pool.nodes.indices.filter { group.rows[0].down.contains(pool.nodes[$0].name) })
    #expect(down.count == group.rows[0].down.count)
    let locator = Locator(pool: pool, down: down)
    for row in group.rows {
      let location = locator.locate(Array(row.key.utf8))
      #expect(location.copies.map { pool.nodes[$0].name } == row.servers, "\(row.key)")
      #expect(location.owner.map { pool.nodes[$0].name } == row.servers.first)
      #expect(location.started)
      #expect(location.saved == !row.servers.isEmpty)
    }
  }

  @Test(arguments: try groups("object"))
  func objects(_ group: Group) throws {
    var configuration = Configuration()
    configuration.set("session.save_path", to: Array(group.rows[0].savePath.utf8), from: "test")
    for (name, value) in group.rows[0].ini { configuration.set(name, to: Array((value.text ?? "").utf8), from: "test") }
    let pool = try ObjectPool(
      configuration: configuration, handler: .memcache, release: Release(value: "8.0", provenance: .stated))
    let names = pool.placement.nodes.map(\.name)
    let down = Set(names.indices.filter { group.rows[0].down.contains(names[$0]) })
    #expect(down.count == group.rows[0].down.count)
    let locator = Locator(.objects(pool), down: down)
    for row in group.rows {
      let location = locator.locate(Array(row.key.utf8))
      #expect(location.copies.map { names[$0] } == row.servers, "\(row.key)")
      #expect(location.owner.map { names[$0] } == row.servers.first, "\(row.key)")
      #expect(location.saved == !row.servers.isEmpty)
    }
  }
}
