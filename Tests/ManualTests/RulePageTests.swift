import Advice
import Placement
import Testing

/// `docs/lint.md` and the program's table of rules are the same.
@Suite("The page of lint rules") struct RulePageTests {
  @Test func hasARowForEachRule() throws {
    let rows = try Tool.text("docs/lint.md").split(separator: "\n").filter { $0.hasPrefix("| MC") }
    let expected = LintRule.all.map { rule in
      "| \(rule.code) | \(rule.severity) | \(rule.handler?.rawValue ?? "both") | \(rule.title) |"
    }
    #expect(rows.map(String.init) == expected)
  }
}
