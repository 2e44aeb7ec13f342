import Testing

@testable import Operations

@Suite("Thresholds in the guidelines' grammar") struct AlertRangeTests {
  @Test(
    "Alarms are outside, or with @ inside, and the ends are no alarm without it",
    arguments: [
      ("10", [0, 5, 10], [-0.1, 10.001]), ("10:", [10, 1e9], [9.99, -1]), ("~:10", [-1e9, 10], [10.5]),
      ("10:20", [10, 15, 20], [9, 21]), ("@10:20", [9, 21], [10, 15, 20]), ("@10", [-1, 11], [0, 10]),
      ("-2:2", [-2, 0, 2], [-3, 3]), ("0.5:1.5", [0.5, 1], [0.4, 2]), ("~:", [-1e9, 1e9], []),
      (":5", [0, 5], [-1, 6]),
      ("@~:0", [0.1], [0, -7]), ("0", [0], [0.1, -0.1]),
    ] as [(String, [Double], [Double])])
  func alarms(_ text: String, _ fine: [Double], _ alarming: [Double]) throws {
    let range = try #require(AlertRange(text))
    #expect(range.description == text)
    for value in fine { #expect(!range.isAlarm(value), "\(value) is in \(text)") }
    for value in alarming { #expect(range.isAlarm(value), "\(value) is not in \(text)") }
  }

  @Test(
    "What is no range is none",
    arguments: [
      "", ":", "@", "@:", "~", "20:10", "a", "1:b", "1:2:3", "10@", "@@10", "1e3", "inf", "nan", "0x10", "1 0", "10%",
      "--1",
      "1.2.3", "~:~",
    ])
  func refused(_ text: String) { #expect(AlertRange(text) == nil) }

  @Test("The gravest answer wins, and what is not known hides no alarm")
  func order() {
    #expect(CheckStatus.allCases.sorted() == [.ok, .unknown, .warning, .critical])
    #expect(CheckStatus.allCases.sorted().map(\.code) == [0, 3, 1, 2])
  }
}
