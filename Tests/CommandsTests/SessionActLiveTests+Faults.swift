import FoundationEssentials
import LocalPool
import MemcacheClient
import MemcacheProtocol
import Placement
import ScriptedServer
import Testing

@testable import Commands
@testable import Operations

/// What goes on beside an act, and what it cannot do.
extension SessionActLiveTests {
  @Test("What PHP wrote after the plan, and where it had nothing, goes too")
  func removeLater() async throws {
    try await PHPSessions.run("memcached") { sessions in
      _ = try await sessions.visit(Self.id)
      let remove = Remove([Array(Self.id.utf8)], in: try await sessions.pool())
      let plan = await remove.plan()
      for server in sessions.servers {
        try await sessions.withClient(server) { client in
          try await client.set(remove.sessions[0].item, flags: 0, ttl: .seconds(60), value: [0x78])
        }
      }
      let done = await remove.carryOut(plan, log: sessions.auditLog)
      #expect(done.plan.actions.map(\.result) == ["removed", "removed", "removed"])
      #expect(try await keys(sessions) == 0)
    }
  }

  @Test("A session that is written again while it is removed is named, and the command says no")
  func removeBusy() async throws {
    try await PHPSessions.run("memcached") { sessions in
      _ = try await sessions.visit(Self.id)
      let keys = SessionKeys(Array(Self.id.utf8), try await sessions.pool().php.placement)
      // Writes to the first node as fast as it can, as pages do that are opened back to back.
      let writer = Task {
        try await sessions.withClient(sessions.servers[0]) { client in
          while !Task.isCancelled { try await client.set(keys.item, flags: 0, ttl: .seconds(60), value: [0x78]) }
        }
      }
      _ = try await eventually {
        try await sessions.withClient(sessions.servers[0]) { try await $0.items([keys.item], [])[0] }
      }
      let done = await sessions.mcpool(["session", "remove", "-y", Self.id])
      writer.cancel()
      _ = await writer.result
      #expect(done.status == 2, "\(done.output)\(done.errors)")
      let output = done.output.replacing("\n", with: " ")
      #expect(output.contains("1 session (abcdefghijklm…) came again at once"), "\(output)")
    }
  }

  @Test("One id that the protocol cannot say leaves the others their turn")
  func oddID() async throws {
    try await PHPSessions.run("memcached") { sessions in
      _ = try await sessions.visit(Self.id)
      let input = Array("\(Self.id)\n\u{1}odd\n".utf8)
      let unlock = await sessions.mcpool(["session", "unlock", "-y", "-"], input: input)
      #expect(unlock.status == 1 && unlock.output.contains("not asked for: \\x01odd"), "\(unlock.output)")
      let remove = await sessions.mcpool(["session", "remove", "-y", "-"], input: input)
      #expect(remove.status == 1 && remove.errors.contains("1 session was found."), "\(remove.errors)")
      #expect(remove.output.contains("not asked for: \\x01odd"), "\(remove.output)")
      #expect(try await keys(sessions) == 0)
    }
  }

  @Test("A lock without an end stays, however long nobody has asked for it: its request may have no time limit")
  func withoutTimeLimit() async throws {
    let directives = ["max_execution_time = 1", "memcached.sess_lock_expire = 0"]
    try await PHPSessions.run("memcached", directives) { sessions in
      try await sessions.whileOpen(Self.id) { _ in
        _ = try await eventually {
          let locks = await sessions.mcpool(["session", "locks", "-o", "csv"]).output
          // id, node, state, age
          let fields = locks.split(whereSeparator: \.isNewline).last?.split(separator: ",") ?? []
          guard fields.count > 3, let age = Int(fields[3]), age >= 2 else { return nil as Bool? }
          #expect(fields[2] == "immortal")
          return true
        }
        let refused = await sessions.mcpool(["session", "unlock", "-y", Self.id])
        #expect(refused.status == 2 && refused.errors.contains("can still be in use"), "\(refused.errors)")
      }
      #expect(try await sessions.visit(Self.id) == "2")
    }
  }

  /// Locks as another configuration would have left them (idle) beside one that is held.
  @Test("Abandoned locks are freed beside one that is in use, which stays")
  func someInUse() async throws {
    let directives = ["memcached.sess_lock_expire = 1"]
    try await PHPSessions.run("memcached", nodes: 1, directives) { sessions in
      let placement = try await sessions.pool().php.placement
      try await sessions.withClient(sessions.servers[0]) { client in
        for (id, ttl) in [("dead", Duration.seconds(100) as Duration?), ("alive", nil)] {
          try await client.set(
            SessionKeys(Array(id.utf8), placement).lock, flags: 0, ttl: ttl, value: [0x31])
        }
      }
      let done = try await eventually {
        let run = await sessions.mcpool(["session", "unlock", "-y", "dead", "alive"])
        return run.output.contains("freed") ? run : nil
      }
      #expect(done.status == 2 && done.output.contains("1 lock stays"), "\(done.output)\(done.errors)")
      #expect(try await keys(sessions) == 1)
    }
  }

  @Test("A node that stops answering costs its timeout once, however many of its locks are to be freed")
  func frozen() async throws {
    try await PHPSessions.run("memcache", nodes: 1) { sessions in
      let pool = try await sessions.pool()
      let ids = (0..<8).map { Array("session\($0)".utf8) }
      try await sessions.withClient(sessions.servers[0]) { client in
        for id in ids {
          try await client.set(SessionKeys(id, pool.php.placement).lock, flags: 768, ttl: .seconds(40), value: [0x31])
        }
      }
      let unlock = Unlock(ids, in: pool, force: true)
      let plan = await unlock.plan()
      try await sessions.servers[0].stopAndWait()
      let done = await unlock.carryOut(plan, log: sessions.auditLog)
      // Nothing was sent to it, so that the lock is sure to be as it was.
      #expect(done.plan.actions[0].result?.hasPrefix("not freed: connection refused") == true)
      let others = done.plan.actions.dropFirst()
      #expect(others.allSatisfy { $0.result == "not freed: not tried, since the node had failed" })
    }
  }

  @Test("What was sent and not answered may still happen, and nothing else", arguments: ["delete ", "stats"])
  func unanswered(_ command: String) async throws {
    try await PHPSessions.run("memcached", nodes: 1) { sessions in
      _ = try await sessions.visit(Self.id)
      let pool = try await sessions.pool()
      let server = sessions.servers[0]
      let remove = Remove([Array(Self.id.utf8)], in: pool)
      let plan = await remove.plan()
      let result = try await RewritingRelay.run(to: server.port, fault: (at: command, .closes(after: 0))) { relay in
        let node = LiveNode(name: server.name, address: .tcp(host: "127.0.0.1", port: relay.port))
        let broken = SessionPool(
          live: LivePool(nodes: [node], dialer: pool.live.dialer), php: pool.php, configuration: pool.configuration,
          source: pool.source)
        return await Remove([Array(Self.id.utf8)], in: broken).carryOut(plan, log: sessions.auditLog)
          .plan.actions[0].result
      }
      #expect(result?.hasPrefix(command == "stats" ? "not removed: " : "not all removed: ") == true, "\(result ?? "")")
      #expect(result?.contains("may still be executed") == (command != "stats"), "\(result ?? "")")
    }
  }

  @Test("Of a node that is gone since the plan nothing is removed, and that is what is said")
  func removeFromNobody() async throws {
    try await PHPSessions.run("memcached", nodes: 1) { sessions in
      _ = try await sessions.visit(Self.id)
      let remove = Remove([Array(Self.id.utf8)], in: try await sessions.pool())
      let plan = await remove.plan()
      try await sessions.servers[0].stopAndWait()
      let done = await remove.carryOut(plan, log: sessions.auditLog)
      #expect(done.plan.actions[0].result?.hasPrefix("not removed: connection refused") == true)
    }
  }

  @Test("Where PHP locks no session nobody knows which are open, and the plan and the outcome say what that means")
  func removeWithoutLocks() async throws {
    try await PHPSessions.run("memcached", nodes: 1, ["memcached.sess_locking = 0"]) { sessions in
      _ = try await sessions.visit(Self.id)
      let plan = await sessions.mcpool(["session", "remove", "--dry-run", Self.id])
      #expect(plan.output.replacing("\n", with: " ").contains("PHP locks no session"), "\(plan.output)")
      let document = await sessions.mcpool(["session", "remove", "--dry-run", "-o", "json", Self.id])
      #expect(document.output.contains("\"open\" : null"), "\(document.output)")
      let done = await sessions.mcpool(["session", "remove", "-y", Self.id])
      #expect(done.status == 0, "\(done.output)")
      let output = done.output.replacing("\n", with: " ")
      #expect(output.contains("PHP locks no session") && output.contains("remove it again"), "\(done.output)")
    }
  }
}
