import FoundationEssentials
import Testing

@testable import Commands

@Suite("Points in time") struct ISOTimeTests {
  @Test(
    "are written as the reports' encoder writes them",
    arguments: [
      0, -1, 951_782_399, 951_782_400, 1_077_926_400, 1_795_285_608, 4_107_542_399, 4_107_542_400, -2_203_891_200,
      253_402_300_799,
    ])
  func known(second: Int) {
    var bytes: [UInt8] = []
    ISOTime.append(second, to: &bytes)
    let date = Date(timeIntervalSince1970: Double(second))
    #expect(String(decoding: bytes, as: UTF8.self) == date.formatted(.iso8601))
  }

  @Test func noSecondThatAServerTellsIsTooLate() {
    var bytes: [UInt8] = []
    ISOTime.append(1 << 40, to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "36812-02-20T00:36:16Z")
  }
}
