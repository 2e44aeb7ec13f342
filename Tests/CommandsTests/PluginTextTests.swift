import Testing

@testable import Operations
@testable import Presentation

@Suite("What check prints is a plugin's answer") struct PluginTextTests {
  private func result(
    _ check: Check, _ values: [(node: String?, number: Double)], gaps: [String] = [], pool: String = "shop",
    text: String = "is so"
  ) -> CheckResult {
    let observation = Observation(
      values.map { Observation.Value(node: $0.node, number: $0.number, text: "\($0.node ?? "") \(text)") }, gaps: gaps,
      remark: "fine")
    return CheckResult(check, observation, pool: pool, Thresholds())
  }

  private func output(_ results: [CheckResult], notes: [String] = [], width: Int? = nil, cut: Duration? = nil) throws
    -> PluginOutput
  {
    try PluginOutput(PluginText(CheckReport(results: results, notes: notes, problems: [], cut: cut), width: width).text)
  }

  @Test("One line with data, then lines that say what it means and what to do")
  func alarm() throws {
    let seen = try output(
      [result(.memory, [("a:1", 50), ("b:1", 95.1234)]), result(.locks, [(nil, 0)])], notes: ["first run"])
    #expect(seen.status == "CRITICAL")
    #expect(seen.first == "MCPOOL CRITICAL - memory: b:1 is so ")
    #expect(seen["memory a:1"] == 50 && seen["memory b:1"] == 95.123 && seen["locks"] == 0)
    #expect(seen.data.map(\.unit) == ["%", "%", ""])
    #expect(seen.data[0].warning == "80" && seen.data[0].critical == "90")
    #expect(seen.lines[0] == "[CRITICAL] memory: b:1 is so")
    #expect(seen.lines[1].hasPrefix("  PHP: ") && seen.lines[2].hasPrefix("  try: "))
    #expect(seen.lines.suffix(2) == ["[OK] locks: fine", "note: first run"])
  }

  @Test(
    "Numbers have no exponent",
    arguments: [
      (0.00001, "0"), (0.1234567, "0.123"), (-2.5, "-2.5"), (1e12, "1000000000000"), (1e300, "U"), (Double.nan, "U"),
    ])
  func numbers(_ number: Double, _ text: String) { #expect(Units.plain(number) == text) }

  @Test("What comes from outside ends no line, begins no data and closes no label")
  func hostile() throws {
    let node = "/run/a|b'c=d\n\u{1b}[2Jé:0"
    let seen = try output([result(.memory, [(node, 99)], text: "says | 'x'=1;2;3\r\nOK")])
    #expect(seen.data.count == 1)
    #expect(seen.data[0].label == "memory /run/a\\x7cb_c_d\\x0a\\x1b[2Jé:0")
    #expect(seen.first.contains("\\x7c"))
  }

  @Test("Checks that miss the same are told together")
  func gaps() throws {
    let seen = try output([
      result(.memory, [("a:1", 1)], gaps: ["b:1 gives no answer"]),
      result(.connections, [], gaps: ["b:1 gives no answer"]),
      result(.locks, [], gaps: ["not finished in time"]),
    ])
    #expect(seen.first == "MCPOOL UNKNOWN - memory, connections: b:1 gives no answer; and 1 more ")
    #expect(
      seen.lines == ["[UNKNOWN] memory, connections: b:1 gives no answer", "[UNKNOWN] locks: not finished in time"])
  }

  @Test("Of several pools each is named")
  func pools() throws {
    let seen = try output([
      result(.locks, [(nil, 3)], pool: "shop"), result(.locks, [(nil, 0)], pool: "blog"),
    ])
    #expect(seen.first.hasPrefix("MCPOOL WARNING - shop locks: "))
    #expect(seen["shop locks"] == 3 && seen["blog locks"] == 0)
  }

  @Test("Of hundreds of nodes the worst of each check is in the data")
  func large() throws {
    let seen = try output([result(.memory, (0..<300).map { ("n\($0):1", Double($0) / 10) })])
    #expect(seen.data.map(\.label) == ["memory"] && seen["memory"] == 29.9)
  }

  @Test("A narrow terminal wraps what people read, and never the first line")
  func narrow() throws {
    let seen = try output([result(.memory, (0..<9).map { ("node-number-\($0):11211", 99) })], width: 60)
    #expect(seen.first.count > 60)
    #expect(seen.lines.allSatisfy { $0.count <= 60 })
  }

  @Test("A deadline that was over is said first")
  func cut() throws {
    let seen = try output([result(.locks, [], gaps: ["not finished in time"])], cut: .seconds(8))
    #expect(seen.first.hasPrefix("MCPOOL UNKNOWN - the deadline of 8s was over"), "\(seen.first)")
  }
}
