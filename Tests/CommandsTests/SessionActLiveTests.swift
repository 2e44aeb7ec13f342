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

@Suite("Acts on sessions of real PHP", .live, .timeLimit(.minutes(5))) struct SessionActLiveTests {
  static let id = "abcdefghijklmnopqrstuv0123"

  /// What a plan says, done or not.
  private struct Plan: Decodable {
    struct Action: Decodable {
      let node: String
      let action: String
      let lock: String?
      let tries: Int?
      let result: String?
    }
    let actions: [Action]

    init(_ run: CommandRun) throws { self = try JSONDecoder().decode(Plan.self, from: Data(run.output.utf8)) }
  }

  /// All keys on all nodes.
  func keys(_ sessions: PHPSessions) async throws -> Int {
    var count = 0
    for server in sessions.servers {
      count += try await sessions.withClient(server) { client in
        guard case .complete(let items, _) = try await client.metadump(upTo: 1000, each: { _ in }) else { return 1 }
        return items
      }
    }
    return count
  }

  @Test(
    "A lock that PHP holds is refused, and freed when its request is known to be dead",
    arguments: [
      "memcache", "memcached",
    ])
  func abandoned(_ handler: String) async throws {
    try await PHPSessions.run(handler) { sessions in
      #expect(try await sessions.visit(Self.id) == "1")
      try await sessions.whileOpen(Self.id) { end in
        let refused = await sessions.mcpool(["session", "unlock", "-y", "-o", "json", Self.id])
        #expect(refused.status == 2 && refused.errors.contains("can still be in use"), "\(refused.errors)")
        let held = try Plan(refused)
        #expect(held.actions.map(\.lock) == ["held"])
        end()
        let freed = await sessions.mcpool(["session", "unlock", "-y", "--force", "-o", "json", Self.id])
        #expect(freed.status == 0, "\(freed.errors)")
        let done = try Plan(freed)
        #expect(done.actions.map(\.result) == ["freed"])
        let visits = try await sessions.visit(Self.id)
        #expect(visits == "2", "the dead page saved nothing")
      }
      let none = await sessions.mcpool(["session", "unlock", "-y", Self.id])
      #expect(none.status == 1 && none.output.contains("no node that answered has a lock"))
    }
  }

  @Test("Who waits for a lock of pecl/memcache is counted, and goes on when it is freed")
  func waiting() async throws {
    try await PHPSessions.run("memcache") { sessions in
      #expect(try await sessions.visit(Self.id) == "1")
      try await sessions.whileOpen(Self.id) { end in
        async let next = sessions.visit(Self.id)
        _ = try await eventually {
          let plan = try Plan(await sessions.mcpool(["session", "unlock", "--dry-run", "-o", "json", Self.id]))
          return plan.actions.first?.tries.flatMap { $0 > 0 ? $0 : nil }
        }
        end()
        // The request that waits changes the lock, which is known for the same one from its third second on.
        try await eventually {
          await sessions.mcpool(["session", "unlock", "-y", "--force", Self.id]).status == 0 ? () : nil
        }
        let visits = try await next
        #expect(visits == "2")
      }
    }
  }

  /// What becomes of a lock of PHP's that changes between plan and act.
  ///
  /// - Parameter ttl: what the lock has left of its 60 s.
  private func fate(
    _ handler: String, ttl: Int, _ change: @escaping @Sendable (any NodeClient, [UInt8]) async throws -> Void
  ) async throws -> (result: String?, isThere: Bool) {
    try await PHPSessions.run(handler, nodes: 1) { sessions in
      let unlock = Unlock([Array(Self.id.utf8)], in: try await sessions.pool(), force: true)
      let lock = unlock.sessions[0].lock
      return try await sessions.withClient(sessions.servers[0]) { client in
        _ = try await client.add([NewItem(key: lock, flags: 768, expiry: .after(.seconds(ttl)), value: [0x31])])
        let plan = await unlock.plan()
        try await change(client, lock)
        let done = await unlock.carryOut(plan, log: sessions.auditLog)
        return (done.plan.actions.first?.result, try await client.items([lock], [])[0] != nil)
      }
    }
  }

  /// As a request that waits does: the same end, another value and CAS.
  private static func countUp(_ client: any NodeClient, _ lock: [UInt8]) async throws {
    let look = try await client.lookAtLock(lock)
    let end = try #require(look.locks[0].flatMap { look.end(of: $0) })
    try await client.set(lock, flags: 768, ttl: .seconds(60), value: [0x32])
    _ = try await client.touch([lock], .at(end))
  }

  @Test("A hold that only waiting requests have changed is freed")
  func sameHold() async throws {
    let (result, isThere) = try await fate("memcache", ttl: 40) { try await Self.countUp($0, $1) }
    #expect(result == "freed" && !isThere)
  }

  /// By the lifetime from which it counts, so that no time has to pass, and none may.
  @Test("A lock that has just been taken cannot be told from the next one, and stays", arguments: [0, 1, 2])
  func youngHold(seconds age: Int) async throws {
    try await withMemcached { server in
      try await SocketDialer(timeout: .seconds(30), logger: Logger(label: "test")).withClient(server.address) {
        (client) async throws(NodeFailure) in
        let key = Array("\(Self.id).lock".utf8)
        _ = try await client.add([NewItem(key: key, flags: 768, expiry: .after(.seconds(60)), value: [0x31])])
        do {
          let look = try await client.lookAtLock(key)
          let item = try #require(look.locks[0])
          let left = try #require(item.life?.ttl)
          let lock = SessionLock(item, handler: .memcache, lifetime: left + .seconds(age), isStated: true)
          let hold = LockHold(key, item, lock, endsAt: look.end(of: item), of: .memcache)
          try await Self.countUp(client, key)
          #expect(try await client.free(hold) == (age < 2 ? .takenMeanwhile : .freed))
          #expect(try await client.items([key], []).map { $0 != nil } == [age < 2])
        } catch {
          Issue.record(error)
        }
      }
    }
  }

  @Test("A lock that changed hands stays with its new request", arguments: ["memcache", "memcached"])
  func otherHold(_ handler: String) async throws {
    let (result, isThere) = try await fate(handler, ttl: 40) { client, lock in
      _ = try await client.delete(lock)
      _ = try await client.add([NewItem(key: lock, flags: 768, expiry: .after(.seconds(60)), value: [0x31])])
    }
    #expect(result?.hasPrefix("not freed: it has changed hands") == true && isThere)
  }

  @Test("A lock that was given back is nobody's", arguments: ["memcache", "memcached"])
  func givenBack(_ handler: String) async throws {
    let (result, isThere) = try await fate(handler, ttl: 40) { client, lock in _ = try await client.delete(lock) }
    #expect(result == "gone already" && !isThere)
  }

  @Test("Nothing is left of a removed session, wherever it was", arguments: ["memcache", "memcached"])
  func remove(_ handler: String) async throws {
    try await PHPSessions.run(handler) { sessions in
      _ = try await sessions.visit(Self.id)
      let key = SessionKeys(Array(Self.id.utf8), try await sessions.pool().php.placement).item
      for server in sessions.servers {
        try await sessions.withClient(server) { client in
          _ = try await client.add([NewItem(key: key, flags: 0, expiry: .never, value: [])])
        }
      }
      let dry = await sessions.mcpool(["session", "remove", "--dry-run", Self.id])
      #expect(dry.status == 0 && dry.output.contains("1 session was found."), "\(dry.output)")
      let before = try await keys(sessions)
      #expect(handler == "memcache" ? before == 5 : before == 3, "three copies, and the locks that memcache leaves")
      let done = await sessions.mcpool(
        ["session", "remove", "-y", "-o", "json", "-"], input: Array("\(Self.id)\n".utf8))
      #expect(done.status == 0, "\(done.errors)")
      #expect(try Plan(done).actions.map(\.result) == ["removed", "removed", "removed"])
      #expect(try await keys(sessions) == 0)
      #expect(await sessions.mcpool(["session", "remove", "-y", Self.id]).status == 1)
      let log = try String(contentsOfFile: sessions.auditLog.path, encoding: .utf8)
      #expect(log.contains(#""ids":["abcdefghijklm…"]"#) && !log.contains(Self.id))
      #expect(try await sessions.visit(Self.id) == "1")
    }
  }

  @Test("The plan says that an open session will be written again")
  func removeOpen() async throws {
    try await PHPSessions.run("memcache") { sessions in
      _ = try await sessions.visit(Self.id)
      try await sessions.whileOpen(Self.id) { _ in
        let plan = await sessions.mcpool(["session", "remove", "--dry-run", Self.id])
        #expect(plan.output.replacing("\n", with: " ").contains("1 of them is locked"), "\(plan.output)")
        let done = await sessions.mcpool(["session", "remove", "-y", Self.id])
        #expect(done.status == 2, "\(done.output)")
        #expect(done.output.replacing("\n", with: " ").contains("may be open now"), "\(done.output)")
      }
      #expect(try await keys(sessions) > 0, "PHP wrote it when the page ended")
    }
  }

  /// The ends of the copies, by the clocks of their servers; nil: no copy. Looked at until two looks agree: on a busy machine
  /// a second may begin within one.
  private func ends(_ sessions: PHPSessions) async throws -> [Int64?] {
    var ends = try await endsOnce(sessions)
    return try await eventually {
      let last = ends
      ends = try await endsOnce(sessions)
      return ends == last ? ends : nil
    }
  }

  private func endsOnce(_ sessions: PHPSessions) async throws -> [Int64?] {
    let keys = SessionKeys(Array(Self.id.utf8), try await sessions.pool().php.placement)
    var ends: [Int64?] = []
    for server in sessions.servers {
      ends.append(
        try await sessions.withClient(server) { client in
          let look = try await client.look(at: [keys], [])
          return look.items[0].flatMap { look.end(of: $0) }
        })
    }
    return ends
  }

  private func ttl(_ sessions: PHPSessions, on server: LocalMemcached) async throws -> Duration {
    let key = SessionKeys(Array(Self.id.utf8), try await sessions.pool().php.placement).item
    let item = try await sessions.withClient(server) { try await $0.items([key], [])[0] }
    return try #require(item?.life?.ttl)
  }

  static let long = ["session.gc_maxlifetime = 7200"]

  @Test("All copies end in the same second", arguments: ["memcache", "memcached"])
  func touch(_ handler: String) async throws {
    try await PHPSessions.run(handler, Self.long) { sessions in
      _ = try await sessions.visit(Self.id)
      let before = try await ends(sessions).compactMap { $0 }
      let done = await sessions.mcpool(["session", "touch", "-y", "-o", "json", Self.id, "1h"])
      #expect(done.status == 0, "\(done.errors)")
      let after = try await ends(sessions).compactMap { $0 }
      #expect(after.count == 2 && after[0] == after[1] && after[0] < (before.min() ?? 0) - 1800, "\(before) \(after)")
      let full = await sessions.mcpool(["session", "touch", "-y", Self.id, "2h"])
      #expect(full.status == 0, "\(full.errors)")
      #expect(try await sessions.visit(Self.id) == "2")
    }
  }

  /// A copy that PHP's next write misses would end after it.
  @Test("Nobody gets a longer life than PHP gives", arguments: ["memcache", "memcached"])
  func touchBeyondLifetime(_ handler: String) async throws {
    try await PHPSessions.run(handler, Self.long) { sessions in
      _ = try await sessions.visit(Self.id)
      let before = try await ends(sessions)
      let refused = await sessions.mcpool(["session", "touch", "-y", Self.id, "7201s"])
      #expect(refused.status == 2 && refused.errors.contains("session.gc_maxlifetime, 7200 s"), "\(refused.errors)")
      #expect(try await ends(sessions) == before)
    }
  }

  @Test("A session that is written between plan and act keeps its ends", arguments: ["memcache", "memcached"])
  func touchChanged(_ handler: String) async throws {
    try await PHPSessions.run(handler, Self.long) { sessions in
      _ = try await sessions.visit(Self.id)
      let pool = try await sessions.pool()
      let touch = Touch(Array(Self.id.utf8), for: .seconds(3600), in: pool)
      let plan = await touch.plan()
      #expect(plan.refusals.isEmpty && plan.actions.count(where: \.changesNode) == 2)
      let owner = try #require(sessions.servers.first { $0.name == plan.actions[0].node })
      try await sessions.withClient(owner) { client in
        try await client.set(touch.session.item, flags: 0, ttl: .seconds(7200), value: [0x78])
      }
      let before = try await ends(sessions)
      let done = await touch.carryOut(plan, log: sessions.auditLog).plan
      for action in done.actions where action.changesNode {
        #expect(action.result?.hasPrefix("not touched: PHP has written or removed") == true, "\(action.result ?? "")")
      }
      #expect(try await ends(sessions) == before)
    }
  }

  /// One second for all means another life where a clock is wrong, or none at all.
  @Test("No session is touched by a wrong clock", arguments: [9000, -9000] as [Int64])
  func touchWrongClock(ahead seconds: Int64) async throws {
    try await PHPSessions.run("memcached", nodes: 2, Self.long) { sessions in
      _ = try await sessions.visit(Self.id)
      let before = try await ends(sessions)
      let name = sessions.servers[0].name
      let run = try await RewritingRelay.run(
        to: sessions.servers[0].port,
        replies: { line, _ in
          guard line.hasPrefix("STAT time "), let time = Int64(line.dropFirst(10)) else { return line }
          return "STAT time \(time + seconds)"
        }
      ) { relay in
        await sessions.mcpool(
          ["session", "touch", "-y", "--map", "\(name)=127.0.0.1:\(relay.port)", Self.id, "1h"])
      }
      #expect(run.status == 2 && run.errors.contains("the clock of \(name) is "), "\(run.errors)")
      #expect(run.errors.contains(seconds > 0 ? "ahead of this machine's" : "behind this machine's"))
      #expect(try await ends(sessions) == before)
    }
  }

  @Test("Copies that differ keep their ends, and none is made")
  func touchDiffering() async throws {
    try await PHPSessions.run("memcache") { sessions in
      let none = await sessions.mcpool(["session", "touch", "-y", Self.id, "10m"])
      #expect(none.status == 1 && none.output.contains("no node that answered has this session"))
      #expect(try await keys(sessions) == 0)
      _ = try await sessions.visit(Self.id)
      let ends = try await ends(sessions)
      let copy = try #require(ends.firstIndex { $0 != nil })
      let key = SessionKeys(Array(Self.id.utf8), try await sessions.pool().php.placement).item
      try await sessions.withClient(sessions.servers[copy]) { client in
        try await client.set(key, flags: 0, ttl: .seconds(1440), value: [0x78])
      }
      let before = try await self.ends(sessions)
      let refused = await sessions.mcpool(["session", "touch", "-y", Self.id, "10m"])
      #expect(refused.status == 2 && refused.errors.contains("differ"), "\(refused.errors)")
      #expect(try await self.ends(sessions) == before)
    }
  }

  @Test("While a node of the session gives no answer, its copies keep their ends")
  func touchWithoutANode() async throws {
    try await PHPSessions.run("memcached", nodes: 2, Self.long) { sessions in
      _ = try await sessions.visit(Self.id)
      try await sessions.servers[0].stopAndWait()
      let before = try await ttl(sessions, on: sessions.servers[1])
      let refused = await sessions.mcpool(["session", "touch", "-y", Self.id, "1h"])
      #expect(refused.status == 2, "\(refused.output)\(refused.errors)")
      #expect(refused.errors.contains("\(sessions.servers[0].name) gives no answer"), "\(refused.errors)")
      let after = try await ttl(sessions, on: sessions.servers[1])
      #expect(after > .seconds(3700) && after <= before)
    }
  }

  @Test("Without a terminal it takes --yes; on one it asks")
  func consent() async throws {
    try await PHPSessions.run("memcache") { sessions in
      _ = try await sessions.visit(Self.id)
      let silent = await sessions.mcpool(["session", "remove", Self.id])
      #expect(silent.status == 2 && silent.errors.contains("nothing was removed: there is no terminal"))
      let no = await sessions.mcpool(["session", "touch", Self.id, "20m"], answer: "no")
      #expect(no.status == 2 && no.errors.contains("end in 20m?"))
      let yes = await sessions.mcpool(["session", "remove", Self.id], answer: "yes")
      #expect(yes.status == 0 && yes.errors.contains("Remove this session?"), "\(yes.errors)")
    }
  }

  @Test("What PHP would keep under no id is refused before anything is asked")
  func noID() async throws {
    try await withMemcached { server in
      let unlock = await CommandRun([
        "session", "unlock", "-y", "x y", "--handler", "memcached", "--save-path", server.name,
      ])
      #expect(unlock.status == 64 && unlock.errors.contains("no session's id"))
    }
  }
}
