import LiveTrait
import LocalPool
import MemcacheClient
import Placement
import Testing

@testable import Operations

@Suite("Locks held for many sessions, against real PHP", .live, .timeLimit(.minutes(5))) struct HeldLocksLiveTests {
  static let ids = (0..<40).map { "abcdefghijklmnopqrstuv01" + ($0 < 10 ? "0\($0)" : "\($0)") }

  /// Longer than the tests take on a busy machine: a lock that has ended by itself would show nothing.
  static let lifetime = Duration.seconds(120)

  private func keys(_ pool: SessionPool) -> [SessionKeys] {
    Self.ids.map { SessionKeys(Array($0.utf8), pool.php.placement) }
  }

  /// The items of locks on all nodes, and how many of them somebody has.
  private func locks(_ pool: SessionPool) async throws -> (items: Int, taken: Int) {
    let outcome = try await LockSearch(pool).find()
    return (outcome.taken.count + outcome.free, outcome.taken.count)
  }

  @Test(
    "A page waits for the session until the lock is given back, and finds it as PHP leaves it",
    arguments: ["memcache", "memcached"])
  func waits(_ handler: String) async throws {
    try await PHPSessions.run(handler, ["memcached.sess_lock_retries = 400"]) { sessions in
      for id in Self.ids.prefix(20) { _ = try await sessions.visit(id) }
      let pool = try await sessions.pool()
      var nodes = OpenNodes(pool.live)
      defer { nodes.close() }
      var held = HeldLocks(keys(pool), of: pool, lifetime: Self.lifetime)
      await held.take(Array(Self.ids.indices), &nodes)
      #expect(Self.ids.indices.allSatisfy { held.isHeld($0) })
      let places = handler == "memcache" ? 2 : 1
      let taken = try await locks(pool).taken
      #expect(taken == Self.ids.count * places)
      var second = HeldLocks(keys(pool), of: pool, lifetime: Self.lifetime)
      await second.take(Array(Self.ids.indices), &nodes)
      #expect(!Self.ids.indices.contains { second.isHeld($0) }, "nobody has a lock twice")
      async let page = sessions.visit(Self.ids[0])
      if handler == "memcache" {
        // PHP counts the lock up while it waits.
        _ = try await eventually {
          try await LockSearch(pool).find().taken.contains { ($0.lock.tries ?? 0) > 1 } ? true : nil
        }
      }
      await held.free(Array(Self.ids.indices), &nodes)
      #expect(try await page == "2")
      let left = try await locks(pool)
      #expect(left.taken == 0 && left.items == (handler == "memcache" ? Self.ids.count * places : 0))
      #expect(try await sessions.visit(Self.ids[30]) == "1")
    }
  }

  @Test("A session that a request has open is not held, and its lock stays", arguments: ["memcache", "memcached"])
  func open(_ handler: String) async throws {
    try await PHPSessions.run(handler) { sessions in
      let pool = try await sessions.pool()
      var nodes = OpenNodes(pool.live)
      defer { nodes.close() }
      _ = try await sessions.visit(Self.ids[0])
      try await sessions.whileOpen(Self.ids[0]) { _ in
        var held = HeldLocks(keys(pool), of: pool, lifetime: Self.lifetime)
        await held.take([0, 1], &nodes)
        #expect(!held.isHeld(0) && held.isHeld(1))
        await held.free([0, 1], &nodes)
        let left = try await LockSearch(pool).find().taken
        #expect(Set(left.map { $0.id }) == [Array(Self.ids[0].utf8)])
      }
      #expect(try await sessions.visit(Self.ids[0]) == "3", "what the page wrote is there")
    }
  }

  @Test("A lock that was given to somebody else meanwhile stays his", arguments: ["memcache", "memcached"])
  func othersLock(_ handler: String) async throws {
    try await PHPSessions.run(handler) { sessions in
      let pool = try await sessions.pool()
      var nodes = OpenNodes(pool.live)
      defer { nodes.close() }
      var held = HeldLocks(keys(pool), of: pool, lifetime: Self.lifetime)
      await held.take([0], &nodes)
      let key = keys(pool)[0].lock
      // As a request does that outlived its lock: pecl/memcache sets it back, php-memcached deletes it.
      for server in sessions.servers {
        try await sessions.withClient(server) { client in
          guard try await client.items([key], [])[0] != nil else { return }
          try await client.set(key, flags: handler == "memcache" ? 768 : 0, ttl: Self.lifetime * 5, value: [0x31])
        }
      }
      await held.free([0], &nodes)
      #expect(try await LockSearch(pool).find().taken.count == (handler == "memcache" ? 2 : 1))
    }
  }

  @Test("A node that gives no answer keeps its sessions from being held, and no others")
  func deadNode() async throws {
    try await PHPSessions.run("memcache") { sessions in
      let pool = try await sessions.pool()
      var nodes = OpenNodes(pool.live)
      defer { nodes.close() }
      try await sessions.servers[0].stopAndWait()
      var held = HeldLocks(keys(pool), of: pool, lifetime: Self.lifetime)
      await held.take(Array(Self.ids.indices), &nodes)
      for row in Self.ids.indices {
        #expect(held.isHeld(row) == !pool.places(of: Array(Self.ids[row].utf8)).contains(0))
      }
      await held.free(Array(Self.ids.indices), &nodes)
      #expect(try await LockSearch(pool).find().taken.isEmpty)
    }
  }
}
