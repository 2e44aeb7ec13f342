import FoundationEssentials
import MemcacheProtocol
import Operations
import Testing

@Suite("Numbers that no memcached would send") struct HostileStatsTests {
  @Test(arguments: ["1e300", "nan", "inf", "-inf", "99999999999999999999999999", "", "0x10p999", "9007199254740993"])
  func areNoNumbers(value: String) {
    #expect(StatTable([Stat(name: "time", value: value)]).number("time") == nil)
  }

  @Test(arguments: ["time", "uptime", "oldest"]) func makeNoDates(field: String) {
    let fields = ["time", "uptime", "oldest"].map { Stat(name: $0, value: $0 == field ? "1e300" : "9007199254740991") }
    let clock = ServerClock(stats: StatTable(fields), settings: StatTable(fields))
    #expect((clock == nil) == (field != "oldest"))
  }

  @Test func theLargestThatCountIsNoDanger() throws {
    let fields = ["time", "uptime", "oldest"].map { Stat(name: $0, value: "-9007199254740991") }
    let clock = try #require(ServerClock(stats: StatTable(fields), settings: StatTable(fields)))
    #expect(ServerLife(clock, asked: .now).lastFlush == nil)
  }
}
