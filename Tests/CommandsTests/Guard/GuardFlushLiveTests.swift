import Glibc
import LiveTrait
import LocalPool
import MemcacheClient
import MemcacheProtocol
import Placement
import Testing

@testable import Operations

/// pecl/memcache 8.2 asks the next copy after a miss.
@Suite("A guard flushes a returned node only where nobody is logged out by that", .live, .timeLimit(.minutes(5)))
struct GuardFlushLiveTests {
  private static let old = "visits|i:1;"
  private static let new = "visits|i:1000;"

  /// Sessions of which the first node, which is lost, has old copies.
  private func cut(
    _ pool: GuardedPool
  ) async throws -> (watcher: PoolGuard, ids: [String]) {
    let ids = try pool.ids(4, on: [0, 1])
    try await pool.write(ids, Self.old, on: [0, 1])
    var watcher = try pool.watcher()
    _ = await watcher.look()
    watcher.loses(0)
    try await pool.write(ids, Self.new, on: [1])
    return (watcher, ids)
  }

  @Test("It is flushed once, and its own flush is no return of the node")
  func flushes() async throws {
    try await GuardedPool.run(.memcache, "8.2") { pool in
      var (watcher, ids) = try await cut(pool)
      let events = await watcher.look()
      #expect(events.kinds == [.returned, .mended] && events.acts.map(\.action) == ["flush"])
      #expect(events.acts.first?.result == "flushed" && events.acts.first?.safe == 4)
      #expect(await watcher.look().isEmpty)
      watcher.close()
      #expect(try await pool.count("cmd_flush", on: 0) == 1)
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == nil })
      #expect(try await pool.values(ids, on: 1).allSatisfy { $0 == Self.new })
      #expect(pool.audited.count == 2 && pool.audited.allSatisfy { $0.contains(#""action":"flush""#) })
    }
  }

  @Test("The second return within an hour is refilled")
  func flaps() async throws {
    try await GuardedPool.run(.memcache, "8.2") { pool in
      var (watcher, ids) = try await cut(pool)
      #expect(await watcher.look().acts.map(\.action) == ["flush"])
      // The marks are those of the first outage until it has settled, so the ends have to tell.
      try await pool.write(ids, Self.old, on: [0, 1], ttl: .seconds(1400))
      _ = await watcher.look()
      watcher.loses(0)
      try await pool.write(ids, Self.new, on: [1])
      let events = await watcher.look()
      #expect(events.kinds == [.returned, .mended] && events.acts.map(\.action) == ["refill"], "\(events)")
      watcher.close()
      #expect(try await pool.count("cmd_flush", on: 0) == 1)
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.new })
    }
  }

  @Test("A node that breaks again at once is mended again, whatever was done a moment before")
  func breaksAgain() async throws {
    try await GuardedPool.run { pool in
      var (watcher, ids) = try await cut(pool)
      try await pool.write(ids, Self.new, on: [1], ttl: .seconds(1400))
      #expect(await watcher.look().kinds == [.returned, .mended])
      watcher.loses(0)
      try await pool.write(ids, "visits|i:200000;", on: [1])
      let events = await watcher.look()
      watcher.close()
      #expect(events.kinds == [.returned, .mended] && events.acts.map(\.action) == ["refill"], "\(events)")
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == "visits|i:200000;" })
    }
  }

  enum Obstacle: String, CaseIterable {
    case onlyCopy, foreignItem, otherNodeAway, reachedByOthers
  }

  @Test("Where its preconditions do not hold it is refilled", arguments: Obstacle.allCases)
  func refills(_ obstacle: Obstacle) async throws {
    try await GuardedPool.run(.memcache, "8.2") { pool in
      var (watcher, ids) = try await cut(pool)
      switch obstacle {
      case .onlyCopy: try await pool.write(try pool.ids(1, on: [0, 2]), Self.old, on: [0])
      case .foreignItem:
        try await pool.withClient(0) { try await $0.set(Array("catalog:42".utf8), flags: 0, ttl: nil, value: [1]) }
      case .otherNodeAway:
        try await pool.servers[2].stopAndWait()
        _ = await watcher.look(closely: false)
      case .reachedByOthers:
        // It was away for a while, and another guard's item was renewed meanwhile.
        let now = PoolGuard.now
        watcher.state.nodes[pool.names[0]]?.outage?.since = now - 60
        let key = Array("mcpool.guard.\(watcher.pool.fingerprint).7".utf8)
        try await pool.withClient(0) {
          try await $0.set(key, flags: 0, ttl: .seconds(60), value: Array("another \(now - 30)".utf8))
        }
      }
      var events = await watcher.look()
      // On a busy machine the locks may end before all is written; the guard says so and tries again.
      for _ in 0..<20 where events.kinds.contains(.unmended) { events = await watcher.look() }
      watcher.close()
      let mended = try #require(events.first { $0.event == .mended && $0.node == pool.names[0] }, "\(events)")
      #expect(mended.actions.map(\.action) == ["refill"])
      #expect(try await pool.count("cmd_flush", on: 0) == 0)
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.new })
      if obstacle == .onlyCopy {
        let only = try pool.ids(1, on: [0, 2])
        #expect(try await pool.values(only, on: 0) == [Self.old], "it is all that there is of the session")
      }
    }
  }
}
