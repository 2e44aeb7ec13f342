import PHPConfiguration
import Placement
import Testing

@testable import Replay

@Suite("Warnings of many tries are counted") struct MemcachedTryWarningsTests {
  @Test("of a lock that a dead node should hold") func lock() throws {
    var bench = try MemcachedBench("a,b,c", ["memcached.sess_lock_retries": "2000000000"])
    bench.cut(0)
    let outcome = bench.play(.write(version: 1), bench.id(record: 1, lock: 0))
    #expect(!outcome.started)
    let beginning = "Failed to write session lock: "
    #expect(
      outcome.warnings.prefix(4) == [
        beginning + "CONNECTION FAILURE",
        beginning + "SERVER HAS FAILED AND IS DISABLED UNTIL TIMED RETRY",
        "… 99998 more times", "Unable to clear session lock record",
      ])
    #expect(outcome.warnings.count == 5)
  }

  @Test("of a record that a dead node should hold") func record() throws {
    var bench = try MemcachedBench(
      "a,b,c",
      [
        "memcached.sess_number_of_replicas": "20000", "memcached.sess_remove_failed_servers": "1",
        "memcached.sess_locking": "0",
      ])
    bench.cut(0)
    let outcome = bench.play(.write(version: 1), bench.id(record: 0))
    #expect(!outcome.saved)
    let beginning = "error saving session to memcached: "
    #expect(
      outcome.warnings.prefix(3) == [
        beginning + "CONNECTION FAILURE",
        beginning + "SERVER HAS FAILED AND IS DISABLED UNTIL TIMED RETRY", "… 99998 more times",
      ])
    #expect(outcome.warnings.count == 4)
  }

  @Test("what a failed try leaves unchanged is not tried again", arguments: [1, 5, 2_000_000_000])
  func fewTries(limit: Int) throws {
    var configuration = Configuration()
    configuration.set("session.save_path", to: Array("a,b,c".utf8), from: "test")
    let pool = try ObjectPool(
      configuration: configuration, handler: .memcached, release: Release(value: "3.2.0", provenance: .stated),
      options: [
        (.removeFailedServers, .bool(true)), (.distribution, .integer(1)), (.storeRetryCount, .integer(2_000_000_000)),
        (.serverFailureLimit, .integer(limit)),
      ])
    guard case .memcached(let rules) = pool.rules else { return }
    var world = DeadWorld()
    let stored = MemcachedObject(rules: rules).set(Array("user:42".utf8), to: Item(value: 1), in: &world)
    #expect(stored.nodes.isEmpty)
    #expect(stored.warnings.last?.hasSuffix(" more times") == true)
    #expect(world.clock.readings < 200)
  }

  @Test("neither for a lock nor for a record")
  func fewTriesOfSessions() throws {
    for locking in ["0", "1"] {
      let pool = try MemcachedBench(
        "a,b,c",
        [
          "memcached.sess_lock_retries": "2000000000", "memcached.sess_number_of_replicas": "20000",
          "memcached.sess_remove_failed_servers": "1", "memcached.sess_locking": locking,
        ]
      ).pool
      var world = DeadWorld()
      #expect(!Request(.write(version: 1), pool: pool).play(Array("abc".utf8), in: &world).saved)
      #expect(world.clock.readings < 200)
    }
  }
}

/// Nodes that all refuse, under a clock that stands and counts how often it is read: at least once a try.
private struct DeadWorld: World {
  final class Clock {
    var readings = 0
  }

  let clock = Clock()
  var now: Duration {
    clock.readings += 1
    return .zero
  }

  func dial(_ node: Int, patience: Duration) -> Bool { false }
  func get(_ key: ItemKey, on node: Int) -> Item? { nil }
  func set(_ key: ItemKey, _ item: Item, on node: Int) {}
  func add(_ key: ItemKey, _ item: Item, on node: Int) -> Bool { false }
  func increment(_ key: ItemKey, on node: Int) -> Int? { nil }
  func touch(_ key: ItemKey, expires: Duration?, on node: Int) -> Bool { false }
  func delete(_ key: ItemKey, on node: Int) {}
  func sleep(_ time: Duration) {}
}
