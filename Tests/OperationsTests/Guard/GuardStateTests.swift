import FoundationEssentials
import MemcacheClient
import Testing

@testable import Operations

@Suite("What a guard remembers of an outage") struct GuardStateTests {
  /// A server that began in second 1000, looked at in second 5000 of its own.
  static let mark = NodeMark(
    pid: "100", started: 1000, flush: nil, flushes: 0, stored: 500, isFileBacked: false, seen: 5000)

  static func restarted(_ seen: Int) -> NodeMark {
    NodeMark(pid: "200", started: seen - 5, flush: nil, flushes: 0, stored: 0, isFileBacked: false, seen: seen)
  }

  /// Nodes that were met in second 90 and have been well until second 100 of this machine's clock.
  static func state(_ names: [String] = ["a", "b", "c"]) -> GuardState {
    var state = GuardState(guardID: "me")
    for name in names {
      var node = GuardState.Node()
      _ = node.life.answered(mark, at: 90)
      node.markedAt = 90
      node.life.stayed(at: 100)
      state.nodes[name] = node
    }
    return state
  }

  static func beat(_ round: Int, _ cas: UInt64) -> GuardState.Beat { GuardState.Beat(round: round, cas: cas) }

  @Test("It began when the node was last well, by this machine's clock and by the node's own")
  func since() throws {
    var state = Self.state()
    state.beginOutage(of: "a")
    let outage = try #require(state.nodes["a"]?.outage)
    #expect(outage.since == 100 && outage.sinceThere == 5010)
    #expect(outage.nodes.keys.sorted() == ["a", "b", "c"])
  }

  @Test(
    "The marks of the earliest outage count until it is over; whoever has mended it must have done so since the latest")
  func earliest() throws {
    var state = Self.state()
    state.nodes["a"]?.beats = [Self.beat(1, 100)]
    state.beginOutage(of: "a")
    let first = try #require(state.nodes["a"]?.outage)
    _ = state.nodes["a"]?.life.failed(.refused, at: 101)
    _ = state.nodes["a"]?.life.answered(Self.restarted(5100), at: 110)
    state.nodes["a"]?.markedAt = 110
    _ = state.nodes["a"]?.life.mended(at: 111, settles: 30)
    state.nodes["a"]?.life.stayed(at: 112)
    state.nodes["a"]?.beats = [Self.beat(9, 900)]
    state.beginOutage(of: "a")
    let second = try #require(state.nodes["a"]?.outage)
    #expect(
      second.since == first.since && second.marks == ["a": .init(before: nil, since: 100)]
        && second.nodes == first.nodes)
    #expect(second.sinceThere == 5102)
  }

  @Test("A node that was never seen well has none")
  func neverSeen() {
    var state = GuardState(guardID: "me")
    state.nodes["a"] = GuardState.Node()
    state.beginOutage(of: "a")
    state.beginOutage(of: "nobody's")
    #expect(state.nodes["a"]?.outage == nil && state.nodes.count == 1)
  }

  @Test("Its marks are of two rounds of beats: the node's own last ones")
  func sameRounds() {
    var state = Self.state(["a", "b", "c", "d"])
    state.nodes["a"]?.beats = [Self.beat(1, 11), Self.beat(6, 16)]
    // It was asked after the other had failed already.
    state.nodes["b"]?.beats = [Self.beat(1, 21), Self.beat(6, 26), Self.beat(11, 31)]
    state.nodes["c"]?.beats = [Self.beat(11, 41)]
    state.nodes["d"]?.beats = [Self.beat(6, 56), Self.beat(11, 61)]
    state.beginOutage(of: "a")
    #expect(
      state.nodes["a"]?.outage?.marks == [
        "a": .init(before: 11, since: 16), "b": .init(before: 21, since: 26), "d": .init(before: nil, since: 56),
      ])
  }

  @Test("Without beats there are no marks")
  func withoutBeats() {
    var state = Self.state()
    state.beginOutage(of: "a")
    #expect(state.nodes["a"]?.outage?.marks == [:])
  }

  @Test("A mark of a server that has begun anew means nothing: it counts from 1 again")
  func restarts() throws {
    var state = Self.state()
    for name in ["a", "b", "c"] { state.nodes[name]?.beats = [Self.beat(1, 50)] }
    state.beginOutage(of: "a")
    let outage = try #require(state.nodes["a"]?.outage)
    let names = ["c", "a", "b", "new"]
    let mark = OutageMarks.Mark(before: nil, since: 50)
    #expect(state.marks(since: outage, on: names) == OutageMarks([mark, mark, mark, nil]))
    _ = state.nodes["b"]?.life.answered(Self.restarted(5100), at: 190)
    var flushed = Self.mark
    (flushed.flush, flushed.flushes) = (5050, 1)
    _ = state.nodes["c"]?.life.answered(flushed, at: 190)
    #expect(state.marks(since: outage, on: names) == OutageMarks([mark, mark, nil, nil]), "a flush leaves the count")
  }

  @Test("It is the same when it is read again")
  func coding() throws {
    var state = Self.state()
    state.nodes["a"]?.beats = [Self.beat(1, .max)]
    state.beginOutage(of: "a")
    _ = state.nodes["a"]?.life.failed(.timeout, at: 101)
    _ = state.nodes["a"]?.life.answered(Self.mark, at: 102)
    _ = state.nodes["b"]?.life.failed(.full, at: 101)
    #expect(try JSONDecoder().decode(GuardState.self, from: JSONEncoder().encode(state)) == state)
  }
}
