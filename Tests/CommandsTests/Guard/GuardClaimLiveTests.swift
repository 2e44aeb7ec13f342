import Glibc
import LiveTrait
import LocalPool
import MemcacheClient
import MemcacheProtocol
import Placement
import Testing

@testable import Operations

@Suite("Several guards of one pool", .live, .timeLimit(.minutes(5))) struct GuardClaimLiveTests {
  private static let old = "visits|i:1;"
  private static let new = "visits|i:1000;"

  @Test("Three guards against one returning node: one act", arguments: ["8.0", "8.2"])
  func three(_ release: String) async throws {
    try await GuardedPool.run(.memcache, release) { pool in
      let ids = try pool.ids(20, on: [0, 1])
      try await pool.write(ids, Self.old, on: [0, 1])
      for _ in 0..<2 {
        var guards: [PoolGuard] = []
        let folders = try (0..<3).map { _ in try TemporaryFolder() }
        defer { for folder in folders { folder.remove() } }
        for folder in folders {
          var watcher = try pool.watcher(in: folder.path)
          #expect(await watcher.look().kinds == [.met, .met, .met])
          watcher.loses(0)
          // What was mended is told by whole seconds.
          watcher.state.nodes[pool.names[0]]?.outage?.sinceThere -= 5
          guards.append(watcher)
        }
        try await pool.write(ids, Self.new, on: [1])
        let flushes = try await pool.count("cmd_flush", on: 0)
        let events = await withTaskGroup(of: [GuardEvent].self) { group in
          for watcher in guards {
            group.addTask {
              var watcher = watcher
              var events: [GuardEvent] = []
              while !watcher.isMended(0) {
                events += await watcher.look(closely: false)
                try? await Task.sleep(for: .milliseconds(20))
              }
              watcher.close()
              return events
            }
          }
          return await group.reduce(into: [[GuardEvent]]()) { $0.append($1) }
        }
        // Whose round before was later has reached the node while another one had not, and then it is not flushed.
        let act = try #require(events.flatMap(\.acts).first?.action)
        #expect(
          events.flatMap(\.acts).count == 1 && (act == "refill" || release == "8.2" && act == "flush"), "\(events)")
        #expect(events.allSatisfy { $0.first?.event == .returned })
        // Behind a flush there is nothing to do, for whoever asks before the mark is there.
        if act == "refill" { #expect(events.count { $0.kinds.contains(.others) } == 2) }
        #expect(try await pool.count("cmd_flush", on: 0) - flushes == (act == "flush" ? 1 : 0))
        #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == (act == "flush" ? nil : Self.new) })
        // For the next time.
        try await pool.write(ids, Self.old, on: [0, 1])
        try await pool.withClient(0) {
          _ = try await $0.delete(Array("mcpool.mended.\(guards[0].pool.fingerprint)".utf8))
        }
      }
    }
  }

  @Test("A claim that a dead guard has left holds the next one up until it ends, and no longer")
  func deadGuard() async throws {
    try await GuardedPool.run { pool in
      let ids = try pool.ids(4, on: [0, 1])
      try await pool.write(ids, Self.old, on: [0, 1])
      var watcher = try pool.watcher()
      _ = await watcher.look()
      watcher.loses(0)
      try await pool.write(ids, Self.new, on: [1])
      let claim = Array("mcpool.claim.\(watcher.pool.fingerprint)".utf8)
      try await pool.withClient(0) {
        try await $0.set(claim, flags: 0, ttl: .seconds(2), value: Array("the dead one".utf8))
      }
      let held = await watcher.look()
      #expect(held.kinds == [.returned, .others] && held.last?.message == "another guard is at it")
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.old })
      var events: [GuardEvent] = []
      while events.isEmpty {
        events = await watcher.look(closely: false)
        try await Task.sleep(for: .milliseconds(20))
      }
      watcher.close()
      #expect(events.kinds == [.mended] && events.acts.map(\.action) == ["refill"])
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.new })
      #expect(try await pool.withClient(0) { try await $0.get(claim) } == nil, "it is given back")
    }
  }

  @Test("What another one has mended since the outage is not done again, and settles by it")
  func marked() async throws {
    try await GuardedPool.run { pool in
      let ids = try pool.ids(4, on: [0, 1])
      try await pool.write(ids, Self.old, on: [0, 1])
      var watcher = try pool.watcher()
      _ = await watcher.look()
      watcher.loses(0)
      try await pool.write(ids, Self.new, on: [1])
      let second = (watcher.state.nodes[pool.names[0]]?.outage?.sinceThere ?? 0) + 5
      try await pool.withClient(0) { [fingerprint = watcher.pool.fingerprint] in
        try await $0.set(
          Array("mcpool.mended.\(fingerprint)".utf8), flags: 0, ttl: .seconds(60), value: Array("\(second) -".utf8))
      }
      let events = await watcher.look()
      watcher.close()
      #expect(events.kinds == [.returned, .others] && events.last?.message == "another guard has mended it")
      #expect(watcher.isMended(0))
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.old })
    }
  }

  @Test("Each guard has one item on each node, and eight find room")
  func slots() async throws {
    try await GuardedPool.run(nodes: 2) { pool in
      var keys: [[UInt8]] = []
      for _ in 0..<9 {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var watcher = try pool.watcher(in: folder.path)
        keys = (0..<9).map { Array("mcpool.guard.\(watcher.pool.fingerprint).\($0)".utf8) }
        for _ in 0..<2 { _ = await watcher.look() }
        let beats = try #require(watcher.state.nodes[pool.names[0]]?.beats)
        #expect(beats.isEmpty || beats[1].cas > beats[0].cas)
        watcher.close()
      }
      let items = try await pool.withClient(1) { [keys] in try await $0.items(keys, [.value]) }
      #expect(items.prefix(8).allSatisfy { $0 != nil } && items[8] == nil)
      let owners = items.compactMap { String(decoding: $0?.value ?? [], as: UTF8.self).split(separator: " ").first }
      #expect(Set(owners).count == 8)
    }
  }
}
