import FoundationEssentials
import Testing

@testable import Operations

@Suite("Rates between two runs") struct NodeCountsTests {
  private func counts(_ fields: [String: String], past: NodeCounts? = nil) throws -> NodeCounts {
    try #require(NodeCounts(SightOfPool.sample("a:1", fields), past: past, now: SightOfPool.now))
  }

  @Test("Within one life of a server they are what was counted in between, by the server's own time")
  func oneLife() throws {
    let before = try counts(["evictions": "10", "rejected_connections": "1"])
    let after = try counts([
      "time": "\(SightOfPool.second + 120)", "uptime": "100122", "evictions": "40", "rejected_connections": "1",
    ])
    // The same start, looked at two minutes later.
    var moved = after
    moved.started = before.started
    let growth = NodeGrowth(from: before, to: moved)
    #expect(growth.minutes == 2 && growth.evictions == 30 && growth.rejected == 0)
  }

  @Test("A restarted server has counted from nothing since it was started")
  func restarted() throws {
    let before = try counts(["evictions": "1000"])
    let after = try counts(["pid": "8", "uptime": "32", "evictions": "5"])
    let growth = NodeGrowth(from: before, to: after)
    #expect(growth.evictions == 5)
    #expect(abs(growth.minutes - 32.0 / 60) < 0.001)
  }

  @Test("So has one whose counters were set back")
  func reset() throws {
    let before = try counts(["evictions": "1000"])
    var after = try counts(["evictions": "7"])
    after.uptime += 60
    #expect(NodeGrowth(from: before, to: after).evictions == 7)
    #expect(NodeGrowth(from: before, to: after).minutes == 1)
  }

  @Test("Two runs in the same second make no thousands a minute of one")
  func atOnce() throws {
    let before = try counts(["evictions": "0"])
    let after = try counts(["evictions": "1"])
    let growth = NodeGrowth(from: before, to: after)
    #expect((growth.evictions ?? 0) / growth.minutes == 6)
  }

  @Test("Only classes that threw something away since then tell how old it was")
  func classes() throws {
    let before = try counts(["items:5:evicted": "3", "items:6:evicted": "1"])
    let after = try counts(["items:5:evicted": "3", "items:6:evicted": "2", "items:7:evicted": "0"])
    #expect(after.classesEvicting(since: before) == ["6"])
    let restarted = try counts(["pid": "8", "uptime": "50", "items:5:evicted": "3"])
    #expect(restarted.classesEvicting(since: before) == ["5"])
  }

  @Test("Another process with a memory file and the same start has come back with what it held")
  func warm() throws {
    let before = try counts([:])
    let same = try counts([:], past: before)
    #expect(same.warmRestart == nil)
    let cold = try counts(["pid": "8"], past: before)
    #expect(cold.warmRestart == nil)
    let fields = ["pid": "8", "memory_file": "/dev/shm/cache"]
    let warm = try #require(
      NodeCounts(SightOfPool.sample("a:1", fields), past: before, now: SightOfPool.now))
    #expect(warm.warmRestart == SightOfPool.now.timeIntervalSince1970)
    // And is still told of in the runs that follow.
    let later = try #require(
      NodeCounts(SightOfPool.sample("a:1", fields), past: warm, now: SightOfPool.now + 60))
    #expect(later.warmRestart == warm.warmRestart)
  }
}
