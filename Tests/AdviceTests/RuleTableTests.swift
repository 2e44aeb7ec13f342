import Advice
import PHPConfiguration
import Placement
import Testing

@Suite("The table of rules") struct RuleTableTests {
  @Test func codesAreOnceEachAndInOrder() {
    let codes = LintRule.all.map(\.code)
    #expect(codes == Set(codes).sorted())
    #expect(LintRule.named("mc208")?.code == "MC208")
    #expect(LintRule.named("MC999") == nil)
  }

  @Test("Codes and severities are promises: some may be added, none goes or changes")
  func promises() {
    let promised: [(ClosedRange<Int>, Diagnostic.Severity)] = [
      (101...110, .critical), (201...239, .warning), (301...305, .info),
    ]
    for (numbers, severity) in promised {
      for number in numbers {
        #expect(LintRule.named("MC\(number)")?.severity == severity, "MC\(number)")
      }
    }
  }

  @Test("Each rule has its smallest php.ini, and one that lacks it", arguments: LintRule.all)
  func cases(_ rule: LintRule) {
    let own = RuleCase.all.filter { $0.code == rule.code }
    #expect(!own.isEmpty)
    for one in own { #expect(one.found != one.silent || one.release != (one.other ?? one.release)) }
    if let handler = rule.handler {
      #expect(own.allSatisfy { $0.found.contains("session.save_handler = \(handler.rawValue)\n") })
    }
  }
}
