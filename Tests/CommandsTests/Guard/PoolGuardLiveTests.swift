import Glibc
import LiveTrait
import LocalPool
import Logging
import MemcacheClient
import MemcacheProtocol
import Placement
import ScriptedServer
import Synchronization
import Testing

@testable import Operations

@Suite("A guard recognises how a node came back, and does what that needs", .live, .timeLimit(.minutes(5)))
struct PoolGuardLiveTests {
  static let old = "visits|i:1;"
  static let new = "visits|i:1000;"

  /// A guard that has met all nodes, with sessions on the first two of which the second one has newer copies by now.
  private func cut(
    _ pool: GuardedPool, acts: Bool = true, timeout: Duration = .seconds(30)
  ) async throws -> (watcher: PoolGuard, ids: [String]) {
    let ids = try pool.ids(4, on: [0, 1])
    try await pool.write(ids, Self.old, on: [0, 1])
    var watcher = try pool.watcher(acts: acts, timeout: timeout)
    _ = await watcher.look()
    return (watcher, ids)
  }

  /// The same with a guard that ends behind this, so that another one goes on where it was.
  private func met(
    _ pool: GuardedPool, _ body: (inout PoolGuard) async throws -> Void = { _ in }
  ) async throws -> [String] {
    var (watcher, ids) = try await cut(pool)
    try await body(&watcher)
    watcher.close()
    return ids
  }

  @Test("The first round meets the nodes, and the next has nothing to say")
  func met() async throws {
    try await GuardedPool.run { pool in
      var watcher = try pool.watcher()
      let first = await watcher.look()
      #expect(first.kinds == [.met, .met, .met] && first.map(\.node) == pool.names)
      #expect(await watcher.look().isEmpty)
      #expect(await watcher.look(closely: false).isEmpty)
      #expect(watcher.isSettled)
      watcher.close()
    }
  }

  @Test("A node that stood still was never down; what it has kept becomes what was written meanwhile")
  func frozen() async throws {
    try await GuardedPool.run { pool in
      var (watcher, ids) = try await cut(pool, timeout: .seconds(1))
      pool.servers[0].freeze()
      defer { pool.servers[0].thaw() }
      var events: [GuardEvent] = []
      while !events.contains(where: { $0.event == .down && $0.node == pool.names[0] }) {
        events += await watcher.look(closely: false)
      }
      #expect(events.kinds.first == .suspected)
      try await pool.write(ids, Self.new, on: [1])
      pool.servers[0].thaw()
      while !events.contains(where: { $0.event == .mended && $0.node == pool.names[0] }) {
        events += await watcher.look(closely: false)
      }
      watcher.close()
      let returned = try #require(events.first { $0.event == .returned && $0.node == pool.names[0] })
      #expect(returned.returned == .neverDown && returned.downSeconds != nil)
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.new })
    }
  }

  @Test("Old copies go by the marks of the outage where their ends say nothing, and the act is told and logged")
  func refill() async throws {
    try await GuardedPool.run { pool in
      var (watcher, ids) = try await cut(pool)
      watcher.loses(0)
      // Within the seconds in which ends say nothing.
      try await pool.write(ids, Self.new, on: [1])
      let events = await watcher.look()
      watcher.close()
      #expect(events.kinds == [.returned, .mended] && events.map(\.node) == [pool.names[0], pool.names[0]])
      let action = try #require(events.acts.first)
      #expect(action.action == "refill" && action.result == "mended" && action.safe >= 4 && action.undecided == 0)
      #expect(events.last?.mendedMicroseconds != nil)
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.new })
      #expect(pool.audited.count == 2 && pool.audited[0].contains(#""result":"begun""#))
      #expect(pool.audited[1].contains(#""result":"mended""#) && pool.audited[1].contains(pool.names[0]))
    }
  }

  @Test(
    "What ends later on the returned node was touched there, not written", arguments: [Handler.memcache, .memcached])
  func touched(_ handler: Handler) async throws {
    try await GuardedPool.run(handler, directives: ["memcached.sess_remove_failed_servers": "1"]) { pool in
      var (watcher, ids) = try await cut(pool)
      watcher.loses(0)
      try await pool.write(ids, Self.new, on: [1])
      let keys = try ids.map(pool.key)
      try await pool.withClient(1) { _ = try await $0.touch(keys, .after(.seconds(700))) }
      _ = await watcher.look()
      watcher.close()
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.new })
      #expect(try await pool.values(ids, on: 1).allSatisfy { $0 == Self.new })
    }
  }

  @Test("A cold restart is filled at once where a miss is final, and nothing else is touched")
  func coldRestart() async throws {
    for handler in [Handler.memcache, .memcached] {
      try await GuardedPool.run(handler) { pool in
        let ids = try await met(pool) { watcher in
          try await pool.servers[0].stopAndWait()
          #expect(await watcher.look().kinds == [.down])
        }
        try await pool.write(Array(ids.prefix(2)), Self.new, on: [1])
        try await withMemcached { server in
          let pool = pool.with(server, at: 0)
          var next = try pool.watcher()
          // A visit was faster: its copy stays.
          try await pool.write([ids[0]], "visits|i:77777;", on: [0])
          let events = await next.look()
          next.close()
          #expect(events.kinds == [.returned, .mended] && events.first?.returned == .coldRestart, "\(events)")
          let values = try await pool.values(ids, on: 0)
          #expect(values == ["visits|i:77777;", Self.new, Self.old, Self.old])
        }
      }
    }
  }

  @Test("A restart that kept its items has old ones")
  func warmRestart() async throws {
    let memory = try TemporaryFolder(in: "/dev/shm")
    defer { memory.remove() }
    let arguments = ["-e", memory.path + "/items"]
    try await GuardedPool.run(nodes: 2) { pool in
      try await withMemcached(arguments) { server in
        let pool = pool.with(server, at: 0)
        let ids = try await met(pool) { watcher in
          try await server.saveAndWait()
          #expect(await watcher.look().kinds == [.down])
        }
        try await pool.write(ids, Self.new, on: [1])
        try await withMemcached(arguments) { server in
          let pool = pool.with(server, at: 0)
          #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.old })
          var next = try pool.watcher()
          let events = await next.look()
          next.close()
          #expect(events.first?.returned == .warmRestart, "\(events)")
          #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.new })
        }
      }
    }
  }

  @Test("A flush by somebody is a return without an outage, and is filled again")
  func flushed() async throws {
    try await GuardedPool.run { pool in
      var (watcher, ids) = try await cut(pool)
      try await pool.withClient(0) { try await $0.flushAll() }
      let events = await watcher.look()
      #expect(events.kinds == [.returned, .mended] && events.first?.returned == .flushed)
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.old })
      #expect(await watcher.look().isEmpty)
      watcher.close()
    }
  }

  @Test("Counters that were set back are no restart, in an outage and without one")
  func statsReset() async throws {
    try await GuardedPool.run { pool in
      var (watcher, ids) = try await cut(pool)
      try await pool.withClient(0) { _ = try await $0.stats("reset") }
      #expect(await watcher.look().isEmpty)
      // Its counters stand where they were before.
      try await pool.write(ids, Self.old, on: [0, 1])
      for _ in 0..<2 { _ = await watcher.look() }
      watcher.loses(0)
      try await pool.withClient(0) { _ = try await $0.stats("reset") }
      try await pool.write(ids, Self.new, on: [1])
      let events = await watcher.look()
      watcher.close()
      #expect(events.first?.returned == .statsReset, "\(events)")
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.new })
    }
  }

  @Test("A node that takes no more connections is away like any other, and is known by that when it comes back")
  func full() async throws {
    try await GuardedPool.run(nodes: 2) { pool in
      try await withMemcached(["-c", "44"]) { server in
        let pool = pool.with(server, at: 0)
        let ids = try await met(pool)
        var clients: [any NodeClient] = []
        var isFull = false
        while !isFull, clients.count < 60 {
          let client = try await SocketDialer(timeout: .seconds(30), logger: Logger(label: "test")).connect(
            to: server.address)
          clients.append(client)
          do throws(NodeFailure) { _ = try await client.version() } catch { isFull = error.state == .full }
        }
        #expect(isFull)
        var next = try pool.watcher()
        #expect(await next.look().kinds == [.suspected])
        let down = await next.look()
        #expect(down.kinds == [.down] && down.first?.message.hasPrefix("full") == true)
        for client in clients { client.close() }
        try await pool.write(ids, Self.new, on: [1])
        var events: [GuardEvent] = []
        // The server takes a moment to let go of them.
        while !events.kinds.contains(.mended) { events += await next.look() }
        next.close()
        #expect(events.first { $0.event == .returned }?.returned == .full, "\(events)")
        #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.new })
      }
    }
  }

  @Test("Another server on its address is left as it is, and that is said once")
  func replaced() async throws {
    try await GuardedPool.run(nodes: 2) { pool in
      let isOther = Mutex(false)
      let changed: RewritingRelay.Change = { line, _ in
        guard isOther.withLock({ $0 }) else { return line }
        if line.hasPrefix("STAT pid ") { return "STAT pid 1" }
        if line.hasPrefix("STAT uptime ") { return "STAT uptime 500000" }
        return line
      }
      try await RewritingRelay.run(to: pool.servers[0].port, replies: changed) { relay in
        let ids = try pool.ids(3, on: [0, 1])
        try await pool.write(ids, Self.old, on: [0, 1])
        var watcher = try pool.watcher(
          addresses: [.tcp(host: "127.0.0.1", port: relay.port), pool.servers[1].address])
        #expect(await watcher.look().kinds == [.met, .met])
        watcher.loses(0)
        isOther.withLock { $0 = true }
        try await pool.write(ids, Self.new, on: [1])
        let events = await watcher.look()
        #expect(events.kinds == [.returned, .unmended] && events.first?.returned == .replaced)
        #expect(events.last?.message.contains("another server") == true)
        #expect(await watcher.look().isEmpty && !watcher.isSettled)
        watcher.close()
        #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.old })
        #expect(pool.audited.isEmpty)
      }
    }
  }

  @Test("php-memcached's returned node has the newest of what it has, and is left as it is")
  func leaves() async throws {
    try await GuardedPool.run(.memcached) { pool in
      var (watcher, ids) = try await cut(pool)
      watcher.loses(0)
      try await pool.write([ids[0]], Self.new, on: [1])
      let events = await watcher.look()
      watcher.close()
      #expect(events.kinds == [.returned, .mended] && events.acts.isEmpty)
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.old })
    }
  }

  @Test("With one copy there is nothing to do, and nothing to wait for")
  func oneCopy() async throws {
    try await GuardedPool.run(nodes: 2, directives: ["memcache.session_redundancy": "1"]) { pool in
      let ids = try pool.ids(2, on: [0])
      try await pool.write(ids, Self.old, on: [0])
      var watcher = try pool.watcher()
      _ = await watcher.look()
      watcher.loses(0)
      let events = await watcher.look()
      watcher.close()
      #expect(events.kinds == [.returned, .mended, .settled] && events.acts.isEmpty)
      #expect(watcher.isSettled)
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.old })
    }
  }

  @Test("Without --yes it says what it would do, and writes nothing to any server")
  func reports() async throws {
    try await GuardedPool.run { pool in
      let ids = try pool.ids(4, on: [0, 1])
      // Who writes nothing leaves no marks, so the ends have to tell.
      try await pool.write(ids, Self.old, on: [0, 1], ttl: .seconds(1400))
      let counts = { @Sendable () async throws -> [Int] in
        var counts: [Int] = []
        for node in 0..<3 {
          for name in ["total_items", "cmd_set", "cmd_touch", "cmd_flush", "delete_hits", "incr_hits", "cas_hits"] {
            counts.append(try await pool.count(name, on: node))
          }
        }
        return counts
      }
      do {
        var watcher = try pool.watcher(acts: false)
        _ = await watcher.look()
        watcher.loses(0)
        try await pool.write(ids, Self.new, on: [1])
        let before = try await counts()
        let events = await watcher.look()
        #expect(events.kinds == [.returned, .unmended] && events.last?.message.contains("--yes") == true)
        #expect(await watcher.look().isEmpty, "said once")
        watcher.close()
        #expect(try await counts() == before)
        #expect(pool.audited.isEmpty)
      }
      // Whoever may act goes on from there.
      var next = try pool.watcher()
      #expect(await next.look().kinds == [.mended])
      next.close()
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.new })
    }
  }

  @Test("It settles when no request avoids the node any more, with what was written past it until then")
  func settles() async throws {
    try await GuardedPool.run(.memcache, directives: ["max_execution_time": "1"]) { pool in
      var (watcher, ids) = try await cut(pool)
      watcher.loses(0)
      #expect(await watcher.look().kinds == [.returned, .mended])
      #expect(!watcher.isSettled)
      // A worker that has not noticed yet.
      try await pool.remove([ids[0]], on: [0])
      try await pool.write([ids[0]], Self.new, on: [1])
      var events: [GuardEvent] = []
      while events.isEmpty {
        events = await watcher.look(closely: false)
        try await Task.sleep(for: .milliseconds(20))
      }
      #expect(events.kinds == [.settled] && events.acts.map(\.action) == ["refill"])
      #expect(watcher.isSettled)
      watcher.close()
      #expect(try await pool.values(ids, on: 0) == [Self.new, Self.old, Self.old, Self.old])
    }
  }

  @Test("Where workers may avoid a node for ever it is mended, and says that it does not settle")
  func neverSettles() async throws {
    try await GuardedPool.run(.memcache, directives: ["max_execution_time": "0"]) { pool in
      var (watcher, _) = try await cut(pool)
      watcher.loses(0)
      let events = await watcher.look()
      #expect(events.kinds == [.returned, .mended])
      #expect(events.last?.message.contains("restart PHP's workers") == true)
      #expect(await watcher.look().isEmpty && !watcher.isSettled)
      watcher.close()
    }
  }
}
