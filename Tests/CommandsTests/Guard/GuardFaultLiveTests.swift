import FoundationEssentials
import Glibc
import LiveTrait
import LocalPool
import MemcacheClient
import MemcacheProtocol
import Placement
import Testing

@testable import Operations

@Suite("What a guard does when something is wrong with it", .live, .timeLimit(.minutes(5)))
struct GuardFaultLiveTests {
  private static let old = "visits|i:1;"
  private static let new = "visits|i:1000;"

  @Test("Without an audit log nothing is done and that is said; whoever has one goes on", arguments: ["8.0", "8.2"])
  func auditLog(_ release: String) async throws {
    try await GuardedPool.run(.memcache, release) { pool in
      let ids = try pool.ids(4, on: [0, 1])
      try await pool.write(ids, Self.old, on: [0, 1])
      var watcher = try pool.watcher(log: AuditLog(environment: ["XDG_STATE_HOME": "/dev/null/nowhere"]))
      _ = await watcher.look()
      watcher.loses(0)
      try await pool.write(ids, Self.new, on: [1])
      let events = await watcher.look()
      #expect(events.kinds == [.returned, .unmended])
      #expect(events.last?.message.contains("/dev/null/nowhere/mcpool/audit.jsonl cannot be written") == true)
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.old })
      #expect(await watcher.look().isEmpty && !watcher.isSettled)
      watcher.close()
      _ = consume watcher
      var next = try pool.watcher()
      let after = await next.look()
      next.close()
      #expect(after.kinds == [.mended], "\(after)")
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == (release == "8.0" ? Self.new : nil) })
    }
  }

  @Test("A node that came back to a guard that was killed is mended by the next one")
  func killed() async throws {
    try await GuardedPool.run { pool in
      let ids = try pool.ids(4, on: [0, 1])
      try await pool.write(ids, Self.old, on: [0, 1])
      do {
        var watcher = try pool.watcher()
        _ = await watcher.look()
        watcher.loses(0)
        // As it stands in the file when it is killed behind the first good answer.
        let node = pool.names[0]
        let mark = try #require(watcher.state.nodes[node]?.life.mark)
        _ = watcher.state.nodes[node]?.life.answered(mark, at: PoolGuard.now)
        #expect(watcher.files.state.write(watcher.state) == nil)
        #expect(watcher.files.returnedNodes(of: watcher.pool).map(\.name) == [node])
        watcher.close()
      }
      try await pool.write(ids, Self.new, on: [1])
      var next = try pool.watcher()
      let events = await next.look()
      next.close()
      #expect(events.kinds == [.mended] && events.acts.map(\.action) == ["refill"])
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.new })
      #expect(next.files.returnedNodes(of: next.pool).isEmpty)
    }
  }

  @Test("A state file that is none is set aside and said, and all nodes are met anew")
  func corrupt() async throws {
    try await GuardedPool.run(nodes: 2) { pool in
      var path = ""
      do {
        var watcher = try pool.watcher()
        _ = await watcher.look()
        path = watcher.files.state.path
        watcher.close()
      }
      try "{".write(toFile: path, atomically: false, encoding: .utf8)
      var next = try pool.watcher()
      let events = await next.look()
      next.close()
      #expect(events.kinds == [.trouble, .met, .met])
      #expect(events.first?.message.contains("\(path) is damaged and was set aside as \(path).corrupt") == true)
      #expect(next.files.known?.nodes.count == 2)
    }
  }

  @Test("A state file that cannot be written is said once, and the nodes are looked after all the same")
  func unwritable() async throws {
    try await GuardedPool.run { pool in
      var watcher = try pool.watcher()
      let ids = try pool.ids(4, on: [0, 1])
      try await pool.write(ids, Self.old, on: [0, 1])
      try FileManager.default.createDirectory(atPath: watcher.files.state.path, withIntermediateDirectories: true)
      let events = await watcher.look()
      #expect(events.kinds == [.met, .met, .met, .trouble])
      watcher.loses(0)
      try await pool.write(ids, Self.new, on: [1])
      #expect(await watcher.look().kinds == [.returned, .mended])
      watcher.close()
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.new })
    }
  }

  @Test("One guard of a machine looks after a pool: a second one is refused, in this process and in another")
  func held() async throws {
    try await GuardedPool.run(nodes: 2) { pool in
      let script = pool.folder + "/held.php"
      try "<?php echo flock(fopen($argv[1], 'r+'), LOCK_EX | LOCK_NB) ? 'free' : 'held';".write(
        toFile: script, atomically: false, encoding: .utf8)
      try "".write(toFile: pool.folder + "/php.ini", atomically: false, encoding: .utf8)
      let lock = GuardFiles(environment: pool.environment, pool: try pool.pool()).state.path + ".lock"
      do {
        let watcher = try pool.watcher()
        let refusal = #expect(throws: GuardHold.Unavailable.self) { try pool.watcher() }
        #expect(refusal?.isHeld == true && refusal?.path == lock)
        let other = try await LocalPHP.run(script: script, ini: pool.folder + "/php.ini", [lock])
        #expect(other.output == "held")
        // Another pool is another matter.
        _ = try GuardedPool(
          servers: pool.servers, folder: pool.folder, handler: .memcached, release: "3.2.0", directives: [:]
        ).watcher()
        _ = watcher.isSettled
      }
      #expect(try await LocalPHP.run(script: script, ini: pool.folder + "/php.ini", [lock]).output == "free")
      _ = try pool.watcher()
    }
  }

  @Test("Where nothing can be kept there is no guard")
  func nowhere() async throws {
    try await GuardedPool.run(nodes: 1) { pool in
      let refusal = #expect(throws: GuardHold.Unavailable.self) { try pool.watcher(in: "/dev/null/nowhere") }
      #expect(refusal?.isHeld == false && refusal?.reason == "Not a directory")
    }
  }

  @Test("A node whose sessions cannot be mended now is tried again")
  func triesAgain() async throws {
    try await GuardedPool.run { pool in
      let ids = try pool.ids(4, on: [0, 1])
      try await pool.write(ids, Self.old, on: [0, 1])
      var watcher = try pool.watcher(timeout: .seconds(1))
      _ = await watcher.look()
      watcher.loses(0)
      try await pool.write(ids, Self.new, on: [1])
      pool.servers[1].freeze()
      defer { pool.servers[1].thaw() }
      let events = await watcher.look().filter { $0.node == pool.names[0] }
      #expect(
        events.kinds == [.returned, .unmended] && events.last?.message.contains("tried again") == true, "\(events)")
      pool.servers[1].thaw()
      var after: [GuardEvent] = []
      while !watcher.isMended(0) {
        after += await watcher.look(closely: false).filter { $0.node == pool.names[0] }
        try await Task.sleep(for: .milliseconds(20))
      }
      watcher.close()
      #expect(after.kinds.last == .mended)
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.new })
    }
  }
}
