import FoundationEssentials
import MemcacheProtocol
import Operations
import Testing

@Suite("When a server started and was flushed, from its stats") struct ServerLifeTests {
  private let asked = Date(timeIntervalSince1970: 1_800_000_001)

  private func life(
    time: Int = 1_800_000_000, uptime: Int = 1002, oldest: Int, cas: String = "yes", version: String = "1.6.18"
  ) throws -> ServerLife {
    let clock = try #require(
      ServerClock(
        stats: StatTable([
          Stat(name: "time", value: "\(time)"), Stat(name: "uptime", value: "\(uptime)"),
          Stat(name: "version", value: version),
        ]),
        settings: StatTable([Stat(name: "oldest", value: "\(oldest)"), Stat(name: "cas_enabled", value: cas)])))
    return ServerLife(clock, asked: asked)
  }

  @Test func neverFlushed() throws {
    let life = try life(oldest: 0)
    #expect(life.lastFlush == nil && life.pendingFlush == nil)
    #expect(life.started == Date(timeIntervalSince1970: 1_799_999_000))
    #expect(life.clockSkew == 0)
  }

  @Test func flushedAtOnce() throws {
    // Flushed 900 s after the start: the mark stands one second before the flush.
    #expect(try life(oldest: 900 + 62 - 1).lastFlush == Date(timeIntervalSince1970: 1_799_999_900))
  }

  @Test func withoutCASTheMarkIsTheFlushItselfUpTo1624() throws {
    #expect(try life(oldest: 962, cas: "no").lastFlush == Date(timeIntervalSince1970: 1_799_999_900))
    #expect(try life(oldest: 961, cas: "no", version: "1.6.25").lastFlush == Date(timeIntervalSince1970: 1_799_999_900))
  }

  @Test func aDelayedFlushIsPendingUntilItsSecond() throws {
    let life = try life(oldest: 1030 + 61)
    #expect(life.lastFlush == nil)
    #expect(life.pendingFlush == Date(timeIntervalSince1970: 1_800_000_030))
  }

  @Test func clockAheadIsTakenOffTheTimes() throws {
    let life = try life(time: 1_800_000_100, oldest: 961)
    #expect(life.clockSkew == 100)
    #expect(life.lastFlush == Date(timeIntervalSince1970: 1_799_999_900))
  }

  @Test(arguments: [0.0, 0.3, 0.9, -0.9]) func theLagOfAHealthyClockIsNoSkew(lag: Double) throws {
    let clock = try #require(
      ServerClock(
        stats: StatTable([Stat(name: "time", value: "1800000000"), Stat(name: "uptime", value: "9")]),
        settings: StatTable([])))
    let life = ServerLife(clock, asked: Date(timeIntervalSince1970: 1_800_000_001 + lag))
    #expect(abs(life.clockSkew) <= 1)
  }

  @Test(arguments: [("1.6.9", "1.6.24"), ("1.4.39", "1.6.0"), ("UNKNOWN", "1.4.0"), ("1.6.18_3", "1.6.19")])
  func versionsSort(older: String, newer: String) {
    #expect(ServerVersion(older) < ServerVersion(newer))
  }
}
