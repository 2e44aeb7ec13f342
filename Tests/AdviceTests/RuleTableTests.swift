import Advice
import Testing

@Suite("The table of rules") struct RuleTableTests {
  @Test func codesAreOnceEachAndInOrder() {
    let codes = LintRule.all.map(\.code)
    #expect(codes == Set(codes).sorted())
    #expect(LintRule.named("mc208")?.code == "MC208")
    #expect(LintRule.named("MC999") == nil)
  }
}
