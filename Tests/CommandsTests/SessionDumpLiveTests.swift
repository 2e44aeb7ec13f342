import FoundationEssentials
import LiveTrait
import LocalPool
import MemcacheClient
import MemcacheProtocol
import Placement
import ScriptedServer
import SessionData
import Testing

@testable import Commands
@testable import Operations

@Suite("Locks, dumps and restores of real PHP's sessions", .live, .timeLimit(.minutes(5)))
struct SessionDumpLiveTests {
  static let ids = (0..<12).map { "abcdefghijklmnopqrstuv01" + ($0 < 10 ? "0\($0)" : "\($0)") }

  private struct Restored: Decodable {
    struct Counts: Decodable {
      let sessions: Int
      let expired: Int
      let existing: Int
      let added: Int
      let left: Int
      let unplaceable: Int
    }
    let sessions: Counts

    init(_ run: CommandRun) throws { self = try JSONDecoder().decode(Restored.self, from: Data(run.output.utf8)) }
  }

  /// What `session dump` writes, as bytes.
  private func dump(_ sessions: PHPSessions, binary: Bool) async throws -> [UInt8] {
    nonisolated(unsafe) var bytes: [UInt8] = []
    let outcome = try await SessionDumper(try await sessions.pool(), format: binary ? .binary : .lines).run {
      bytes += $0
    }
    #expect(outcome.isWhole && outcome.sessions == Self.ids.count)
    return bytes
  }

  @Test(
    "What one pool dumps PHP reads in a pool of another shape", arguments: ["memcache", "memcached"], [false, true])
  func move(_ handler: String, binary: Bool) async throws {
    let file = try await PHPSessions.run(handler, nodes: 3) { sessions in
      for (number, id) in Self.ids.enumerated() {
        for _ in 0...number % 3 { _ = try await sessions.visit(id) }
      }
      let file = try await dump(sessions, binary: binary)
      if !binary {
        let run = await sessions.mcpool(["session", "dump"])
        #expect(run.status == 0 && run.errors.contains("\(Self.ids.count) sessions dumped"), "\(run.errors)")
        #expect(Set(run.output.split(separator: "\n")).count == Self.ids.count + 2)
      }
      return file
    }
    try await PHPSessions.run(handler, nodes: 2) { sessions in
      let restore = ["session", "restore", "-o", "json", "-y"]
      let dry = await sessions.mcpool(["session", "restore", "--dry-run"], input: file)
      #expect(dry.status == 0 && dry.output.contains("12 sessions in the dump"), "\(dry.output)\(dry.errors)")
      #expect(await sessions.mcpool(["session", "dump"]).errors.contains("0 sessions dumped"))
      let first = await sessions.mcpool(restore, input: file)
      #expect(first.status == 0, "\(first.errors)")
      let counts = try Restored(first).sessions
      #expect(counts.added == 12)
      let second = await sessions.mcpool(restore, input: file)
      let again = try Restored(second).sessions
      #expect(second.status == 0 && again.existing == 12 && again.added == 0, "\(second.errors)")
      let verified = await sessions.mcpool(["locate", "--verify"] + Self.ids)
      #expect(verified.status == 0, "every copy is where it belongs: \(verified.output)")
      for (number, id) in Self.ids.enumerated() { #expect(try await sessions.visit(id) == "\(number % 3 + 2)") }
    }
  }

  @Test("A session that PHP has made anew stays, also where only its copy is left")
  func existing() async throws {
    try await PHPSessions.run("memcache", nodes: 2) { sessions in
      for id in Self.ids { _ = try await sessions.visit(id) }
      let file = try await dump(sessions, binary: false)
      _ = try await sessions.visit(Self.ids[0])
      #expect(await sessions.mcpool(["session", "remove", "-y", Self.ids[1]]).status == 0)
      let pool = try await sessions.pool()
      let key = SessionKeys(Array(Self.ids[2].utf8), pool.php.placement).item
      _ = try await sessions.withClient(sessions.servers[0]) { try await $0.delete(key) }
      let run = await sessions.mcpool(["session", "restore", "-y", "-o", "json"], input: file)
      let counts = try Restored(run).sessions
      #expect(counts.added == 1 && counts.existing == 11, "\(run.output)")
      #expect(try await sessions.withClient(sessions.servers[0]) { try await $0.items([key], [])[0] } == nil)
      #expect(try await sessions.visit(Self.ids[0]) == "3")
    }
  }

  private func dump(_ sessions: [(id: String, value: [UInt8])]) -> [UInt8] {
    var writer = DumpWriter(.lines, DumpHeader(handler: .memcached, time: Int64(Date.now.timeIntervalSince1970)))
    var bytes: [UInt8] = []
    writer.begin(&bytes)
    for (id, value) in sessions {
      let key = Array("memc.sess.key.\(id)".utf8)
      writer.append(DumpedSession(id: Array(id.utf8), key: key, flags: 0, ttl: 1000, value: value), to: &bytes)
    }
    writer.end(isWhole: true, &bytes)
    return bytes
  }

  @Test("A session that its node does not take is named, and not all is well")
  func refused() async throws {
    try await PHPSessions.run("memcached", nodes: 1, arguments: ["-I", "8k", "-o", "slab_chunk_max=4096"]) { sessions in
      let file = dump([(Self.ids[0], [0x61]), (Self.ids[1], [UInt8](repeating: 0x61, count: 10_000))])
      let run = await sessions.mcpool(["session", "restore", "-y"], input: file)
      #expect(run.status == 2 && run.output.contains("1 added, 0 there already; 1 refused"), "\(run.output)")
      #expect(
        run.output.contains("not all restored: 1 refused (SERVER_ERROR object too large for cache): abcdefghijklm…"),
        "\(run.output)")
    }
  }

  @Test("An id that no node can be asked for leaves the others alone")
  func unsayable() async throws {
    try await PHPSessions.run("memcached", nodes: 2) { sessions in
      let file = dump([(Self.ids[0], [0x61]), ("\u{1}odd", [0x61]), (Self.ids[1], [0x61])])
      let run = await sessions.mcpool(["session", "restore", "-y", "-o", "json"], input: file)
      let counts = try Restored(run).sessions
      #expect(run.status == 1 && counts.added == 2 && counts.unplaceable == 1 && counts.left == 0, "\(run.output)")
    }
  }

  @Test("A node whose clock is ahead keeps what it gets, where PHP does not date sessions")
  func clockAhead() async throws {
    try await withMemcached { server in
      // What a date means by a clock that is 9000 seconds ahead.
      let ahead: RewritingRelay.Change = { line, _ in
        var words = line.split(separator: " ").map(String.init)
        guard words.count == 5, words[0] == "add", let expiry = Int(words[3]), expiry > 2_592_000 else { return line }
        words[3] = "\(expiry - 9000)"
        return words.joined(separator: " ")
      }
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      try await RewritingRelay.run(to: server.port, requests: ahead) { relay in
        let restore = [
          "session", "restore", "-y", "-o", "json", "--handler", "memcached", "--extension-release", "3.2.0",
        ]
        for added in [1, 0] {
          let run = await CommandRun(
            restore + ["--timeout", "30s", "--save-path", "127.0.0.1:\(relay.port)"],
            input: dump([(Self.ids[0], [0x61])]),
            environment: ["XDG_STATE_HOME": folder.path])
          let counts = try Restored(run).sessions
          #expect(
            run.status == 0 && counts.added == added && counts.existing == 1 - added, "\(run.output)\(run.errors)")
        }
      }
    }
  }

  @Test("Ids that an application chose: dumped where a prefix tells them, counted where none does")
  func chosenIDs() async throws {
    let ids = ["shortid", "shop-1", Self.ids[0]]
    try await PHPSessions.run("memcached", nodes: 2) { sessions in
      for id in ids { _ = try await sessions.visit(id) }
      let run = await sessions.mcpool(["session", "dump"])
      #expect(run.errors == "mcpool: 3 sessions dumped\n", "\(run.errors)")
      #expect(ids.allSatisfy { run.output.contains("{\"id\":\"\($0)\"") }, "\(run.output)")
    }
    try await PHPSessions.run("memcache", nodes: 1) { sessions in
      for id in ids { _ = try await sessions.visit(id) }
      let run = await sessions.mcpool(["session", "dump"])
      // Each with its lock item.
      let left = "1 session dumped; 4 items left out whose key is no id by session.sid_length"
      #expect(run.status == 0 && run.errors.contains(left), "\(run.errors)")
    }
  }

  @Test("What has ended since the dump is left out, and a damaged dump changes nothing")
  func expiredAndDamaged() async throws {
    try await PHPSessions.run("memcached", nodes: 1) { sessions in
      let now = Int64(Date.now.timeIntervalSince1970)
      var writer = DumpWriter(.lines, DumpHeader(handler: .memcached, time: now - 1000))
      var bytes: [UInt8] = []
      writer.begin(&bytes)
      for (id, ttl) in [(Self.ids[0], 999), (Self.ids[1], 2000), (Self.ids[2], nil)] as [(String, Int64?)] {
        let key = Array("memc.sess.key.\(id)".utf8)
        writer.append(DumpedSession(id: Array(id.utf8), key: key, flags: 0, ttl: ttl, value: [0x61]), to: &bytes)
      }
      let damaged = bytes
      writer.end(isWhole: true, &bytes)
      let refused = await sessions.mcpool(["session", "restore", "-y"], input: damaged)
      #expect(refused.status == 2 && refused.errors.contains("cut short after 3 sessions"), "\(refused.errors)")
      let run = await sessions.mcpool(["session", "restore", "-y", "-o", "json"], input: bytes)
      let counts = try Restored(run).sessions
      #expect(counts.added == 2 && counts.expired == 1, "\(run.output)")
      let keys = [1, 2].map { Array("memc.sess.key.\(Self.ids[$0])".utf8) }
      let lives = try await sessions.withClient(sessions.servers[0]) { try await $0.items(keys, []).map { $0?.life } }
      #expect(lives[0]?.ttl.map { $0 <= .seconds(1001) && $0 > .seconds(900) } == true)
      #expect(lives[1] != nil && lives[1]?.ttl == nil)
    }
  }

  @Test("Sessions of a node that does not answer wait for a later run; another extension's are refused")
  func withoutANode() async throws {
    let file = try await PHPSessions.run("memcache", nodes: 1) { sessions in
      for id in Self.ids { _ = try await sessions.visit(id) }
      return try await dump(sessions, binary: true)
    }
    try await PHPSessions.run("memcache", nodes: 3) { sessions in
      try await sessions.servers[0].stopAndWait()
      let run = await sessions.mcpool(["session", "restore", "-y", "-o", "json"], input: file)
      let counts = try Restored(run).sessions
      #expect(run.status == 1 && counts.left > 0 && counts.added + counts.left == 12, "\(run.output)")
    }
    try await PHPSessions.run("memcached", nodes: 1) { sessions in
      let run = await sessions.mcpool(["session", "restore", "-y"], input: file)
      #expect(run.status == 2 && run.errors.contains("the dump has sessions of memcache"), "\(run.errors)")
    }
  }

  @Test("Strays and copies that PHP would not read are counted and left out")
  func leftOut() async throws {
    try await PHPSessions.run("memcache", nodes: 3) { sessions in
      _ = try await sessions.visit(Self.ids[0])
      let pool = try await sessions.pool()
      let id = Array(Self.ids[0].utf8)
      let key = SessionKeys(id, pool.php.placement).item
      var candidates = Candidates()
      pool.php.placement.place(id.span, into: &candidates)
      let owner = sessions.servers[pool.liveIndices[candidates[0]]]
      let stray = sessions.servers[(0..<3).first { !candidates.contains($0) } ?? 0]
      _ = try await sessions.withClient(owner) { try await $0.delete(key) }
      _ = try await sessions.withClient(stray) { client in
        try await client.add([NewItem(key: key, flags: 0, expiry: .never, value: [])])
      }
      let outcome = try await SessionDumper(pool, format: .lines).run { _ in }
      #expect(outcome.sessions == 0 && outcome.strays == 1 && outcome.unread == 1)
      // With the owner down PHP reads the copy.
      try await owner.stopAndWait()
      let without = await sessions.mcpool(["session", "dump"])
      #expect(without.status == 1 && without.errors.contains("1 session dumped; 1 item left out"), "\(without.errors)")
      let dry = await sessions.mcpool(["session", "restore", "--dry-run"], input: Array(without.output.utf8))
      #expect(dry.output.contains("the dump is not whole"), "\(dry.output)\(dry.errors)")
    }
  }

  @Test("A lock that PHP holds is listed, a dead node is named", arguments: ["memcache", "memcached"])
  func locks(_ handler: String) async throws {
    struct Lock: Decodable, Equatable {
      let id: String
      let state: String
    }
    try await PHPSessions.run(handler, nodes: 2) { sessions in
      _ = try await sessions.visit(Self.ids[1])
      try await sessions.whileOpen(Self.ids[0]) { _ in
        let run = await sessions.mcpool(["session", "locks", "-o", "json"])
        let locks = try JSONDecoder().decode([Lock].self, from: Data(run.output.utf8))
        #expect(run.status == 0 && locks == [Lock(id: Self.ids[0], state: "held")], "\(run.output)\(run.errors)")
      }
      let none = await sessions.mcpool(["session", "locks"])
      #expect(none.status == 0 && none.output.contains("no session is locked"), "\(none.output)")
      try await sessions.servers[0].stopAndWait()
      let half = await sessions.mcpool(["session", "locks"])
      #expect(
        half.status == 1 && half.output.contains("\(sessions.servers[0].name): connection refused"), "\(half.output)")
    }
  }
}
