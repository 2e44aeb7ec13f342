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
    let together = try Simulation(timeline, sessions: SimulatedSessions(ids: Self.ids))
    #expect(together.traces.count < Self.ids.count, "there are classes")
    for session in 0..<Self.ids.count {
      var alone = Play(timeline, life: .request, sessions: [(session, Array(Self.ids[session]))])
      #expect(try alone.run() == [together.traces[Int(together.traceOfSession[session])]])
    }
  }

  /// Classes of two configurations, and of where sessions are at the beginning, meet in one.
  @Test("The same across a change of the configuration, with sessions that are somewhere already")
  func joinedClasses() throws {
    let copies = ["memcache.session_redundancy": "2"]
    let before = try pool(.memcache, Self.memcache, copies, "8.0")
    let after = try pool(.memcache, "tcp://d:1,tcp://e:1,tcp://a:1", copies, "8.0")
    let words = try ["visit", "cut:B", "write", "path:new", "visit", "join:B", "stop:A", "visit", "start:A", "visit"]
      .map { try EventWord($0) }
    let timeline = try Timeline(
      words, pools: [.init(before, servers: [0, 1, 2, 3]), .init(after, servers: [3, 4, 0])], storesFirst: false)
    let holders = (0..<Self.ids.count).map { [[0], [1, 2], [], [2, 3]][$0 * 7 % 4] }
    let together = try Simulation(timeline, sessions: SimulatedSessions(ids: Self.ids, holders: holders))
    #expect(together.traces.count < Self.ids.count, "there are classes")
    for session in 0..<Self.ids.count {
      var alone = Play(
        timeline, life: .request, sessions: [(session, Array(Self.ids[session]))], holders: [holders[session]])
      #expect(try alone.run() == [together.traces[Int(together.traceOfSession[session])]])
    }
  }

  @Test("Any timeline: one of a class stands for all of it", arguments: 0..<40)
  func anyTimeline(_ seed: Int) throws {
    var random = FreshIDs(session: seed, length: 256)
    var digits = (random.next() ?? []).map { Int($0) }[...]
    func next(_ count: Int) -> Int { digits.removeFirst() % count }
    let configurations: [(Handler, String, [String: String], String)] = [
      (.memcache, Self.memcache, ["memcache.session_redundancy": "\(1 + next(4))"], ["8.2", "8.0", "3.0.8"][next(3)]),
      (.memcached, "a,b,c,d", ["memcached.sess_number_of_replicas": "\(next(3))"], "3.2.0"),
      (.memcached, "a,b,c,d", ["memcached.sess_locking": "0", "memcached.sess_number_of_replicas": "1"], "3.2.0"),
    ]
    let (handler, path, directives, release) = configurations[next(configurations.count)]
    let acting = Timeline.ActingPool(try pool(handler, path, directives, release), servers: [0, 1, 2, 3])
    var words = [EventWord.write(version: nil)]
    while words.count < 30 {
      let letter = ["A", "B", "C", "D"][next(4)]
      let event = Timeline.NodeEvent.allCases[next(Timeline.NodeEvent.allCases.count)]
      let next: [EventWord] = [
        .node(event, letter), [.write(version: nil), .visit, .abort, .sleep(.seconds(2))][next(4)],
      ]
      // What does not happen to a node as it is then is refused.
      if (try? Timeline(words + next, pools: [acting])) != nil { words += next }
      if digits.count < 10 { break }
    }
    let timeline = try Timeline(words + [.visit, .snap], pools: [acting])
    let together = try Simulation(timeline, sessions: SimulatedSessions(ids: Self.ids))
    for session in stride(from: 0, to: Self.ids.count, by: 7) {
      var alone = Play(timeline, life: .request, sessions: [(session, Array(Self.ids[session]))])
      #expect(try alone.run() == [together.traces[Int(together.traceOfSession[session])]], "\(words)")
    }
  }

  /// Also where nothing is played once for many: persistent workers, made-up ids, removed servers, old releases.
  @Test("Any timeline: each user gets one answer a page, and only a page that failed is unsaved", arguments: 0..<24)
  func totals(_ seed: Int) throws {
    var random = FreshIDs(session: seed + 1000, length: 256)
    var digits = (random.next() ?? []).map { Int($0) }[...]
    func next(_ count: Int) -> Int { digits.removeFirst() % count }
    let configurations: [(Handler, String, [String: String], String)] = [
      (.memcache, Self.memcache.replacing(":1", with: ":1?persistent=1&retry_interval=3"), [:], "8.0"),
      (.memcache, Self.memcache, ["memcache.session_redundancy": "3"], "2.2.7"),
      (.memcached, "a,b,c,d", ["session.use_strict_mode": "1", "memcached.sess_locking": "0"], "3.2.0"),
      (.memcached, "a,b,c,d", ["memcached.sess_remove_failed_servers": "1"], "3.2.0"),
      (
        .memcached, "a,b,c,d", ["memcached.sess_persistent": "1", "memcached.sess_remove_failed_servers": "1"], "3.2.0"
      ),
    ]
    let (handler, path, directives, release) = configurations[seed % configurations.count]
    let acting = Timeline.ActingPool(try pool(handler, path, directives, release), servers: [0, 1, 2, 3])
    var words = [EventWord.write(version: nil)]
    while digits.count >= 10 {
      let event = Timeline.NodeEvent.allCases[next(Timeline.NodeEvent.allCases.count)]
      let next: [EventWord] = [
        .node(event, ["A", "B", "C", "D"][next(4)]),
        [.write(version: nil), .visit, .abort, .sleep(.seconds(2))][next(4)],
      ]
      if (try? Timeline(words + next, pools: [acting])) != nil { words += next }
    }
    let timeline = try Timeline(words + [.visit], pools: [acting])
    for life in WorkerLife.allCases {
      let simulation = try Simulation(timeline, sessions: SimulatedSessions(ids: Self.ids), life: life)
      for (step, counts) in simulation.counts.enumerated().dropFirst() {
        guard let counts else { continue }
        let seen = try #require(simulation.seen(at: step))
        #expect(seen.count == Self.ids.count && seen.allSatisfy { "KSsLEN".contains($0) }, "\(words) \(step)")
        let unsaved = simulation.unsaved(at: step) ?? ""
        #expect(counts.writeFailed == unsaved.count { $0 == "x" })
        for (letter, mark) in zip(seen, unsaved) where letter == "E" { #expect(mark == "x") }
      }
    }
  }

  /// A worker with 300 users who wait 30 s each would need hours; real users are served by many workers.
  @Test("Sessions age by their own waits and by sleep, not by the waits of other users")
  func ages() throws {
    let pool = try pool(
      .memcached, "a,b", ["memcached.sess_persistent": "1", "session.gc_maxlifetime": "1440"], "3.2.0")
    func last(_ sleep: String) throws -> StepCounts {
      let words = try ["write", "freeze:A", "visit", "thaw:A", sleep, "visit"].map { try EventWord($0) }
      let simulation = try Simulation(
        try Timeline(words, pools: [.init(pool, servers: [0, 1])]), sessions: SimulatedSessions(ids: Self.ids),
        life: .persistent)
      let waits = simulation.counts.compactMap(\.?.totalWait).reduce(.zero, +)
      #expect(waits > .seconds(1440))
      return try #require(simulation.counts.compactMap(\.self).last)
    }
    #expect(try last("sleep:40").kept == Self.ids.count)
    #expect(try last("sleep:1500").lost == Self.ids.count)
  }

  @Test("In strict mode a browser goes on with the id that a page without a session sent, the command line does not")
  func cookies() throws {
    let pool = try pool(.memcached, "a,b", ["session.use_strict_mode": "1"], "3.2.0")
    let words = try ["write", "cut:A", "visit", "join:A", "visit"].map { try EventWord($0) }
    let timeline = try Timeline(words, pools: [.init(pool, servers: [0, 1])])
    func seen(_ cookies: Cookies) throws -> [String] {
      let simulation = try Simulation(timeline, sessions: SimulatedSessions(ids: Self.ids), cookies: cookies)
      return try [2, 4].map { try #require(simulation.seen(at: $0)) }
    }
    let (browser, commandLine) = (try seen(.browser), try seen(.commandLine))
    #expect(browser[0] == commandLine[0] && browser[0].contains("E"))
    // Where only the lock could not be had, the id is still the old one.
    let replaced = zip(browser[1], commandLine[1]).filter { $0 != $1 }
    #expect(!replaced.isEmpty)
    #expect(replaced.allSatisfy { $0 != "K" && $1 == "K" }, "the session is there, and nobody comes with its id")
  }

  @Test("Who is no longer waited for stops", arguments: WorkerLife.allCases)
  func cancelled(_ life: WorkerLife) async throws {
    let pool = try pool(.memcache, Self.memcache, [:], "8.0")
    let timeline = try Timeline([.visit], pools: [.init(pool, servers: [0, 1, 2, 3])])
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try Simulation(timeline, sessions: SimulatedSessions(ids: Self.ids), life: life).traces.count
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
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
    let simulation = try Simulation(
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
    let simulation = try Simulation(
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
      let simulation = try Simulation(
        try Timeline(words, pools: [.init(pool, servers: [0, 1, 2, 3])]), sessions: SimulatedSessions(ids: Self.ids))
      return try #require(simulation.counts.compactMap(\.self).last)
    }
    #expect(try final(events + " guard:A").harmed == 0)
    let healsByItself = release == "8.2" && events.hasPrefix("stop")
    #expect(try (final(events).harmed == 0) == healsByItself)
  }

  @Test("A guard acts where a node answers, and once more when nothing passes the node by any longer")
  func wovenGuard() throws {
    let pool = try pool(.memcache, "tcp://a:1,tcp://b:1", [:], "8.0")
    func woven(_ events: String) throws -> String {
      let words = try events.split(separator: " ").map { try EventWord(String($0)) }
      return try Timeline(words, pools: [.init(pool, servers: [0, 1])]).guarded(secondPass: .seconds(30)).steps
        .map(\.text).joined(separator: " ")
    }
    #expect(
      try woven("write cut:A flush:A join:A visit") == "write:1 cut:A flush:A join:A guard:a:1 visit",
      "not while it is away")
    #expect(
      try woven("write cut:A join:A sleep:30 visit sleep:1 visit")
        == "write:1 cut:A join:A guard:a:1 sleep:30 visit sleep:1 guard:a:1 visit")
    #expect(
      try woven("write cut:A join:A sleep:10 stop:a sleep:60 visit")
        == "write:1 cut:A join:A guard:a:1 sleep:10 stop:a sleep:60 visit", "whatever it is called")
  }

  @Test("A sleep is a cause where sessions end in it, and nowhere else")
  func sleeps() throws {
    let pool = try pool(.memcache, "tcp://a:1,tcp://b:1", ["memcache.session_redundancy": "1"], "8.0")
    func sentence(_ events: String) throws -> String {
      let words = try events.split(separator: " ").map { try EventWord(String($0)) }
      let timeline = try Timeline(words, pools: [.init(pool, servers: [0, 1])])
      return Damage(try Simulation(timeline, sessions: SimulatedSessions(ids: Self.ids))).sentence
    }
    #expect(try sentence("write stop:A sleep:600 visit").hasSuffix("when a:1 is down."))
    #expect(try sentence("write stop:A sleep:1440 visit").hasSuffix("after 1440 s in which nobody came."))
  }

  @Test("A guard leaves the only copy there is, whatever the release would let it flush")
  func onlyCopies() throws {
    let pool = try pool(.memcache, "tcp://a:1,tcp://b:1", [:], "8.2")
    for events in ["write stop:B start:B cut:A join:A guard:A visit", "write cut:A cut:B join:A guard:A visit"] {
      let words = try events.split(separator: " ").map { try EventWord(String($0)) }
      let simulation = try Simulation(
        try Timeline(words, pools: [.init(pool, servers: [0, 1])]), sessions: SimulatedSessions(ids: Self.ids))
      #expect(simulation.counts.compactMap(\.self).last?.kept == Self.ids.count, "\(events)")
    }
  }

  @Test(
    "The sentence says what happened",
    arguments: [
      ("write cut:A flush:A join:A visit", "is back, empty."),
      ("write cut:A write visit", "cannot be reached."),
      ("write stop:A start:A visit", "is back, empty."), ("write stop:A start:A guard:A stop:B visit", "b:1 is down."),
      ("write sleep:3600 visit", "after 3600 s in which nobody came."), ("write visit", "All 300 sessions are kept."),
    ])
  func sentences(_ events: String, _ end: String) throws {
    let pool = try pool(.memcache, "tcp://a:1,tcp://b:1", ["memcache.session_redundancy": "1"], "8.0")
    let words = try events.split(separator: " ").map { try EventWord(String($0)) }
    let simulation = try Simulation(
      try Timeline(words, pools: [.init(pool, servers: [0, 1])]), sessions: SimulatedSessions(ids: Self.ids))
    #expect(Damage(simulation).sentence.hasSuffix(end), "\(Damage(simulation).sentence)")
  }

  @Test("Each harm has its own cause, not the last event")
  func causes() throws {
    let path = "abcd".map { "tcp://\($0):1" }.joined(separator: ",")
    let pool = try pool(.memcache, path, ["memcache.session_redundancy": "1"], "8.0")
    func sentence(_ events: String) throws -> String {
      let words = try events.split(separator: " ").map { try EventWord(String($0)) }
      let simulation = try Simulation(
        try Timeline(words, pools: [.init(pool, servers: [0, 1, 2, 3])]), sessions: SimulatedSessions(ids: Self.ids))
      return Damage(simulation).sentence
    }
    let two = try sentence("write flush:A visit stop:B visit start:B visit")
    #expect(two.contains("users are logged out when a:1 was flushed; "), "\(two)")
    #expect(two.hasSuffix(" are logged out when b:1 is down."), "\(two)")
    let late = try sentence("write flush:A visit cut:B join:B visit")
    #expect(late.hasSuffix("users are logged out when a:1 was flushed."), "what came later did nothing: \(late)")
    let many = try sentence("write flush:A visit flush:B visit flush:C visit flush:D visit")
    #expect(many.hasPrefix("300 of 300 users are logged out, most of them ("), "\(many)")
  }

  @Test("Logged out by another id and logged out are one harm, which began with the first")
  func causeOfNewIDs() throws {
    let pool = try pool(.memcached, "a,b", ["session.use_strict_mode": "1", "memcached.sess_locking": "0"], "3.2.0")
    let words = try ["write", "stop:A", "visit", "visit", "flush:B", "visit"].map { try EventWord($0) }
    let simulation = try Simulation(
      try Timeline(words, pools: [.init(pool, servers: [0, 1])]), sessions: SimulatedSessions(ids: Self.ids))
    let seen = try [2, 3, 5].map { Array(try #require(simulation.seen(at: $0))) }
    let out = seen[0].indices.count { "NL".contains(seen[1][$0]) && "NL".contains(seen[2][$0]) }
    #expect(seen[0].indices.contains { seen[0][$0] == "N" && seen[1][$0] == "L" })
    let sentence = Damage(simulation).sentence
    #expect(sentence.hasPrefix("\(out) of 300 users are logged out when a:11211 is down; "), "\(sentence)")
  }

  @Test("Sessions that are there already are the first version, and end when their lifetime does")
  func liveSessions() throws {
    let pool = try pool(.memcache, "tcp://a:1,tcp://b:1", ["memcache.session_redundancy": "2"], "8.0")
    func last(_ events: String) throws -> StepCounts {
      let words = try events.split(separator: " ").map { try EventWord(String($0)) }
      let timeline = try Timeline(words, pools: [.init(pool, servers: [0, 1])], storesFirst: false)
      let sessions = SimulatedSessions(ids: Self.ids, holders: Self.ids.ranges.map { _ in [0, 1] })
      return try #require(try Simulation(timeline, sessions: sessions).counts.compactMap(\.self).last)
    }
    #expect(try last("cut:A write join:A visit").stale > 0)
    #expect(try last("sleep:1000 visit").kept == Self.ids.count)
    #expect(try last("sleep:1500 visit").lost == Self.ids.count)
  }

  @Test("Time is what the settings say: a hole costs the connect, a frozen node the answer")
  func waits() throws {
    func wait(_ handler: Handler, _ path: String, _ directives: [String: String], _ event: String) throws -> Duration {
      let pool = try pool(handler, path, directives, handler == .memcache ? "8.0" : "3.2.0")
      let words = try ["write", "\(event):A", "visit"].map { try EventWord($0) }
      let simulation = try Simulation(
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
