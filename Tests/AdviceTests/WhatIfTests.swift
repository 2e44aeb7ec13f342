import Advice
import PHPConfiguration
import Placement
import Replay
import Testing

@Suite("What would help") struct WhatIfTests {
  private static let sessions = SimulatedSessions(
    ids: SessionBatch((0..<200).map { Array("session-of-a-user-number-\($0)".utf8) }))

  private func advice(
    _ handler: Handler, _ path: String, _ more: [String] = [], release: String, _ events: String,
    life: WorkerLife = .request
  ) throws -> String {
    let pool = try comparedPool(
      (["session.save_handler = \(handler.rawValue)", "session.save_path = \"\(path)\""] + more).joined(
        separator: "\n"), release: release)
    let words = try events.split(separator: " ").map { try EventWord(String($0)) }
    let whatIf = WhatIf(words, pools: [pool], serverName: nil)
    let simulation = try Simulation(try whatIf.timeline(storesFirst: true), sessions: Self.sessions, life: life)
    return try whatIf.advice(for: Damage(simulation), Self.sessions, life: life)
  }

  private static let restart = "stop:A visit start:A visit"

  @Test("The change that changes least among those that help most")
  func best() throws {
    let two = "tcp://a:1, tcp://b:1"
    #expect(
      try advice(.memcache, two, ["memcache.session_redundancy = 1"], release: "8.2", Self.restart)
        == "With memcache.session_redundancy = 2 nobody would lose anything.")
    let guarded = try advice(.memcache, two, release: "8.0", Self.restart)
    #expect(guarded.hasPrefix("With mcpool guard --yes nobody would lose anything (who visits in the moment before"))
    // 3.0.8 keeps a copy less than session_redundancy says.
    #expect(
      try advice(.memcache, two, ["memcache.session_redundancy = 1"], release: "3.0.8", "stop:A visit").hasPrefix(
        "With memcache.session_redundancy = 3 "))
    #expect(
      try advice(.memcached, "a, b", release: "3.2.0", "stop:A visit")
        == "With memcached.sess_number_of_replicas = 1, memcached.sess_locking = 0 nobody would lose anything.")
  }

  @Test("Where there is nothing to set, that is said")
  func nothing() throws {
    #expect(
      try advice(.memcache, "tcp://a:1", release: "8.2", Self.restart).hasPrefix("With one node there is nothing"))
    #expect(try advice(.memcache, "tcp://a:1, tcp://b:1", release: "8.2", "visit") == "Nothing has to be changed.")
    #expect(
      try advice(.memcache, "tcp://a:1, tcp://b:1", release: "8.2", "flush:A flush:B visit")
        == "None of the settings that mcpool knows of makes it better.")
    #expect(
      try advice(.memcache, "tcp://a:1, tcp://b:1", release: "8.2", "hole:A visit").hasPrefix(
        "No session is at stake; how long PHP waits"))
  }

  @Test("Nobody is sent into mixed answers: copies over kept connections only without locks")
  func mixed() throws {
    let advice = try advice(
      .memcached, "a, b", ["memcached.sess_persistent = 1"], release: "3.2.0", Self.restart, life: .persistent)
    #expect(advice.contains("memcached.sess_number_of_replicas = 1"))
    #expect(advice.contains("memcached.sess_locking = 0"))
  }
}
