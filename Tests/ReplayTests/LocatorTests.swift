import Placement
import Replay
import Testing

@Suite("Where a session is") struct LocatorTests {
  @Test func withAllNodesUp() throws {
    let session = try MirroredSession(release: "8.2", servers: 4)
    let location = Locator(pool: session.pool).locate(session.id)
    #expect(location.owner == session.primary)
    #expect(location.copies == [session.primary, session.mirror])
    #expect(location.lockNode == session.primary)
    #expect(location.started)
    #expect(location.saved)
  }

  @Test("a dead owner leaves the mirror; no other server takes its place")
  func withoutTheOwner() throws {
    let session = try MirroredSession(release: "8.2", servers: 4)
    let location = Locator(pool: session.pool, down: [session.primary]).locate(session.id)
    #expect(location.owner == session.mirror)
    #expect(location.copies == [session.mirror])
    #expect(location.lockNode == session.mirror)
  }

  @Test("the answer with a node down that does not matter is that with all up")
  func withoutAnother() throws {
    let session = try MirroredSession(release: "8.2", servers: 4)
    let other = try #require((0..<4).first { $0 != session.primary && $0 != session.mirror })
    #expect(
      Locator(pool: session.pool, down: [other]).locate(session.id) == Locator(pool: session.pool).locate(session.id))
  }

  @Test func withoutAny() throws {
    let session = try MirroredSession(release: "8.2")
    let location = Locator(pool: session.pool, down: [0, 1]).locate(session.id)
    #expect(location.owner == nil)
    #expect(location.lockNode == nil)
    #expect(location.copies.isEmpty)
    #expect(location.started)
    #expect(!location.saved)
    #expect(location.warnings.count == 1)
  }

  @Test("an id that PHP would not store under", arguments: ["", "a b", String(repeating: "a", count: 246)])
  func problem(id: String) throws {
    let pool = try memcachePool("tcp://10.0.0.1:11211,tcp://10.0.0.2:11211", release: "8.2")
    for down in [[], [0]] as [Set<Int>] {
      let location = Locator(pool: pool, down: down).locate(Array(id.utf8))
      #expect(location.problem != nil)
      #expect(location.owner == nil)
      #expect(location.copies.isEmpty)
      #expect(!location.saved)
    }
  }

  @Test("two entries of one server go down together")
  func twins() throws {
    let pool = try memcachePool(
      "tcp://10.0.0.1:11211,tcp://10.0.0.1:11211", ["memcache.hash_strategy": "standard"], release: "8.0")
    let id = Array("abc".utf8)
    #expect(Locator(pool: pool).locate(id).copies.count == 2)
    #expect(Locator(pool: pool, down: [0]).locate(id).copies.isEmpty)
  }
}

@Suite("Where a session of php-memcached is") struct MemcachedLocatorTests {
  private static let copies = ["memcached.sess_number_of_replicas": "1", "memcached.sess_binary_protocol": "1"]

  @Test("strict mode keeps a stored session unless its owner is down", arguments: ["0", "1"])
  func strict(replicas: String) throws {
    let bench = try MemcachedBench(
      "a,b,c",
      ["session.use_strict_mode": "1", "memcached.sess_locking": "0", "memcached.sess_number_of_replicas": replicas])
    let id = bench.id(record: 0)
    let kept = Locator(pool: bench.pool, down: [2]).locate(Array(id.utf8))
    #expect(kept == Locator(pool: bench.pool).locate(Array(id.utf8)))
    #expect(kept.owner == 0)
    let replaced = Locator(pool: bench.pool, down: [0]).locate(Array(id.utf8))
    #expect(replaced.owner == nil)
    #expect(replaced.copies.isEmpty)
    #expect(replaced.warnings.contains { $0.contains("use_strict_mode") })
  }

  @Test("a random copy is read, so none is the owner", arguments: [[], [2]] as [Set<Int>])
  func randomReplicaRead(down: Set<Int>) throws {
    let bench = try MemcachedBench("a,b,c", Self.copies.merging(["memcached.sess_randomize_replica_read": "1"]) { $1 })
    let locator = Locator(pool: bench.pool, down: down)
    let location = locator.locate(Array(bench.id(record: 0, lock: 1).utf8))
    #expect(location.owner == nil)
    #expect(location.copies == [0, 1])
    #expect(location.warnings.contains { $0.contains("sess_randomize_replica_read") })
    #expect(!locator.isPlacement)
    // Without copies there is one place to read from.
    let single = try MemcachedBench("a,b,c", ["memcached.sess_randomize_replica_read": "1"])
    #expect(Locator(pool: single.pool).isPlacement)
  }

  @Test("the lock has a node of its own, and none when that one is down")
  func lockNode() throws {
    let bench = try MemcachedBench("a,b,c", Self.copies)
    let id = Array(bench.id(record: 0, lock: 2).utf8)
    #expect(Locator(pool: bench.pool).locate(id).lockNode == 2)
    #expect(Locator(pool: bench.pool, down: [0]).locate(id).lockNode == 2)
    #expect(Locator(pool: bench.pool, down: [2]).locate(id).lockNode == nil)
  }
}
