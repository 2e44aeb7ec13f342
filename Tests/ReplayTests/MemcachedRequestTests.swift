import Placement
import Replay
import Testing

@Suite("A request of php-memcached on a healthy pool") struct MemcachedRequestTests {
  private let copies = ["memcached.sess_number_of_replicas": "1"]

  @Test("A new session is written even when it stays empty")
  func emptySession() throws {
    var bench = try MemcachedBench()
    let id = bench.id(record: 1, lock: 0)
    #expect(
      bench.play(.visit, id) == Request.Outcome(started: true, readFrom: 1, lockedOn: 0, saved: true, written: [1]))
    #expect(bench.versions(id) == [nil, 0, nil])
    #expect(bench.play(.visit, id).written == [1])
  }

  @Test("The lock is taken on its own node and gone at the end, also of a page that is aborted")
  func lockIsReleased() throws {
    var bench = try MemcachedBench("a,b,c", copies)
    let id = bench.id(record: 0, lock: 1)
    for page in [Request.Page.write(version: 1), .visit, .abort] {
      bench.play(page, id)
      for node in 0..<3 { #expect(bench.lock(id, on: node) == nil) }
    }
  }

  @Test("An aborted page writes nothing")
  func abort() throws {
    var bench = try MemcachedBench()
    let id = bench.id(record: 0)
    #expect(bench.play(.abort, id).saved)
    #expect(bench.versions(id) == [nil, nil, nil])
  }

  @Test(
    "A lock that another holds is waited for, the wait doubling up to its cap",
    arguments: [
      ([:], Duration.milliseconds(750)),
      (["memcached.sess_lock_wait_min": "100", "memcached.sess_lock_wait_max": "1000"], .milliseconds(2500)),
      (["memcached.sess_lock_wait_min": "1000"], .milliseconds(1600)),
      (["memcached.sess_lock_retries": "0"], .zero),
    ])
  func lockWait(_ directives: [String: String], _ waited: Duration) throws {
    var bench = try MemcachedBench("a,b,c", directives)
    let id = bench.id(record: 0, lock: 1)
    bench.set(bench.pool.placement.lockKey(for: Array(id.utf8).span), Item(value: 1), on: 1)
    let outcome = bench.play(.visit, id)
    #expect(!outcome.started && bench.now == waited)
    #expect(outcome.warnings.first == "Unable to clear session lock record")
    #expect(bench.lock(id, on: 1) != nil)
  }

  @Test("Absurd numbers come to an end")
  func absurdNumbers() throws {
    let most = String(Int.max)
    var bench = try MemcachedBench(
      "a,b",
      [
        "memcached.sess_lock_wait_min": most, "memcached.sess_lock_wait_max": most, "memcached.sess_lock_retries": most,
        "memcached.sess_number_of_replicas": most, "memcached.sess_server_failure_limit": most,
        "memcached.sess_remove_failed_servers": "1", "session.gc_maxlifetime": most,
      ])
    let id = bench.id(record: 0, lock: 1)
    #expect(bench.play(.write(version: 1), id).written == [0, 1])
    bench.set(bench.pool.placement.lockKey(for: Array(id.utf8).span), Item(value: 1), on: 1)
    #expect(!bench.play(.visit, id).started)
  }

  @Test("A lock that expires while PHP waits is taken")
  func lockExpires() throws {
    var bench = try MemcachedBench()
    let id = bench.id(record: 0, lock: 1)
    let lock = Item(value: 1, expires: .milliseconds(400))
    bench.set(bench.pool.placement.lockKey(for: Array(id.utf8).span), lock, on: 1)
    #expect(bench.play(.write(version: 1), id).saved)
    #expect(bench.now == .milliseconds(450))
  }

  @Test(
    "An unchanged session is refreshed on its owner only; with lazy_write off everywhere", arguments: [true, false])
  func lazyWrite(_ isLazy: Bool) throws {
    var bench = try MemcachedBench("a,b,c", copies.merging(["session.lazy_write": isLazy ? "1" : "0"]) { $1 })
    let id = bench.id(record: 0)
    bench.play(.write(version: 1), id)
    bench.wait(.seconds(1000))
    let visit = bench.play(.visit, id)
    #expect(visit.saved && visit.written == (isLazy ? [] : [0, 1]))
    #expect(bench.item(id, on: 0)?.expires == .seconds(2440))
    #expect(bench.item(id, on: 1)?.expires == .seconds(isLazy ? 1440 : 2440))
  }

  @Test("A lifetime over 30 days is gone at once in 2.2")
  func longLifetime() throws {
    let long = ["session.gc_maxlifetime": "3456000"]
    for (release, kept) in [("2.2.0", nil), ("3.2.0", 1 as Int?)] {
      var bench = try MemcachedBench("a", long, release: release)
      #expect(bench.play(.write(version: 1), "x").saved)
      #expect(bench.versions("x") == [kept])
    }
  }

  @Test("Over the text protocol no copy is made")
  func textProtocol() throws {
    var bench = try MemcachedBench("a,b,c", copies.merging(["memcached.sess_binary_protocol": "0"]) { $1 })
    #expect(bench.play(.write(version: 1), bench.id(record: 0)).written == [0])
  }

  @Test("A read asks no node twice, however many copies are configured")
  func readOrder() {
    let many = Memcached.Replicas(count: 9, nodeCount: 3)
    #expect(many.readOrder(owner: 1) == [1, 2, 0])
    #expect(Memcached.Replicas(count: 1, nodeCount: 3).readOrder(owner: 2) == [2, 0])
  }
}

@Suite("Strict mode of php-memcached") struct MemcachedStrictModeTests {
  private func play(_ id: String, fresh: [String], in bench: inout MemcachedBench) -> MemcachedRequest.Played {
    var client = MemcachedClient(bench.rules)
    var source = fresh.map { Array($0.utf8) }.makeIterator()
    return MemcachedRequest(page: .write(version: 1), rules: bench.rules)
      .play(Array(id.utf8), in: &bench, client: &client, freshIDs: &source)
  }

  private func bench() throws -> MemcachedBench {
    try MemcachedBench("a,b,c", ["session.use_strict_mode": "1", "memcached.sess_locking": "0"])
  }

  @Test("A known id stays; an unknown one is replaced, and its probe leaves nothing")
  func unknownID() throws {
    var bench = try bench()
    let first = play("stranger", fresh: ["fresh"], in: &bench)
    #expect(first.id == Array("fresh".utf8) && first.outcome.saved)
    #expect(bench.versions("stranger") == [nil, nil, nil])
    #expect(play("fresh", fresh: [], in: &bench).id == Array("fresh".utf8))
  }

  @Test("An id whose node refuses counts as unknown, and ids are made until one is on a node that answers")
  func unreachable() throws {
    var bench = try bench()
    bench.cut(0)
    let dead = (0..<100).map { "n\($0)" }.filter { bench.owner($0) == 0 }
    let live = bench.id(record: 1)
    #expect(play(dead[0], fresh: [dead[1], dead[2], live], in: &bench).id == Array(live.utf8))
    let unlucky = play(dead[0], fresh: Array(dead[1...4]), in: &bench)
    #expect(unlucky.id == Array(dead[4].utf8) && !unlucky.outcome.started)
  }

  @Test("Without a source of ids it is said that nothing can be said")
  func unknowable() throws {
    var bench = try bench()
    let outcome = bench.play(.write(version: 1), "stranger")
    #expect(!outcome.saved && outcome.written.isEmpty)
    #expect(outcome.warnings.count == 1 && outcome.warnings[0].contains("use_strict_mode"))
  }
}

@Suite("What a persistent worker of php-memcached remembers") struct MemcachedClientTests {
  private func visit(_ id: String, in bench: inout MemcachedBench, _ client: inout MemcachedClient) -> Request.Outcome {
    var none = [[UInt8]]().makeIterator()
    return MemcachedRequest(page: .visit, rules: bench.rules)
      .play(Array(id.utf8), in: &bench, client: &client, freshIDs: &none).outcome
  }

  @Test("A failed node rests for two full seconds, even when it is back")
  func pause() throws {
    var bench = try MemcachedBench("a,b,c", ["memcached.sess_locking": "0"])
    let id = bench.id(record: 0)
    var client = MemcachedClient(bench.rules)
    bench.cut(0)
    #expect(!visit(id, in: &bench, &client).started)
    bench.join(0)
    bench.wait(.milliseconds(2900))
    #expect(!visit(id, in: &bench, &client).started)
    bench.wait(.milliseconds(100))
    #expect(visit(id, in: &bench, &client).started)
  }

  @Test("An ejected node that is back fails for the life of the worker")
  func rejoin() throws {
    var bench = try MemcachedBench(
      "a,b,c",
      [
        "memcached.sess_locking": "0", "memcached.sess_remove_failed_servers": "1",
        "memcached.sess_server_failure_limit": "1",
      ])
    let id = bench.id(record: 0)
    var client = MemcachedClient(bench.rules)
    bench.cut(0)
    #expect(!visit(id, in: &bench, &client).started)
    #expect(!visit(id, in: &bench, &client).started)
    #expect(visit(id, in: &bench, &client).started)
    bench.join(0)
    bench.wait(.seconds(3))
    for _ in 0..<3 {
      let outcome = visit(id, in: &bench, &client)
      #expect(outcome.warnings.first == "error getting session from memcached: SERVER IS MARKED DEAD")
      bench.wait(.seconds(3))
    }
  }
}
