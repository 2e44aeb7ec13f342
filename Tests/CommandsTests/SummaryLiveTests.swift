import FoundationEssentials
import LiveTrait
import LocalPool
import Logging
import MemcacheClient
import Operations
import Placement
import ScriptedServer
import Testing

@testable import Commands

private struct Document: Decodable {
  struct Node: Decodable {
    var node: String
    var state: String
    var sessions: Int?
    var active: [String: Int?]?
    var strays: Int?
    var locks: Int?
    var foreign: Int?
    var complete: Bool
    var sameServer: String?

    private enum CodingKeys: String, CodingKey {
      case node, state, sessions, active, strays, locks, foreign, complete
      case sameServer = "same_server_as"
    }
  }

  struct Bin: Decodable {
    var upto: Int?
    var count: Int
  }

  struct Large: Decodable {
    var id: String
    var size: Int
  }

  struct Total: Decodable {
    var sessions: Int
    var active: [String: Int?]
    var neverRead: Int?
    var neverExpire: Int
    var useUnknown: Int
    var duplicates: Int
    var incomplete: Int
    var misplaced: Int
    var strays: Int
    var locks: Int?
    var complete: Bool
    var ttl: [Bin]
    var sizes: [Bin]
    var biggest: [Large]

    private enum CodingKeys: String, CodingKey {
      case sessions, active, duplicates, incomplete, misplaced, strays, locks, complete, ttl, sizes, biggest
      case neverRead = "never_read"
      case neverExpire = "never_expire"
      case useUnknown = "use_unknown"
    }
  }

  var nodes: [Node]
  var total: Total
}

@Suite("session summary on real servers", .live, .timeLimit(.minutes(5))) struct SummaryLiveTests {
  static let ids = (0..<20).map { "abcdefghij0123456789abcd" + ($0 < 10 ? "0\($0)" : "\($0)") }

  private func options(_ servers: [LocalMemcached], copies: Int) -> [String] {
    [
      "--timeout", "30s", "--handler", "memcache", "--extension-release", "8.2", "-d",
      "memcache.session_redundancy=\(copies)", "--save-path", servers.map { "tcp://\($0.name)" }.joined(separator: ","),
    ]
  }

  private func summary(_ servers: [LocalMemcached], copies: Int) async throws -> Document {
    let run = await CommandRun(["session", "summary", "-o", "json"] + options(servers, copies: copies))
    return try JSONDecoder().decode(Document.self, from: Data(run.output.utf8))
  }

  private func store(_ items: [(key: String, bytes: Int, ttl: Duration?)], on server: LocalMemcached) async throws {
    try await SocketDialer(timeout: .seconds(30), logger: Logger(label: "test")).withClient(server.address) {
      client throws(NodeFailure) in
      for item in items {
        let value = [UInt8](repeating: 0x61, count: item.bytes)
        try await client.set(Array(item.key.utf8), flags: 0, ttl: item.ttl, value: value)
      }
    }
  }

  @Test("Each session counts once in the pool, its copies on every node, and what is where no rule puts it")
  func copiesAndStrays() async throws {
    try await withMemcacheds(3) { servers in
      let items = Self.ids.map { (key: $0, bytes: 100, ttl: Duration?.some(.seconds(1440))) }
      for server in servers { try await store(items, on: server) }
      try await store([("catalog:1", 10, nil), (Self.ids[0] + ".lock", 1, .seconds(15))], on: servers[0])

      // All three hold all: with one copy two of three items are strays, with three none is.
      let one = try await summary(servers, copies: 1)
      #expect(one.nodes.map(\.sessions) == [20, 20, 20])
      #expect(one.total.sessions == 20 && one.total.strays == 40 && one.total.duplicates == 20)
      #expect(one.total.incomplete == 0 && one.total.misplaced == 0 && one.total.complete)
      #expect(one.nodes[0].locks == 1 && one.nodes[0].foreign == 1)
      #expect(one.total.active == ["60": .some(20), "300": 20, "900": 20] && one.total.neverRead == 20)
      #expect(one.total.ttl.first { $0.upto == 1800 }?.count == 20)
      let three = try await summary(servers, copies: 3)
      #expect(three.total.strays == 0 && three.total.duplicates == 0 && three.total.sessions == 20)

      // One item less: a copy is missing, and with one copy a session may be out of PHP's sight.
      for server in servers.dropFirst() { try await delete(Self.ids[5], on: server) }
      let less = try await summary(servers, copies: 3)
      #expect(less.total.incomplete == 1 && less.total.sessions == 20)
      let alone = try await summary(servers, copies: 1)
      #expect(alone.total.duplicates == 19)
    }
  }

  private func delete(_ id: String, on server: LocalMemcached) async throws {
    try await SocketDialer(timeout: .seconds(30), logger: Logger(label: "test")).withClient(server.address) {
      client throws(NodeFailure) in _ = try await client.delete(Array(id.utf8))
    }
  }

  @Test("Sessions that are only where PHP does not look are told")
  func misplaced() async throws {
    try await withMemcacheds(2) { servers in
      try await store(Self.ids.map { ($0, 100, .seconds(100)) }, on: servers[0])
      let total = try await summary(servers, copies: 1).total
      #expect(total.misplaced == total.strays && total.misplaced > 0 && total.misplaced < 20)
      let run = await CommandRun(["session", "summary"] + options(servers, copies: 1))
      #expect(run.output.contains("\(total.misplaced) sessions are nowhere else"), "\(run.output)")
    }
  }

  @Test("Of one session nobody reads in the plural")
  func singular() async throws {
    try await withMemcacheds(2) { servers in
      func notes(copies: Int) async -> String {
        await CommandRun(["session", "summary"] + options(servers, copies: copies)).output.replacing("\n", with: " ")
      }
      try await store([(Self.ids[0], 100, nil)], on: servers[0])
      let incomplete = await notes(copies: 2)
      #expect(incomplete.contains("1 session has fewer than the 2 copies that PHP writes: its user"), "\(incomplete)")
      // On one of the two it is where PHP does not look.
      var alone = await notes(copies: 1)
      if !alone.contains("stray: ") {
        try await store([(Self.ids[0], 100, nil)], on: servers[1])
        try await delete(Self.ids[0], on: servers[0])
        alone = await notes(copies: 1)
      }
      #expect(alone.contains("1 item is a stray: it is on a node where PHP does not look for it"), "\(alone)")
      #expect(alone.contains("1 session is nowhere else: its user is logged out"), "\(alone)")
    }
  }

  @Test("The largest, the endless and the read ones are told")
  func figures() async throws {
    try await withMemcached { server in
      try await store([(Self.ids[0], 5000, nil), (Self.ids[1], 100, .seconds(30)), (Self.ids[2], 1, nil)], on: server)
      try await SocketDialer(timeout: .seconds(30), logger: Logger(label: "test")).withClient(server.address) {
        client throws(NodeFailure) in _ = try await client.get(Array(Self.ids[1].utf8))
      }
      let total = try await summary([server], copies: 1).total
      #expect(total.sessions == 3 && total.neverExpire == 2 && total.neverRead == 2)
      #expect(total.biggest.map(\.id) == [Self.ids[0], Self.ids[1], Self.ids[2]])
      #expect(total.biggest[0].size > 5000 && total.ttl[0].count == 1)
      #expect(total.sizes.map(\.count).reduce(0, +) == 3 && total.sizes.last?.upto == nil)
    }
  }

  @Test("Bars say between what their sessions are")
  func bins() async throws {
    try await withMemcached { server in
      try await store([(Self.ids[0], 700, .seconds(30)), (Self.ids[1], 3000, .seconds(7200))], on: server)
      let run = await CommandRun(["session", "summary"] + options([server], copies: 1))
      let names = run.output.split(separator: "\n").map { $0.split(separator: "  ").first.map(String.init) ?? "" }
      for name in ["up to 1m", "1m to 5m", "1h to 6h", "512 B to 1 KiB", "1 KiB to 2 KiB", "2 KiB to 4 KiB"] {
        #expect(names.contains { $0.hasSuffix(name) }, "\(name): \(run.output)")
      }
    }
  }

  @Test("Of sessions whose use the server does not tell nobody reads that they are unused")
  func unknownUse() async throws {
    try await withMemcached(["-o", "no_lru_crawler,no_lru_maintainer"]) { silent in
      try await store(Self.ids.map { ($0, 100, .seconds(1440)) }, on: silent)
      let seen = try await summary([silent], copies: 1)
      #expect(seen.total.sessions == 20 && seen.total.useUnknown == 20)
      #expect(seen.total.active.values.allSatisfy { $0 == nil } && seen.total.active.count == 3)
      #expect(seen.total.neverRead == nil && seen.total.neverExpire == 0)
      let csv = await CommandRun(["session", "summary", "-o", "csv"] + options([silent], copies: 1))
      let rows = csv.output.split(whereSeparator: \.isNewline)
        .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
      let neverRead = try #require(rows[0].firstIndex(of: "never_read"))
      #expect(rows.dropFirst().allSatisfy { $0[neverRead].isEmpty && $0[neverRead - 1].isEmpty }, "\(csv.output)")
      let table = await CommandRun(["session", "summary"] + options([silent], copies: 1))
      for title in ["active, 1 min", "active, 5 min", "active, 15 min", "never read"] {
        let line = table.output.split(separator: "\n").first { $0.hasPrefix(title) }
        #expect(line?.hasSuffix("?") == true, "\(table.output)")
      }
      #expect(table.output.contains("of 20 sessions the server does not tell when they were used"), "\(table.output)")

      // Beside a server that tells, the pool's figures are those of its sessions.
      try await withMemcached { telling in
        try await store([("zbcdefghij0123456789abcdef", 100, .seconds(100))], on: telling)
        let both = try await summary([silent, telling], copies: 1)
        #expect(both.nodes.map { $0.active?["60"] } == [.some(nil), 1] && both.total.active["60"] == 1)
        #expect(both.total.useUnknown == 20)
      }
    }
  }

  @Test("Only locks that a request holds are locks, each once in the pool", arguments: Handler.allCases)
  func locks(_ handler: Handler) async throws {
    try await PHPSessions.run(handler.rawValue, nodes: 2) { php in
      for id in Self.ids.prefix(5) { #expect(try await php.visit(id) == "1") }
      func seen() async throws -> Document {
        let run = await php.mcpool(["session", "summary", "-o", "json"])
        #expect(run.status == 0, "\(run.errors)")
        return try JSONDecoder().decode(Document.self, from: Data(run.output.utf8))
      }
      let idle = try await seen()
      #expect(idle.total.locks == 0 && idle.nodes.map(\.locks) == [0, 0] && idle.total.sessions == 5)
      try await php.whileOpen(Self.ids[2]) { _ in
        let open = try await seen()
        #expect(open.total.locks == 1 && open.nodes.compactMap(\.locks).contains(1) && open.total.sessions == 5)
      }
    }
  }

  @Test("A node that tells of its items and not of a lock's value has an unknown number of locks")
  func silentLocks() async throws {
    try await withMemcacheds(2) { servers in
      for server in servers { try await store([(Self.ids[0] + ".lock", 1, .seconds(15))], on: server) }
      try await RewritingRelay.run(to: servers[0].port, fault: (at: "mg ", .closes(after: 0))) { relay in
        let run = await CommandRun([
          "session", "summary", "-o", "json", "--timeout", "30s", "--handler", "memcache", "--extension-release", "8.2",
          "--save-path", "tcp://127.0.0.1:\(relay.port),tcp://\(servers[1].name)",
        ])
        let seen = try JSONDecoder().decode(Document.self, from: Data(run.output.utf8))
        #expect(seen.nodes.map(\.locks) == [nil, 1] && seen.total.locks == nil, "\(run.output)")
        #expect(run.status == 1 && run.output.contains("which sessions are locked is not known"))
      }
    }
  }

  @Test("A node that is dead or frozen keeps its column and hides no other")
  func deadAndFrozen() async throws {
    try await withMemcacheds(3) { servers in
      try await store(Self.ids.map { ($0, 100, nil) }, on: servers[0])
      try await servers[1].stopAndWait()
      servers[2].freeze()
      let words = options(servers, copies: 1).map { $0 == "30s" ? "300ms" : $0 }
      let run = await CommandRun(["session", "summary", "-o", "json"] + words)
      let seen = try JSONDecoder().decode(Document.self, from: Data(run.output.utf8))
      #expect(run.status == 1 && !seen.total.complete)
      #expect(seen.nodes.map(\.state) == ["up", "refused", "mute"])
      #expect(seen.nodes.map(\.sessions) == [20, nil, nil] && seen.total.misplaced == 0)
      let table = await CommandRun(["session", "summary"] + words)
      #expect(table.output.contains("not all nodes are in these figures"))
      servers[2].thaw()
    }
  }

  @Test("Two names of one server count once")
  func sameServer() async throws {
    try await withMemcached { server in
      try await store(Self.ids.map { ($0, 100, nil) }, on: server)
      let run = await CommandRun([
        "session", "summary", "-o", "json", "--timeout", "30s", "--handler", "memcache", "--extension-release", "8.2",
        "--save-path", "tcp://127.0.0.1:\(server.port),tcp://localhost:\(server.port)",
      ])
      let seen = try JSONDecoder().decode(Document.self, from: Data(run.output.utf8))
      #expect(seen.total.sessions == 20 && seen.total.strays == 0 && seen.total.complete, "\(run.output)")
      #expect(seen.nodes[1].sameServer == seen.nodes[0].node && run.status == 0)
    }
  }

  @Test("Twelve nodes on 80 columns: the pool stays, and what has no room is said; an empty pool is one")
  func narrow() async throws {
    try await withMemcacheds(12) { servers in
      let run = await CommandRun(
        ["session", "summary"] + options(servers, copies: 1), environment: ["LANG": "C.UTF-8"], answer: "")
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      #expect(run.output.contains("POOL") && run.output.contains("no room here for:"))
      #expect(run.output.contains(servers[11].name) && run.output.contains("no sessions of this pool"))
    }
  }

  @Test("Bars are of block elements only where the locale is UTF-8")
  func bars() async throws {
    try await withMemcached { server in
      try await store(Self.ids.map { ($0, 100, nil) }, on: server)
      for (locale, wanted) in [("de_DE.UTF-8", "\u{2588}"), ("C", "#")] {
        let run = await CommandRun(
          ["session", "summary"] + options([server], copies: 1), environment: ["LC_ALL": locale], answer: "")
        #expect(run.output.contains(wanted))
        #expect(run.output.unicodeScalars.allSatisfy(\.isASCII) == (locale == "C"))
      }
    }
  }
}
