import Placement
import Replay
import Testing

@Suite("pecl/memcache locks sessions") struct MemcacheLockTests {
  @Test("a page that does not close leaves the lock: the next one waits until it expires", arguments: ["8.0", "8.2"])
  func abandonedLock(release: String) throws {
    let session = try MirroredSession(release: release, directives: ["memcache.lock_timeout": "3"])
    var world = session.world()
    _ = session.play(.write(version: 1), in: &world)
    #expect(session.play(.abort, in: &world).written.isEmpty)
    #expect(world.get(session.lock, on: session.primary)?.value == 1)
    let outcome = session.play(.visit, in: &world)
    #expect(outcome.version == 1)
    // 5 ms doubled up to 640 ms is 1.275 s, then whole seconds until 3 s have passed.
    #expect(world.now == .milliseconds(3275))
  }

  @Test("the write opens the lock on every copy")
  func unlock() throws {
    let session = try MirroredSession(release: "8.2")
    var world = session.world()
    _ = session.play(.write(version: 1), in: &world)
    for node in [session.primary, session.mirror] {
      #expect(world.get(session.lock, on: node) == Item(value: 0, expires: .seconds(15)))
      #expect(world.get(session.data, on: node) == Item(value: 1, expires: .seconds(1440)))
    }
  }

  @Test("a lock that never opens costs twice lock_timeout; with data PHP dies then", arguments: [true, false])
  func lockHeldForEver(hasData: Bool) throws {
    let session = try MirroredSession(release: "8.2", directives: ["memcache.lock_timeout": "2"])
    var world = session.world()
    if hasData { world.set(session.data, Item(value: 1), on: session.primary) }
    world.set(session.lock, Item(value: 1), on: session.primary)
    let outcome = session.play(.visit, in: &world)
    #expect(world.now == .milliseconds(4275))
    #expect(outcome.started == !hasData)
    #expect(outcome.saved == !hasData)
    #expect(outcome.readFrom == nil)
  }

  @Test("a new session whose probes do not meet the second server waits for its own lock, by the new rule only")
  func probeBound() throws {
    let id = Array("d41d8cd98f00b204e9800998ec".utf8)
    for (release, waits) in [("8.0", false), ("8.2", true)] {
      let pool = try memcachePool(
        "tcp://10.0.0.1:11211?weight=500,tcp://10.0.0.2:11211?weight=20",
        ["memcache.max_failover_attempts": "1", "memcache.lock_timeout": "2"], release: release)
      var world = SimulatedWorld(nodeCount: 2, down: [])
      let outcome = Request(.write(version: 1), pool: pool).play(id, in: &world)
      #expect((world.now >= .seconds(2)) == waits)
      #expect(outcome.written.sorted() == [0, 1])
    }
  }

  @Test("a long wait is played in few steps", arguments: [true, false])
  func longWait(expires: Bool) throws {
    let session = try MirroredSession(release: "8.2", directives: ["memcache.lock_timeout": "2592000"])
    var world = CountingWorld(session.world())
    let end = expires ? Duration.milliseconds(1_000_000_500) : nil
    world.set(session.lock, Item(value: 1, expires: end), on: session.primary)
    let outcome = session.play(.write(version: 1), in: &world)
    // Naps of 1.275 s in all, then as many whole seconds as it takes.
    #expect(world.now == .milliseconds(expires ? 1_000_001_275 : 5_184_000_275))
    #expect(world.calls < 100)
    #expect(outcome.lockedOn == (expires ? session.primary : nil))
    #expect(outcome.written == [session.primary, session.mirror])
  }

  @Test("a lock of more than 30 days is gone at once", arguments: ["8.0", "8.2"])
  func lockInThePast(release: String) throws {
    let session = try MirroredSession(release: release, directives: ["memcache.lock_timeout": "2592001"])
    var world = session.world()
    #expect(session.play(.abort, in: &world).lockedOn == session.primary)
    #expect(world.get(session.lock, on: session.primary) == nil)
    _ = session.play(.visit, in: &world)
    #expect(world.now == .zero)
  }

  @Test("the largest lock_timeout is located at once", arguments: ["2592000", "100000000", "9223372036854775807"])
  func absurdTimeout(timeout: String) throws {
    let pool = try memcachePool(
      "tcp://a:1, tcp://b:2, tcp://c:3",
      ["memcache.max_failover_attempts": "1", "memcache.lock_timeout": timeout], release: "8.2")
    let locator = Locator(pool: pool, down: [2])
    for number in 0..<50 {
      let location = locator.locate(Array("id\(number)".utf8))
      #expect(location.lockNode == location.owner)
      #expect(location.owner != 2)
    }
  }

  @Test("gc_maxlifetime above 30 days is a date in the past up to 3.0.8", arguments: [("3.0.8", false), ("8.2", true)])
  func longLife(release: String, lives: Bool) throws {
    let session = try MirroredSession(
      release: release, directives: ["session.gc_maxlifetime": "2592001", "memcache.session_redundancy": "3"])
    var world = session.world()
    _ = session.play(.write(version: 1), in: &world)
    #expect((session.play(.visit, in: &world).version == 1) == lives)
  }
}

@Suite("What a worker of pecl/memcache remembers") struct MemcacheFailureMemoryTests {
  @Test("a persistent server is avoided for retry_interval after a failure, others are tried by the next request")
  func pause() throws {
    for (query, avoided) in [("?persistent=1&retry_interval=2", true), ("?retry_interval=2", false)] {
      let session = try MirroredSession(release: "8.2")
      let pool = try memcachePool("tcp://10.0.0.1:11211\(query),tcp://10.0.0.2:11211\(query)", release: "8.2")
      guard case .memcache(let rules) = pool.rules else { return }
      let visit = MemcacheRequest(page: .visit, rules: rules)
      var failures = MemcacheFailures()
      var world = session.world(down: [session.primary])
      _ = MemcacheRequest(page: .write(version: 1), rules: rules).play(session.id, in: &world, failures: &failures)
      world = session.world(like: world, down: [])
      #expect(visit.play(session.id, in: &world, failures: &failures).written.contains(session.primary) == !avoided)
      world.sleep(.seconds(2))
      #expect(visit.play(session.id, in: &world, failures: &failures).written.contains(session.primary))
    }
  }

  @Test("a negative retry_interval is for ever, 0 is not at all", arguments: [(-1, false), (0, true)])
  func retryInterval(seconds: Int, isTried: Bool) throws {
    let session = try MirroredSession(release: "8.2")
    let query = "?persistent=1&retry_interval=\(seconds)"
    let pool = try memcachePool("tcp://10.0.0.1:11211\(query),tcp://10.0.0.2:11211\(query)", release: "8.2")
    guard case .memcache(let rules) = pool.rules else { return }
    var failures = MemcacheFailures()
    var world = session.world(down: [session.primary])
    let visit = MemcacheRequest(page: .visit, rules: rules)
    _ = visit.play(session.id, in: &world, failures: &failures)
    world = session.world(like: world, down: [])
    if seconds < 0 { world.sleep(.seconds(100_000)) }
    #expect(visit.play(session.id, in: &world, failures: &failures).written.contains(session.primary) == isTried)
  }
}
