import FoundationEssentials
import LiveTrait
import LocalPool
import Logging
import MemcacheClient
import PHPConfiguration
import PHPInstallation
import Placement
import ScriptedServer
import Testing

@testable import Commands

@Suite("session list", .live, .timeLimit(.minutes(5))) struct SessionListLiveTests {
  /// One line of `-o jsonl`.
  struct Row: Decodable, Hashable {
    var id: String
    var node: String
    var role: String
    /// ISO 8601.
    var written: String?
    var ttl: Int?
    var idle: Int?
    var size: Int
    var fetched: Bool?
    var locked: Bool?
    var copies: [String]?
    var isCopiesWhole: Bool?

    enum CodingKeys: String, CodingKey {
      case id, node, role, written, ttl, idle, size, fetched, locked, copies
      case isCopiesWhole = "copies_whole"
    }
  }

  private func options(_ nodes: [String], _ handler: Handler = .memcached) -> [String] {
    let scheme = handler == .memcache ? "tcp://" : ""
    return [
      "--timeout", "30s", "--handler", handler.rawValue, "--extension-release", handler == .memcache ? "8.2" : "3.2.0",
      "-d", "session.sid_length=26", "--save-path", nodes.map { scheme + $0 }.joined(separator: ","),
    ]
  }

  private func list(_ words: [String], status: Int32 = 0) async throws -> [Row] {
    let run = await CommandRun(["session", "list", "-o", "jsonl"] + words)
    #expect(run.status == status, "\(run.errors)")
    return try run.output.split(separator: "\n").map { try JSONDecoder().decode(Row.self, from: Data($0.utf8)) }
  }

  private func store(_ items: [(key: String, value: String, ttl: Int?)], on server: LocalMemcached) async throws {
    let dialer = SocketDialer(timeout: .seconds(30), logger: Logger(label: "test"))
    try await dialer.withClient(server.address) { client throws(NodeFailure) in
      for item in items {
        try await client.set(
          Array(item.key.utf8), flags: 0, ttl: item.ttl.map { .seconds($0) }, value: Array(item.value.utf8))
      }
    }
  }

  private func id(_ number: Int) -> String {
    let digits = String(UInt64(truncatingIfNeeded: number &+ 1) &* 0x9e37_79b9_7f4a_7c15, radix: 16)
    return String((digits + digits).prefix(26))
  }

  /// Sixty sessions of different ends and sizes, two on both nodes, and what is no session.
  private func withSessions(_ body: @Sendable ([LocalMemcached], [String]) async throws -> Void) async throws {
    try await withMemcacheds(2) { servers in
      for (index, server) in servers.enumerated() {
        let own = (0..<60).filter { $0 % 2 == index || $0 < 2 }
        try await store(
          own.map {
            (
              "memc.sess.key." + id($0), String(repeating: "x", count: 10 * $0), $0 % 10 == 9 ? nil : 100 + 10 * $0
            )
          }, on: server)
      }
      try await store(
        [
          ("memc.sess.key.lock." + id(0), "1", 30), ("memc.sess.key.lock." + id(5), "1", 30), ("catalog:1", "", nil),
        ], on: servers[0])
      try await body(servers, options(servers.map(\.name)))
    }
  }

  @Test func aRowForEachItemAndNodeAndTheRestIsCounted() async throws {
    try await withSessions { servers, options in
      let rows = try await list(options)
      #expect(rows.count == 62 && Set(rows.map(\.id)).count == 60)
      for row in rows {
        let number = try #require((0..<60).first { id($0) == row.id })
        #expect(row.ttl.map { (50...(100 + 10 * number)).contains($0) } ?? (number % 10 == 9), "\(row)")
        #expect((row.written == nil) == (row.ttl == nil))
        #expect(row.size > 10 * number + 40 && row.fetched == false && row.locked == nil && row.copies == nil)
      }
      let run = await CommandRun(["session", "list"] + options)
      #expect(run.errors.contains("… and 2 lock items, 1 item that is no session of this pool"), "\(run.errors)")
      let quiet = await CommandRun(["session", "list", "-q"] + options)
      #expect(quiet.errors.isEmpty)
    }
  }

  @Test func allFacesSayTheSame() async throws {
    try await withSessions { _, options in
      let options = options + ["--copies", "--locked", "--sort", "id"]
      let lines = try await list(options)
      let document = await CommandRun(["session", "list", "-o", "json"] + options)
      // Idle time and rest go on from one run to the next.
      func timeless(_ row: Row) -> Row {
        var row = row
        (row.idle, row.ttl) = (0, row.ttl == nil ? nil : 1)
        return row
      }
      let array = try JSONDecoder().decode([Row].self, from: Data(document.output.utf8))
      #expect(array.map(timeless) == lines.map(timeless))

      let csv = await CommandRun(["session", "list", "-o", "csv"] + options)
      let table = csv.output.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
      #expect(
        table[0] == [
          "id", "node", "role", "written", "ttl", "idle", "size", "fetched", "locked", "copies", "copies_whole",
        ])
      #expect(table.count == lines.count + 1)
      func flag(_ value: Bool?) -> String { value.map { $0 ? "1" : "0" } ?? "" }
      for (cells, row) in zip(table.dropFirst(), lines) {
        #expect(
          cells[..<4] + cells[6...] == [
            row.id, row.node, row.role, row.written ?? "", String(row.size), flag(row.fetched),
            flag(row.locked), row.copies?.joined(separator: " ") ?? "", flag(row.isCopiesWhole),
          ])
      }
      let people = await CommandRun(["session", "list"] + options)
      let drawn = people.output.split(separator: "\n").dropFirst().map { $0.split(separator: " ").map(String.init) }
      #expect(drawn.map { $0[0] } == lines.map(\.id) && drawn.map { $0[2] } == lines.map(\.role))
    }
  }

  @Test func filtersAndOrders() async throws {
    try await withSessions { servers, options in
      let all = try await list(options)
      func ids(_ words: [String]) async throws -> [String] { try await list(options + words).map(\.id) }
      let prefix = String(id(7).prefix(2))
      #expect(Set(try await ids(["--prefix", prefix])) == Set(all.map(\.id).filter { $0.hasPrefix(prefix) }))
      let bytes = try #require(all.first { $0.id == id(30) }).size
      #expect(try await ids(["--larger", "\(bytes)"]).count == all.count { $0.size > bytes })
      #expect(try await ids(["--idle-over", "1h"]).isEmpty)
      #expect(try await list(options + ["--node", servers[1].name]).allSatisfy { $0.node == servers[1].name })
      #expect(try await ids(["--limit", "7"]).count == 7)

      let bySize = try await list(options + ["--sort", "size"])
      #expect(bySize.map(\.size) == all.map(\.size).sorted(by: >))
      #expect(try await list(options + ["--sort", "size", "--limit", "5"]).map(\.id) == bySize.prefix(5).map(\.id))
      #expect(try await ids(["--sort", "id"]) == all.map(\.id).sorted())
      #expect(try await ids(["--sort", "id:desc"]) == all.map(\.id).sorted(by: >))
      let endsFirst = try await list(options + ["--sort", "ttl:asc"])
      #expect(endsFirst.first?.id == id(0) && endsFirst.last?.ttl == nil, "what never ends is the last")
      #expect(try await list(options + ["--sort", "ttl"]).first?.ttl == nil)
    }
  }

  @Test func joinsSayWhichNodesHoldASessionAndWhetherItIsLocked() async throws {
    try await withSessions { servers, options in
      let rows = try await list(options + ["--copies", "--locked"])
      #expect(rows.map(\.id) == rows.map(\.id).sorted() && rows.count == 62)
      for row in rows {
        let number = try #require((0..<60).first { id($0) == row.id })
        #expect(row.copies == (number < 2 ? servers.map(\.name) : [servers[number % 2].name]))
        #expect(row.locked == [0, 5].contains(number) && row.isCopiesWhole == true)
      }
      let one = try await list(options + ["--copies", "--node", servers[1].name, "--prefix", id(1)])
      #expect(one.map(\.copies) == [servers.map(\.name)], "the other node is asked, too")
    }
  }

  /// pecl/memcache leaves the lock's item behind when it gives it back.
  @Test func aLockThatWasGivenBackIsNone() async throws {
    try await withMemcacheds(2) { servers in
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      let ids = (0..<20).map { id($0) }
      try """
      session.save_handler = memcache
      session.save_path = "\(servers.map { "tcp://" + $0.name }.joined(separator: ","))"
      session.use_cookies = 0
      session.cache_limiter = ""
      memcache.session_redundancy = 2
      """.write(toFile: folder.path + "/php.ini", atomically: false, encoding: .utf8)
      try LocateLiveTests.script.write(toFile: folder.path + "/store.php", atomically: false, encoding: .utf8)
      try ids.joined(separator: "\n").write(toFile: folder.path + "/ids", atomically: false, encoding: .utf8)
      let php = try await LocalPHP.run(
        script: folder.path + "/store.php", ini: folder.path + "/php.ini", [folder.path + "/ids"])
      try #require(php.output == "stored", "\(php.output)\n\(php.errors)")
      for server in servers { try await store([(ids[3] + ".lock", "1", 15)], on: server) }

      let version = try #require(InstalledPHP.all().last { $0.sapi == "cli" }?.version)
      let release = try #require(await ExtensionPackage.installed(.memcache, php: version))
      let rows = try await list([
        "--timeout", "30s", "--ini", folder.path + "/php.ini", "--extension-release", release, "--copies", "--locked",
      ])
      #expect(rows.count == 40 && rows.count { $0.role == "owner" } == 20 && rows.count { $0.role == "copy" } == 20)
      #expect(rows.allSatisfy { $0.copies == servers.map(\.name) && $0.locked == ($0.id == ids[3]) }, "\(rows)")
      for row in rows {
        let written = try Date(try #require(row.written), strategy: .iso8601)
        #expect((-2...120).contains(Date.now.timeIntervalSince(written)), "\(row)")
      }
    }
  }

  @Test func aDeadNodeHidesNoOther() async throws {
    try await withSessions { servers, options in
      try await servers[0].stopAndWait()
      let run = await CommandRun(["session", "list", "-o", "csv", "-q"] + options)
      #expect(run.status == 1 && run.output.split(separator: "\n").count == 32)
      #expect(run.errors.contains("\(servers[0].name): connection refused"), "\(run.errors)")
      let joined = try await list(options + ["--locked"], status: 1)
      #expect(joined.allSatisfy { $0.locked == nil }, "its lock may be on the node that does not answer")
      for order in [[], ["--sort", "size"]] {
        let copies = try await list(options + ["--copies"] + order, status: 1)
        #expect(copies.allSatisfy { $0.copies == [servers[1].name] && $0.isCopiesWhole == false }, "and so may a copy")
      }
      let drawn = await CommandRun(["session", "list", "--copies"] + options)
      #expect(drawn.output.split(separator: "\n").dropFirst().allSatisfy { $0.contains(" 1+") }, "\(drawn.output)")
      try await servers[1].stopAndWait()
      #expect(await CommandRun(["session", "list"] + options).status == 69)
    }
  }

  @Test func aServerOfTwoNamesIsListedAndDumpedOnce() async throws {
    try await withMemcached { server in
      try await store((0..<20).map { ("memc.sess.key." + id($0), "", 100) }, on: server)
      let other = "localhost:\(server.port)"
      let options = options([server.name, other])
      for joins in [[], ["--copies", "--locked"]] {
        let rows = try await list(options + joins)
        #expect(rows.count == 20 && Set(rows.map(\.id)).count == 20)
        #expect(rows.allSatisfy { $0.node == server.name && $0.role == "owner" }, "whichever name PHP writes to")
        #expect(joins.isEmpty || rows.allSatisfy { $0.copies == [server.name] })
      }
      let run = await CommandRun(["session", "list"] + options)
      #expect(run.errors.contains("\(other): the same server as \(server.name)"), "\(run.errors)")
      let mapped = try await list(
        self.options(["web-a:1", "web-b:1"]) + ["--map", "web-a:1=\(server.name)", "--map", "web-b:1=\(other)"])
      #expect(mapped.count == 20 && mapped.allSatisfy { $0.node == "web-a:1" })
      #expect(try await list(options + ["--node", other, "--copies"]).count == 20)
      let dump = await CommandRun(["session", "dump"] + options)
      #expect(dump.status == 0 && dump.errors.contains("20 sessions dumped\n"), "\(dump.errors)")
      #expect(Set(dump.output.split(separator: "\n")).count == 22, "each once, whichever name is its place")
    }
  }

  @Test func whoDoesNotTellItsSettingsIsListedAllTheSame() async throws {
    try await withSessions { servers, _ in
      try await RewritingRelay.run(
        to: servers[1].port, requests: { line, _ in line == "stats settings" ? "unknown" : line }
      ) { relay in
        let rows = try await list(options([servers[0].name, "127.0.0.1:\(relay.port)"]))
        #expect(rows.count == 62)
      }
    }
  }

  /// The second node begins its listing and says nothing more.
  @Test func whoIsNotHeardBecauseOfALimitIsNamed() async throws {
    try await withSessions { servers, _ in
      try await RewritingRelay.run(to: servers[1].port, fault: (at: "lru_crawler", .silent(after: 10))) { relay in
        let run = await CommandRun(
          ["session", "list", "--limit", "3", "-o", "csv"] + options([servers[0].name, "127.0.0.1:\(relay.port)"]))
        #expect(run.status == 0 && run.output.split(separator: "\n").count == 4)
        #expect(
          run.errors.contains("stopped at --limit 3; not heard in full: 127.0.0.1:\(relay.port)"), "\(run.errors)")
        let dead = await CommandRun(
          ["session", "list", "--limit", "3", "-o", "csv"] + options([servers[0].name, "127.0.0.1:1"]))
        #expect(dead.status == 1 && dead.errors.contains("127.0.0.1:1: connection refused"), "\(dead.errors)")
      }
    }
  }

  @Test(
    "A narrow terminal keeps the columns that the question was about",
    arguments: [
      ([], "COPIES"), (["--larger", "1"], "SIZE"), (["--sort", "idle"], "IDLE"), (["--sort", "fetched"], "READ"),
      (["--sort", "size"], "SIZE"),
    ])
  func narrow(_ words: [String], _ kept: String) async throws {
    try await withSessions { _, options in
      for joins in [["--copies"], ["--copies", "--locked"]] {
        // Whoever can be asked sits before 80 columns.
        let run = await CommandRun(["session", "list"] + joins + words + options, answer: "")
        let lines = run.output.split(separator: "\n")
        let titles = try #require(lines.first).split(separator: " ").map(String.init)
        #expect(titles.contains("COPIES") && titles.contains(kept), "\(titles)")
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(run.output)")
      }
    }
  }

  @Test func aLongKeyPushesItsOwnLineOnly() async throws {
    try await withMemcached { server in
      let long = String(repeating: "a", count: 120)
      try await store(([long] + (0..<5).map { id($0) }).map { ("memc.sess.key." + $0, "", 100) }, on: server)
      // Where the length of an id is not configured, any is one.
      let options = options([server.name]).filter { $0 != "-d" && !$0.contains("sid_length") }
      let run = await CommandRun(["session", "list"] + options, answer: "")
      let lines = run.output.split(separator: "\n").filter { !$0.contains("no room here") }
      #expect(lines.count == 7 && lines.count { $0.count > 100 } == 1, "\(run.output)")
      #expect(lines.filter { !$0.hasPrefix(long) }.allSatisfy { $0.count <= 80 }, "\(run.output)")
    }
  }

  @Test("A server that lists in part, or not at all, is told", arguments: [["-o", "no_lru_crawler"], ["-X"]])
  func restricted(_ arguments: [String]) async throws {
    try await withMemcached(arguments) { server in
      try await store([("memc.sess.key." + id(1), "1", 100)], on: server)
      let run = await CommandRun(["session", "list"] + options([server.name]))
      #expect(run.status == 1)
      #expect(
        run.errors.contains(
          arguments == ["-X"] ? "\(server.name): cannot list its items" : "\(server.name): only a part is listed"),
        "\(run.errors)")
    }
  }

  @Test func aListingThatBreaksOffIsToldAndWhatCameIsShown() async throws {
    try await withSessions { servers, _ in
      try await RewritingRelay.run(to: servers[0].port, fault: (at: "lru_crawler", .closes(after: 2500))) { relay in
        let run = await CommandRun(["session", "list", "-o", "csv"] + options(["127.0.0.1:\(relay.port)"]))
        #expect(
          run.status != 0 && run.errors.contains("127.0.0.1:\(relay.port): closed the connection"), "\(run.errors)")
        #expect((2...30).contains(run.output.split(separator: "\n").count))
      }
    }
  }

  @Test func anotherListingIsWaitedFor() async throws {
    let busy = "BUSY currently processing crawler request\r\n"
    try await ScriptedServer.run([
      .lines(1), .send("STAT time 1000\r\nSTAT uptime 100\r\nSTAT curr_items 1\r\nEND\r\n"), .lines(1), .send(busy),
      .lines(1), .send(busy), .lines(1),
      .send("OK\r\nkey=memc.sess.key.\(id(1)) exp=1100 la=990 cas=1 fetch=yes cls=1 size=67 flags=0 \nEND\r\n"),
    ]) { server in
      let rows = try await list(options(["127.0.0.1:\(server.port)"]))
      #expect(rows.map(\.ttl) == [100] && rows.map(\.idle) == [10] && rows.map(\.fetched) == [true])
      #expect(rows.map(\.written) == ["1969-12-31T23:54:20Z"], "1100 less 1440 seconds")
    }
  }

  @Test func whatCannotBeMeantIsRefused() async {
    for words in [
      ["--limit", "0"], ["--sort", "age"], ["--sort", "ttl:up"], ["--larger", "many"], ["--idle-over", "5"],
    ] {
      #expect(await CommandRun(["session", "list"] + words).status == 64, "\(words)")
    }
    #expect(await CommandRun(["session", "list", "--server", "127.0.0.1:1"]).status == 64)
  }
}
