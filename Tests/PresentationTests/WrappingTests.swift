import Presentation
import Testing

@Suite("Long lines on a narrow terminal") struct WrappingTests {
  @Test func breaksAtBlanksAndIndentsWhatFollows() {
    #expect(wrapped("the quick brown fox jumps", width: 12) == "the quick\n  brown fox\n  jumps")
    #expect(wrapped("  try: the quick brown", width: 12) == "  try: the\n    quick\n    brown")
  }

  @Test func aLongWordStaysWhole() {
    #expect(wrapped("a /very/long/path b", width: 6) == "a\n  /very/long/path\n  b")
  }

  @Test func withoutATerminalNothingIsBroken() {
    #expect(wrapped("the quick brown fox", width: nil) == "the quick brown fox")
    #expect(wrapped("short", width: 5) == "short")
  }
}
