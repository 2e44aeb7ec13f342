import PHPConfiguration
import Placement
import Testing

@testable import Replay

@Suite("Many sessions through a timeline") struct SimulationTests {
  private static let ids = SessionBatch((0..<300).map { Array("session-of-a-user-number-\($0)".utf8) })

  private func pool(_ handler: Handler, _ path: String, _ directives: [String: String], _ release: String) throws
    -> Pool
  {
    var configuration = Configuration()
    configuration.set("session.save_path", to: Array(path.utf8), from: "test")
    for (name, value) in directives { configuration.set(name, to: Array(value.utf8), from: "test") }
    return try Pool(
      configuration: configuration, handler: handler, release: Release(value: release, provenance: .stated))
  }

  private static let memcache = "tcp://a:1,tcp://b:1,tcp://c:1,tcp://d:1"

  @Test(
    "One of a class stands for all of it: the same letters as each session by itself",
    arguments: [
      (Handler.memcache, memcache, ["memcache.session_redundancy": "3"], "8.0"),
      (.memcache, memcache, ["memcache.hash_strategy": "standard", "memcache.hash_function": "fnv"], "8.2"),
      (.memcache, memcache, ["memcache.session_redundancy": "1"], "3.0.8"),
      (.memcached, "a,b,c,d", ["memcached.sess_number_of_replicas": "2"], "3.2.0"),
      (.memcached, "a:1:1,b:1:3,c:1:2", ["memcached.sess_locking": "0"], "3.2.0"),
    ])
  func classes(_ handler: Handler, _ path: String, _ directives: [String: String], _ release: String) throws {
    let pool = try pool(handler, path, directives, release)
    let servers = Array(pool.nodes.indices)
    let words = try "write stop:A visit start:A visit cut:B write freeze:C visit thaw:C join:B visit flush:A visit snap"
      .split(separator: " ").map { try EventWord(String($0)) }
    let timeline = try Timeline(words, pools: [.init(pool, servers: servers)])
    let together = Simulation(timeline, sessions: SimulatedSessions(ids: Self.ids))
    #expect(together.traces.count < Self.ids.count, "there are classes")
    for session in 0..<Self.ids.count {
      var alone = Play(timeline, life: .request, sessions: [(session, Array(Self.ids[session]))])
      #expect(alone.run() == [together.traces[Int(together.traceOfSession[session])]])
    }
  }

  @Test("Sessions that a request tells apart further are played one by one")
  func noClasses() throws {
    let apart: [(Handler, String, [String: String], String)] = [
      (.memcached, "a,b,c", ["session.use_strict_mode": "1"], "3.2.0"),
      (.memcached, "a,b,c", ["memcached.sess_remove_failed_servers": "1"], "3.2.0"),
      (.memcache, Self.memcache, [:], "2.2.7"),
    ]
    for (handler, path, directives, release) in apart {
      #expect(SessionClasses(Self.ids, pool: try pool(handler, path, directives, release)) == nil)
    }
  }

  @Test("Counts are of the letters")
  func counts() throws {
    let pool = try pool(.memcache, Self.memcache, ["memcache.session_redundancy": "1"], "8.0")
    let words = try "write cut:A write visit join:A visit".split(separator: " ").map { try EventWord(String($0)) }
    let simulation = Simulation(
      try Timeline(words, pools: [.init(pool, servers: [0, 1, 2, 3])]), sessions: SimulatedSessions(ids: Self.ids))
    let seen = try #require(simulation.seen(at: 5))
    let counts = try #require(simulation.counts[5])
    #expect(counts.kept == seen.count { $0 == "K" })
    #expect(counts.oldUnacked == seen.count { $0 == "s" })
    #expect(counts.kept + counts.oldUnacked == Self.ids.count && counts.oldUnacked > 0)
    #expect(simulation.counts[2]?.writeFailed == simulation.unsaved(at: 2)?.count { $0 == "x" })
    #expect(simulation.counts[1] == nil && simulation.seen(at: 0) == nil)
  }

  @Test("Sessions that are there already begin where they are")
  func holders() throws {
    let pool = try pool(.memcache, Self.memcache, ["memcache.session_redundancy": "1"], "8.0")
    var owner = Candidates()
    let id = Array(Self.ids[0])
    pool.placement.place(id.span, into: &owner)
    let stray = (owner[0] + 1) % 4
    let batch = SessionBatch([id, id])
    let timeline = try Timeline([.visit], pools: [.init(pool, servers: [0, 1, 2, 3])], storesFirst: false)
    let simulation = Simulation(
      timeline, sessions: SimulatedSessions(ids: batch, holders: [[owner[0]], [stray]]))
    #expect(simulation.seen(at: 0) == "KL")
  }

  @Test(
    "A guard keeps what a returned node would lose, by the rule of its release",
    arguments: [
      ("8.0", "cut:A write join:A"), ("8.2", "cut:A write join:A"), ("8.0", "stop:A start:A"),
      ("8.2", "stop:A start:A"),
    ])
  func guarded(_ release: String, _ events: String) throws {
    let pool = try pool(.memcache, Self.memcache, [:], release)
    func final(_ events: String) throws -> StepCounts {
      let words = try (events + " visit").split(separator: " ").map { try EventWord(String($0)) }
      let simulation = Simulation(
        try Timeline(words, pools: [.init(pool, servers: [0, 1, 2, 3])]), sessions: SimulatedSessions(ids: Self.ids))
      return try #require(simulation.counts.compactMap(\.self).last)
    }
    #expect(try final(events + " guard:A").harmed == 0)
    let healsByItself = release == "8.2" && events.hasPrefix("stop")
    #expect(try (final(events).harmed == 0) == healsByItself)
  }

  @Test("A guard leaves the only copy there is, whatever the release would let it flush")
  func onlyCopies() throws {
    let pool = try pool(.memcache, "tcp://a:1,tcp://b:1", [:], "8.2")
    for events in ["write stop:B start:B cut:A join:A guard:A visit", "write cut:A cut:B join:A guard:A visit"] {
      let words = try events.split(separator: " ").map { try EventWord(String($0)) }
      let simulation = Simulation(
        try Timeline(words, pools: [.init(pool, servers: [0, 1])]), sessions: SimulatedSessions(ids: Self.ids))
      #expect(simulation.counts.compactMap(\.self).last?.kept == Self.ids.count, "\(events)")
    }
  }

  @Test(
    "The sentence says what happened",
    arguments: [
      ("write cut:A flush:A join:A visit", "is back, empty."),
      ("write cut:A write start:A visit", "cannot be reached."),
      ("write stop:A start:A visit", "is back, empty."), ("write stop:A start:A guard:A stop:B visit", "b:1 is down."),
      ("write sleep:3600 visit", "after 3600 s in which nobody came."), ("write visit", "All 300 sessions are kept."),
    ])
  func sentences(_ events: String, _ end: String) throws {
    let pool = try pool(.memcache, "tcp://a:1,tcp://b:1", ["memcache.session_redundancy": "1"], "8.0")
    let words = try events.split(separator: " ").map { try EventWord(String($0)) }
    let simulation = Simulation(
      try Timeline(words, pools: [.init(pool, servers: [0, 1])]), sessions: SimulatedSessions(ids: Self.ids))
    #expect(Damage(simulation).sentence.hasSuffix(end), "\(Damage(simulation).sentence)")
  }

  @Test("Time is what the settings say: a hole costs the connect, a frozen node the answer")
  func waits() throws {
    func wait(_ handler: Handler, _ path: String, _ directives: [String: String], _ event: String) throws -> Duration {
      let pool = try pool(handler, path, directives, handler == .memcache ? "8.0" : "3.2.0")
      let words = try ["write", "\(event):A", "visit"].map { try EventWord($0) }
      let simulation = Simulation(
        try Timeline(words, pools: [.init(pool, servers: [0, 1])]), sessions: SimulatedSessions(ids: Self.ids))
      return try #require(simulation.counts[2]).longestWait
    }
    let slow = "tcp://a:1?timeout=3,tcp://b:1?timeout=3"
    #expect(try wait(.memcache, "tcp://a:1,tcp://b:1", [:], "hole") == .seconds(1))
    #expect(try wait(.memcache, slow, [:], "hole") == .seconds(3))
    #expect(try wait(.memcache, slow, [:], "freeze") == .seconds(3))
    let unlocked = ["memcached.sess_locking": "0"]
    #expect(try wait(.memcached, "a,b", unlocked, "hole") == .seconds(4))
    #expect(
      try wait(.memcached, "a,b", unlocked.merging(["memcached.sess_connect_timeout": "250"]) { $1 }, "hole")
        == .milliseconds(250))
    #expect(try wait(.memcached, "a,b", [:], "freeze") == .seconds(30), "six tries to lock, five seconds each")
  }
}
