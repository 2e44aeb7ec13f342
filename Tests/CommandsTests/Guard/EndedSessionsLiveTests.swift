import LiveTrait
import LocalPool
import MemcacheClient
import Placement
import Testing

@testable import Operations

@Suite("Sessions that ended while a node was away", .live, .timeLimit(.minutes(5))) struct EndedSessionsLiveTests {
  private static let old = "user|s:3:\"eve\";"

  /// A session that its user has ended while its first node was away, which has it still.
  private func end(
    _ pool: GuardedPool, acts: Bool, _ change: (inout PoolGuard) async throws -> Void = { _ in }
  ) async throws -> [String] {
    let ids = try pool.ids(2, on: [0, 1])
    try await pool.write(ids, Self.old, on: [0, 1])
    var watcher = try pool.watcher(acts: acts)
    _ = await watcher.look()
    watcher.loses(0)
    try await pool.remove(ids, on: [1])
    try await change(&watcher)
    _ = await watcher.look()
    watcher.close()
    return ids
  }

  @Test("A guard that mends leaves them where they are: to bring them back elsewhere would sign them in for good")
  func stays() async throws {
    try await GuardedPool.run { pool in
      let ids = try await end(pool, acts: true)
      #expect(try await pool.values(ids, on: 1) == [nil, nil])
      #expect(try await pool.values(ids, on: 0) == [Self.old, Self.old])
    }
  }

  @Test("They are removed when that is asked for, and only then", arguments: [Handler.memcache, .memcached])
  func removed(_ handler: Handler) async throws {
    let directives = ["memcached.sess_remove_failed_servers": "1", "session.lazy_write": "0"]
    try await GuardedPool.run(handler, directives: directives) { pool in
      let ids = try await end(pool, acts: true)
      let other = try pool.ids(1, on: [1, 2])
      try await pool.write(other, Self.old, on: [1])
      let run = try await pool.recover(["--remove-ended"], status: 0)
      let removal = try #require(run.actions.first { $0.action == "remove" })
      #expect(removal.node == pool.names[0] && removal.onlyCopy == 2 && removal.result == "removed")
      for node in 0...1 { #expect(try await pool.values(ids, on: node) == [nil, nil]) }
      #expect(try await pool.values(other, on: 1) == [Self.old], "nobody saw its other node go away")
      #expect(pool.audited.contains { $0.contains(#""action":"remove""#) && $0.contains(#""result":"removed""#) })
    }
  }

  @Test(
    "With session.lazy_write a missing replica of php-memcached proves nothing, for it ends while its user is there")
  func lazy() async throws {
    try await GuardedPool.run(.memcached, directives: ["memcached.sess_remove_failed_servers": "1"]) { pool in
      let ids = try await end(pool, acts: true)
      let run = await pool.mcpool(["recover", "--remove-ended", "--yes", "-o", "json"])
      #expect(
        run.status == 0 && !run.output.contains("\"remove\"") && run.output.contains("lazy_write"), "\(run.output)")
      #expect(try await pool.values(ids, on: 0) == [Self.old, Self.old])
    }
  }

  @Test("Without that they stay the only copy")
  func staysWithRecover() async throws {
    try await GuardedPool.run { pool in
      let ids = try await end(pool, acts: true)
      let run = try await pool.recover([], status: 0)
      #expect(run.actions.first { $0.node == pool.names[0] }?.onlyCopy == 2)
      #expect(try await pool.values(ids, on: 1) == [nil, nil])
    }
  }

  enum Doubt: String, CaseIterable {
    case evicted, flushed, restarted, writtenSince, noGuard
  }

  @Test("Each proof that is missing keeps them", arguments: Doubt.allCases)
  func kept(_ doubt: Doubt) async throws {
    try await GuardedPool.run { pool in
      let names = pool.names
      let ids = try await end(pool, acts: true) { watcher in
        switch doubt {
        case .evicted: watcher.state.nodes[names[0]]?.outage?.nodes[names[1]]?.evictions = 7
        case .flushed: try await pool.withClient(1) { try await $0.flushAll() }
        case .writtenSince: try await pool.write(try pool.ids(2, on: [0, 1]), Self.old, on: [0])
        case .restarted, .noGuard: break
        }
        if doubt == .noGuard { watcher.state.nodes[names[0]]?.outage = nil }
      }
      try await withMemcached { server in
        let pool = doubt == .restarted ? pool.with(server, at: 1) : pool
        let run = await pool.mcpool(["recover", "--remove-ended", "--yes", "-o", "json"])
        #expect(run.status == 0 && !run.output.contains("\"remove\""), "\(run.output)\(run.errors)")
        let left = try await pool.values(ids, on: 0)
        #expect(left == [Self.old, Self.old])
      }
    }
  }
}
