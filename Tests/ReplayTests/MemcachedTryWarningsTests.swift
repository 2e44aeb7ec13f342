import Placement
import Replay
import Testing

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
}
