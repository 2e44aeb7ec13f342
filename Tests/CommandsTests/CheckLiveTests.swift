import FoundationEssentials
import LiveTrait
import LocalPool
import Logging
import MemcacheClient
import MemcacheProtocol
import Placement
import ScriptedServer
import Testing

@testable import Commands
@testable import Operations

@Suite("check on real servers", .live, .timeLimit(.minutes(5))) struct CheckLiveTests {
  private static func id(_ number: Int) -> String { "abcdefghijklmnopqrstuv" + String(number + 1000) }

  @Test("A healthy pool is OK, the second time with rates", arguments: [Handler.memcache, .memcached])
  func healthy(_ handler: Handler) async throws {
    try await CheckedServers.run(handler) { servers in
      for number in 0..<20 { try await servers.store(Self.id(number), ["data|i:1;", "data|i:1;"]) }
      let first = try await servers.check(status: 0)
      #expect(first.data.allSatisfy { !$0.label.hasPrefix("evictions") })
      let second = try await servers.check(["--probe"], status: 0)
      #expect(second["probe"] == 0 && second["nodes"] == 0)
      let third = try await servers.check(["--probe"], status: 0)
      #expect(third["evictions 10.0.0.2:11211"] == 0 && third["rejected 10.0.0.3:11211"] == 0)
      #expect(third.data.map(\.unit).allSatisfy { ["", "%", "s", "ms"].contains($0) })
    }
  }

  @Test("A dead node counts by its share, and what it would tell is not known")
  func dead() async throws {
    try await CheckedServers.run { servers in
      try await servers.servers[1].stopAndWait()
      let seen = try await servers.check(["--only", "nodes,memory"], status: 1)
      #expect(seen.first.contains("10.0.0.2:11211 (refused)"))
      #expect(seen.lines.contains { $0.hasPrefix("[UNKNOWN] memory: 10.0.0.2:11211") })
      let share = try servers.pool().placement.shares[1] * 100
      #expect(abs((seen["nodes"] ?? 0) - share) < 0.01)
      #expect(try await servers.check(["--only", "nodes", "--critical", "nodes=0"], status: 2).status == "CRITICAL")
      #expect(try await servers.check(["--only", "memory"], status: 3).status == "UNKNOWN")
      #expect(try await servers.check(["--only", "probe", "--probe"], status: 2)["probe"] == 1)
    }
  }

  @Test("The deadline wins over a frozen node, however long its timeout is")
  func frozen() async throws {
    try await CheckedServers.run { servers in
      servers.servers[0].freeze()
      defer { servers.servers[0].thaw() }
      let start = ContinuousClock.now
      let run = await servers.raw(["--deadline", "1s", "--timeout", "10m"])
      #expect(ContinuousClock.now - start < .seconds(60))
      let seen = try PluginOutput(run.output)
      #expect(run.status == 2 || run.status == 3)
      #expect(seen.first.contains("the deadline of 1s was over"))
      #expect(seen["memory 10.0.0.2:11211"] != nil, "what was known is told: \(run.output)")
      #expect(seen.lines.contains { $0.contains("10.0.0.1:11211 has given no answer in time") })
    }
  }

  @Test("A name that is not found in time does not hold it up either")
  func lookup() async throws {
    let start = ContinuousClock.now
    let run = await CommandRun(
      rawWords: ["check", "--server", "nowhere.invalid:11211", "--deadline", "200ms", "--timeout", "10m"].map {
        Array($0.utf8)
      }, environment: ["XDG_STATE_HOME": "/nonexistent"])
    #expect(ContinuousClock.now - start < .seconds(60))
    #expect(run.status == 2, "\(run.output)")
  }

  @Test("Evictions between two runs are an alarm, with how old their victims were")
  func evictions() async throws {
    try await CheckedServers.run(nodes: 1, arguments: ["-m", "2"]) { servers in
      _ = try await servers.check(["--only", "evictions,evicted_time"], status: 0)
      try await servers.withClient(servers.servers[0]) { client in
        for number in 0..<200 {
          try await client.set(
            Array(Self.id(number).utf8), flags: 0, ttl: .seconds(1000), value: Array(repeating: 0x61, count: 50_000))
        }
      }
      #expect(try await servers.stats(servers.servers[0]).number("evictions") ?? 0 > 0)
      let seen = try await servers.check(["--only", "evictions,evicted_time"], status: 2)
      #expect(seen["evictions 10.0.0.1:11211"] ?? 0 > 0)
      #expect(seen["evicted_time 10.0.0.1:11211"] ?? 100 < 50)
      // What was thrown away before the last run is no news.
      let after = try await servers.check(["--only", "evictions,evicted_time"], status: 0)
      #expect(after["evictions 10.0.0.1:11211"] == 0 && after["evicted_time 10.0.0.1:11211"] == nil)
    }
  }

  @Test("A flush by somebody is told for ten minutes")
  func flush() async throws {
    try await CheckedServers.run { servers in
      _ = try await servers.check(["--only", "last_flush"], status: 0)
      try await servers.withClient(servers.servers[2]) { try await $0.flushAll() }
      for _ in 0..<2 {
        let seen = try await servers.check(["--only", "last_flush"], status: 1)
        #expect(seen.first.contains("10.0.0.3:11211 was flushed by somebody"))
        #expect(seen["last_flush 10.0.0.3:11211"] ?? 600 < 300)
      }
    }
  }

  @Test("Between two runs a node is restarted: it is said, and its counters begin anew")
  func restart() async throws {
    try await CheckedServers.run(nodes: 2) { servers in
      let only = ["--only", "last_restart,evictions"]
      let whole = await servers.raw(only + ["--warning", "last_restart=0:"])
      #expect(whole.status == 0, "\(whole.output)")
      try await withMemcached(["-m", "2"]) { other in
        let restarted = servers.with([servers.servers[0], other])
        try await restarted.withClient(other) { client in
          for number in 0..<200 {
            try await client.set(
              Array(Self.id(number).utf8), flags: 0, ttl: .seconds(1000), value: Array(repeating: 0x61, count: 50_000))
          }
        }
        let run = await restarted.raw(only)
        let seen = try PluginOutput(run.output)
        #expect(seen.lines.contains { $0.contains("10.0.0.2:11211 was started") })
        #expect(seen["evictions 10.0.0.1:11211"] == 0 && seen["evictions 10.0.0.2:11211"] ?? 0 > 0, "\(run.output)")
      }
    }
  }

  @Test("A lock that no request can hold any more is found", arguments: [(1, 1.0), (11, 11.0)])
  func abandonedLock(_ number: Int, _ value: Double) async throws {
    try await CheckedServers.run(.memcached, nodes: 1, ["memcached.sess_lock_expire=1"]) { servers in
      let placement = try servers.pool().placement
      try await servers.withClient(servers.servers[0]) { client in
        for lock in 0..<number {
          let id = Array(Self.id(lock).utf8)
          try await client.set(placement.lockKey(for: id.span).bytes, flags: 0, ttl: .seconds(500), value: [0x31])
        }
      }
      let seen = try await eventually {
        let seen = try await servers.check(["--only", "locks"])
        return seen["locks"] == value ? seen : nil
      }
      #expect(seen.status == (number > 10 ? "CRITICAL" : "WARNING"))
      #expect(seen.first.contains("\(number) abandoned"))
    }
  }

  @Test("Copies that differ and copies that are missing are told apart; no id is whole")
  func copies() async throws {
    try await CheckedServers.run(.memcache, ["memcache.session_redundancy=2"]) { servers in
      for number in 0..<18 { try await servers.store(Self.id(number), ["data|i:1;", "data|i:1;"]) }
      try await servers.store(Self.id(18), ["data|i:1;", "data|i:2;"])
      try await servers.store(Self.id(19), [nil, "data|i:1;"])
      let seen = try await servers.check(["--only", "copies_differ,copies_missing"], status: 1)
      #expect(seen["copies_differ"] == 5 && seen["copies_missing"] == 5)
      #expect(!seen.first.contains(Self.id(18)))
      // One that is in use is not judged: its request has written one copy and not yet the other.
      let id = Array(Self.id(18).utf8)
      let lock = try servers.pool().placement.lockKey(for: id.span).bytes
      for server in servers.servers {
        try await servers.withClient(server) { try await $0.set(lock, flags: 768, ttl: .seconds(40), value: [0x31]) }
      }
      #expect(try await servers.check(["--only", "copies_differ"], status: 0)["copies_differ"] == 0)
    }
  }

  @Test("Nodes with different memory are configured unlike each other")
  func settings() async throws {
    try await CheckedServers.run(nodes: 2) { servers in
      try await withMemcached(["-m", "128", "-I", "2m"]) { other in
        let mixed = servers.with([servers.servers[0], other])
        let seen = try await mixed.check(["--only", "settings"], status: 1)
        #expect(seen["settings"] == 2)
        #expect(seen.first.contains("item_size_max (10.0.0.1:11211: 1048576, 10.0.0.2:11211: 2097152)"))
      }
    }
  }

  @Test("Connections count against what the server really takes, and refused ones are a rate")
  func connections() async throws {
    try await CheckedServers.run(nodes: 1, arguments: ["-c", "44"]) { servers in
      let node = servers.servers[0]
      _ = try await servers.check(["--only", "rejected"], status: 0)
      let dialer = SocketDialer(timeout: .seconds(30), logger: Logger(label: "test"))
      var clients: [any NodeClient] = []
      var isFull = false
      while !isFull, clients.count < 44 {
        let client = try await dialer.connect(to: node.address)
        do throws(NodeFailure) {
          _ = try await client.version()
          clients.append(client)
        } catch {
          #expect(error.state == .full)
          isFull = true
          client.close()
        }
      }
      #expect(isFull)
      #expect(try await servers.check(["--only", "nodes"], status: 2).first.contains("(full)"))
      clients.removeLast().close()
      let seen = try await eventually {
        let seen = try await servers.check(["--only", "connections"])
        return seen["connections 10.0.0.1:11211"] == nil ? nil : seen
      }
      #expect(seen.status == "CRITICAL" && seen["connections 10.0.0.1:11211"] ?? 0 > 90, "\(seen.first)")
      for client in clients { client.close() }
      let after = try await eventually {
        let seen = try await servers.check(["--only", "rejected"])
        return seen.status == "UNKNOWN" ? nil : seen
      }
      #expect(after["rejected 10.0.0.1:11211"] ?? 0 > 0)
    }
  }

  @Test("The canary is on every node as PHP would have it, and gone after that; locks are left alone")
  func probe() async throws {
    try await CheckedServers.run(.memcached, ["memcached.sess_prefix=shop."]) { servers in
      let before = try await servers.servers.asyncMap { try await servers.stats($0) }
      _ = try await servers.check(["--only", "probe", "--probe"], status: 0)
      for (server, earlier) in zip(servers.servers, before) {
        let now = try await servers.stats(server)
        #expect((now.number("total_items") ?? 0) - (earlier.number("total_items") ?? 0) == 1)
        #expect(now.number("curr_items") == 0)
      }
    }
  }

  @Test("A node that takes nothing is critical")
  func refusingNode() async throws {
    try await withMemcached { server in
      try await RewritingRelay.run(to: server.port, requests: { line, _ in line.hasPrefix("add ") ? "nonsense" : line })
      {
        relay in
        let run = await CommandRun(
          [
            "check", "--only", "probe", "--probe", "--deadline", "60s", "--handler", "memcached", "--extension-release",
            "3.2.0", "--save-path", "127.0.0.1:\(relay.port)",
          ], environment: ["XDG_STATE_HOME": "/nonexistent"])
        #expect(run.status == 2, "\(run.output)")
      }
    }
  }

  @Test("Canaries are nobody's, also behind a pool's prefix")
  func canaryIsNobodys() async throws {
    try await CheckedServers.run(.memcached, nodes: 1) { servers in
      let placement = try servers.pool().placement
      let id = Canary.newID()
      try await servers.withClient(servers.servers[0]) { client in
        try await client.set(placement.itemKey(for: id.span).bytes, flags: 0, ttl: .seconds(60), value: [0x31])
      }
      let flush = await CommandRun([
        "flush", "--all", "--dry-run", "-o", "json", "--handler", "memcached", "--extension-release", "3.2.0",
        "--save-path", servers.servers[0].name,
      ])
      #expect(flush.output.contains("\"foreign\" : 0"), "\(flush.output)\(flush.errors)")
    }
  }

  @Test("A session as large as the server takes, and one that is larger")
  func itemSize() async throws {
    try await CheckedServers.run(.memcached, nodes: 1) { servers in
      _ = try await servers.check(["--only", "item_size"], status: 0)
      try await servers.store(Self.id(0), [String(repeating: "x", count: 870_000)])
      let seen = try await servers.check(["--only", "item_size"], status: 1)
      #expect((80...90).contains(seen["item_size 10.0.0.1:11211"] ?? 0))
      await #expect(throws: NodeFailure.self) {
        try await servers.store(Self.id(1), [String(repeating: "x", count: 1_500_000)])
      }
      #expect(
        try await servers.check(["--only", "item_size"], status: 2).first.contains("refused 1 item as too large"))
    }
  }

  @Test("A damaged state file is set aside and said, and is no alarm; one that cannot be written is not known")
  func state() async throws {
    try await CheckedServers.run(nodes: 1) { servers in
      let only = ["--only", "evictions"]
      _ = try await servers.check(only, status: 0)
      let folder = servers.folder + "/mcpool/check"
      let file = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
      try "{".write(toFile: folder + "/" + file, atomically: false, encoding: .utf8)
      let seen = try await servers.check(only, status: 0)
      #expect(seen.lines.contains { $0.contains("note: ") && $0.contains("set aside as") })
      #expect(try await servers.check(only, status: 0)["evictions 10.0.0.1:11211"] == 0)
      try FileManager.default.removeItem(atPath: servers.folder + "/mcpool")
      try "".write(toFile: servers.folder + "/mcpool", atomically: false, encoding: .utf8)
      #expect(try await servers.check(only, status: 3).lines.contains { $0.contains("cannot be written") })
    }
  }

  @Test("Runs at the same time do no harm to each other")
  func together() async throws {
    try await CheckedServers.run { servers in
      _ = try await servers.check(["--only", "evictions"], status: 0)
      try await withThrowingTaskGroup(of: Double?.self) { group in
        for _ in 0..<8 {
          group.addTask { try await servers.check(["--only", "evictions"], status: 0)["evictions 10.0.0.1:11211"] }
        }
        for try await rate in group { #expect(rate == 0) }
      }
    }
  }

  @Test("JSON says the same as the line")
  func json() async throws {
    struct Document: Decodable {
      struct Check: Decodable {
        struct Value: Decodable {
          var node: String?
          var value: Double
          var status: String
        }
        var name: String
        var pool: String
        var status: String
        var value: Double?
        var unit: String
        var warning: String?
        var critical: String?
        var message: String
        var values: [Value]
      }
      var status: String
      var code: Int
      var checks: [Check]
    }
    try await CheckedServers.run { servers in
      try await servers.servers[2].stopAndWait()
      let run = await servers.raw(["--only", "nodes,memory", "-o", "json"])
      let document = try JSONDecoder().decode(Document.self, from: Data(run.output.utf8))
      #expect(document.code == 1 && document.status == "warning" && run.status == 1)
      #expect(
        document.checks.map(\.name) == ["nodes", "memory"] && document.checks.map(\.status) == ["warning", "unknown"])
      #expect(document.checks[1].values.compactMap(\.node) == ["10.0.0.1:11211", "10.0.0.2:11211"])
      #expect(document.checks[0].warning == "0" && document.checks[0].unit == "%")
    }
  }
}

extension Sequence {
  fileprivate func asyncMap<Value>(_ change: (Element) async throws -> Value) async rethrows -> [Value] {
    var values: [Value] = []
    for element in self { values.append(try await change(element)) }
    return values
  }
}
