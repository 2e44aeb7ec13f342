import PHPConfiguration
import Placement
import Testing

@testable import Replay

@Suite("Prediction against fact") struct ComparisonTests {
  private static func timeline(_ events: [String], strict: Bool = false) throws -> Timeline {
    var configuration = Configuration()
    for (name, value) in [
      "session.save_handler": "memcached", "session.save_path": "10.0.0.1:1,10.0.0.2:2",
      "session.use_strict_mode": strict ? "1" : "0", "mcpool.extension_release": "3.2.0",
    ] {
      configuration.set(name, to: Array(value.utf8), from: "test")
    }
    let pool = try Pool(configuration: configuration)
    return try Timeline(
      events.map { word throws(EventError) in try EventWord(word) }, pools: [.init(pool, servers: [0, 1])])
  }

  private static let sessions = SimulatedSessions(
    ids: SessionBatch((0..<30).map { number in Array("session\(100 + number)".utf8) }))

  /// Of each session a trace of its own.
  private static func traces(_ simulation: Simulation) -> [Trace] {
    simulation.traceOfSession.map { simulation.traces[Int($0)] }
  }

  @Test("The same traces agree, however long pages waited") func same() throws {
    let timeline = try Self.timeline(["stop:A", "visit", "snap"])
    let prediction = try Simulation(timeline, sessions: Self.sessions)
    var traces = Self.traces(prediction)
    for index in traces.indices { traces[index].steps[2].wait = .seconds(3) }
    let comparison = Comparison(prediction, Simulation(observed: traces, of: timeline, life: .request))
    #expect(comparison.agrees && !comparison.isByCounts)
  }

  @Test("A letter, a failed write and what a server holds are told with their session") func other() throws {
    let timeline = try Self.timeline(["visit", "snap"])
    let prediction = try Simulation(timeline, sessions: Self.sessions)
    var traces = Self.traces(prediction)
    traces[3].steps[1].fate = .lost
    traces[4].steps[1].isSaved = false
    traces[5].steps[2].held = Array("11".utf8)
    let comparison = Comparison(prediction, Simulation(observed: traces, of: timeline, life: .request))
    #expect(comparison.differences.map(\.session) == [3, 4, 5])
    #expect(comparison.differences.map(\.real) == ["L", "Kx", "11"])
    #expect([0, 1, 2].map { comparison.differing(at: $0) } == [0, 2, 1])
  }

  @Test("What a frozen server holds is not compared") func frozen() throws {
    let timeline = try Self.timeline(["freeze:A", "snap"])
    let prediction = try Simulation(timeline, sessions: Self.sessions)
    var traces = Self.traces(prediction)
    for index in traces.indices { traces[index].steps[2].held[0] = UInt8(ascii: "-") }
    #expect(Comparison(prediction, Simulation(observed: traces, of: timeline, life: .request)).agrees)
  }

  @Test("Where ids are random, counts may be away as far as chance reaches, and no further") func chance() throws {
    let timeline = try Self.timeline(["stop:A", "visit"], strict: true)
    func played(_ chance: Int) throws -> Simulation {
      try Simulation(timeline, sessions: Self.sessions, chance: chance)
    }
    let chances = try (1...200).map(played)
    let prediction = try played(0)
    for chance in 201...260 { #expect(Comparison(prediction, try played(chance), chances: chances).agrees) }
    var traces = Self.traces(try played(300))
    for index in traces.indices { traces[index].steps[2].fate = .stale }
    let comparison = Comparison(
      prediction, Simulation(observed: traces, of: timeline, life: .request), chances: chances)
    #expect(comparison.isByCounts)
    let stale = comparison.differences.first { $0.kind == "stale" }
    #expect(stale?.predicted == "0" && stale?.real == "30")
  }
}
