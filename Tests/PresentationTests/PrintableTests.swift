import Presentation
import Testing

@Suite("What servers and files say is safe for a terminal") struct PrintableTests {
  @Test(arguments: [
    ("memc.sess.key.abc", "memc.sess.key.abc"),
    ("\u{1b}]0;owned\u{7}", "\\x1b]0;owned\\x07"),
    ("line\r\nline", "line\\x0d\\x0aline"),
    ("\u{9b}31m", "\\xc2\\x9b31m"),
    ("caf\u{e9} \u{1f600}", "caf\u{e9} \u{1f600}"),
    ("abc\u{202e}cba", "abc\\xe2\\x80\\xaecba"),
    ("", ""),
  ])
  func text(raw: String, shown: String) {
    #expect(printable(raw) == shown)
  }

  @Test func bytesThatAreNoTextAreShownOneByOne() {
    #expect(printable([0x61, 0xff, 0xc3, 0x62, 0xe2, 0x82] as [UInt8]) == "a\\xff\\xc3b\\xe2\\x82")
  }
}
