import Placement
import Replay
import Testing

/// What a request meets when one node refuses, by configuration: each row was measured with PHP 8.2.35 and php-memcached
/// 3.2.0.
@Suite("A request of php-memcached with a node down") struct MemcachedFailureTests {
  static let replicas = ["memcached.sess_number_of_replicas": "1"]
  static let removing = ["memcached.sess_remove_failed_servers": "1"]
  static let atOnce = removing.merging(["memcached.sess_server_failure_limit": "1"]) { $1 }
  static let unlocked = ["memcached.sess_locking": "0"]

  private let refused = "CONNECTION FAILURE"
  private let disabled = "SERVER HAS FAILED AND IS DISABLED UNTIL TIMED RETRY"
  private let dead = "SERVER IS MARKED DEAD"

  /// What stands between the first colon and the end, for the messages that end in libmemcached's words.
  private func reasons(_ warnings: [String], after beginning: String) -> [String] {
    warnings.filter { $0.hasPrefix(beginning) }.map { String($0.dropFirst(beginning.count + 2)) }
  }
  private let locking = "Failed to write session lock"
  private let saving = "error saving session to memcached"

  @Test(
    "Without copies and without ejection inside the request both nodes are needed",
    arguments: [[:], removing, removing.merging(["memcached.sess_server_failure_limit": "5"]) { $1 }])
  func bothNeeded(_ directives: [String: String]) throws {
    var bench = try MemcachedBench("a,b,c", directives)
    bench.cut(0)
    let record = bench.play(.write(version: 1), bench.id(record: 0, lock: 1))
    #expect(!record.started && !record.saved && record.readFrom == nil)
    #expect(record.warnings.first == "error getting session from memcached: CONNECTION FAILURE")
    let lock = bench.play(.write(version: 1), bench.id(record: 1, lock: 0))
    #expect(!lock.started && !lock.saved)
    #expect(reasons(lock.warnings, after: locking).count == 6)
    #expect(lock.warnings.contains("Unable to clear session lock record"))
    let neither = bench.play(.write(version: 1), bench.id(record: 1, lock: 2))
    #expect(neither == Request.Outcome(started: true, readFrom: 1, lockedOn: 2, saved: true, written: [1]))
  }

  @Test("Ejected at the first failure, without copies: only the lock loop ejects in time")
  func ejectionWithoutCopies() throws {
    var bench = try MemcachedBench("a,b,c", Self.atOnce)
    bench.cut(0)
    let record = bench.id(record: 0, lock: 1)
    for _ in 0..<3 { #expect(!bench.play(.write(version: 1), record).started) }
    let lock = bench.play(.write(version: 1), bench.id(record: 1, lock: 0))
    #expect(lock.started && lock.saved && lock.written == [1])
    #expect(reasons(lock.warnings, after: locking) == [refused, dead])
    let both = bench.play(.write(version: 1), bench.id(record: 0, lock: 0))
    #expect(both.started && both.saved && both.written.count == 1 && both.written != [0])
  }

  @Test("Copies without ejection: the session is read, and cannot be written")
  func copiesOnly() throws {
    var bench = try MemcachedBench("a,b,c", Self.replicas)
    let id = bench.id(record: 0, lock: 2)
    #expect(bench.play(.write(version: 1), id).written == [0, 1])
    bench.cut(0)
    let write = bench.play(.write(version: 2), id)
    #expect(write.started && write.readFrom == 1 && write.version == 1)
    #expect(!write.saved && write.written.isEmpty)
    #expect(write.warnings.last?.hasPrefix("Failed to write session data (memcached).") == true)
    #expect(!bench.play(.visit, bench.id(record: 1, lock: 0)).started)
  }

  @Test("Copies with ejection: the write moves to the ring's new owner and its neighbour in the list")
  func copiesAndEjection() throws {
    var bench = try MemcachedBench("a,b,c,d", Self.atOnce.merging(Self.replicas) { $1 })
    let id = bench.id(record: 0, lock: 2)
    bench.play(.write(version: 1), id)
    bench.cut(0)
    let heir = bench.rules.placement.distribution.ejecting([0]).owner(of: Array(id.utf8).span)
    let write = bench.play(.write(version: 2), id)
    #expect(write.version == 1 && write.readFrom == 1)
    #expect(write.saved && write.written.first == heir)
    #expect(reasons(write.warnings, after: saving) == [dead])
    let lock = bench.play(.write(version: 1), bench.id(record: 2, lock: 0))
    #expect(lock.saved && reasons(lock.warnings, after: locking) == [refused, dead])
  }

  @Test("The next request reads the old owner's neighbour, which the moved write has missed")
  func movedWriteIsNotRead() throws {
    var bench = try MemcachedBench("a,b,c,d,e,f", Self.atOnce.merging(Self.replicas) { $1 })
    let ring = bench.rules.placement.distribution.ejecting([0])
    let id = try #require(
      (0..<2000).lazy.map { "id\($0)" }.first {
        let lock = bench.pool.placement.lockNode(for: Array($0.utf8).span)
        let heir = ring.owner(of: Array($0.utf8).span)
        return bench.owner($0) == 0 && lock == 3 && heir > 1
      })
    bench.play(.write(version: 1), id)
    bench.cut(0)
    let heir = ring.owner(of: Array(id.utf8).span)
    #expect(bench.play(.visit, id).version == 1)
    #expect(bench.play(.write(version: 2), id).saved)
    #expect(bench.versions(id)[heir] == 2)
    #expect(bench.play(.visit, id).version == 1)
  }

  @Test("A replicated read forgets the pause but not the failure: the write dials again, and that ejects")
  func limitTwo() throws {
    let two = ["memcached.sess_server_failure_limit": "2"].merging(Self.removing) { $1 }
    var bench = try MemcachedBench("a,b,c", two.merging(Self.replicas) { $1 }.merging(Self.unlocked) { $1 })
    bench.cut(0)
    let write = bench.play(.write(version: 1), bench.id(record: 0))
    #expect(write.saved)
    #expect(reasons(write.warnings, after: saving) == [refused, dead])
  }

  @Test("With libmemcached's own limit the write gives up after seven tries")
  func sevenTries() throws {
    var bench = try MemcachedBench("a,b,c", Self.removing.merging(Self.replicas) { $1 }.merging(Self.unlocked) { $1 })
    bench.cut(0)
    let write = bench.play(.write(version: 1), bench.id(record: 0))
    #expect(write.started && !write.saved)
    #expect(reasons(write.warnings, after: saving) == [refused] + Array(repeating: disabled, count: 6))
  }

  @Test("Modula ejects nothing: its keys keep failing")
  func modula() throws {
    var bench = try MemcachedBench(
      "a,b,c", Self.atOnce.merging(Self.replicas) { $1 }.merging(["memcached.sess_consistent_hash": "0"]) { $1 })
    bench.cut(0)
    let write = bench.play(.write(version: 1), bench.id(record: 0, lock: 1))
    #expect(write.started && !write.saved)
    #expect(reasons(write.warnings, after: saving) == [dead, dead, dead])
  }

  @Test("Owner down, one copy, no lock: visits see it, writes fail, and the old version stays")
  func ownerDown() throws {
    var bench = try MemcachedBench("a,b", Self.replicas.merging(Self.unlocked) { $1 })
    let id = bench.id(record: 0)
    bench.play(.write(version: 1), id)
    bench.cut(0)
    let visit = bench.play(.visit, id)
    #expect(visit.version == 1 && visit.saved)
    let write = bench.play(.write(version: 2), id)
    #expect(write.version == 1 && !write.saved)
    #expect(bench.play(.visit, id).version == 1)
  }

  @Test("Both nodes down: an empty session without an error at the start, and the close fails")
  func bothDown() throws {
    var bench = try MemcachedBench("a,b", Self.replicas.merging(Self.unlocked) { $1 })
    let id = bench.id(record: 0)
    bench.play(.write(version: 1), id)
    bench.cut(0, 1)
    let visit = bench.play(.visit, id)
    #expect(visit.started && visit.version == nil && visit.readFrom == nil && !visit.saved)
  }

  @Test("An owner that comes back empty logs its users out, and the copy is overwritten")
  func emptyOwner() throws {
    var bench = try MemcachedBench("a,b,c", Self.replicas)
    let id = bench.id(record: 0)
    bench.play(.write(version: 1), id)
    bench.flush(0)
    let visit = bench.play(.visit, id)
    #expect(visit.started && visit.version == nil && visit.readFrom == 0 && visit.saved)
    #expect(bench.versions(id) == [0, 0, nil])
  }

  @Test("A returned owner with old memory is read before the copy")
  func staleOwner() throws {
    var bench = try MemcachedBench(
      "a,b,c,d", Self.atOnce.merging(Self.replicas) { $1 }.merging(Self.unlocked) { $1 })
    let id = bench.id(record: 0)
    bench.play(.write(version: 1), id)
    bench.cut(0)
    #expect(bench.play(.write(version: 2), id).saved)
    bench.join(0)
    #expect(bench.play(.visit, id).version == 1)
  }
}
