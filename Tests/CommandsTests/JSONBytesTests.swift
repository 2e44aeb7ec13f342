import Presentation
import Testing

@testable import Commands

@Suite("JSON of bulk output") struct JSONBytesTests {
  @Test("Strings are spelled as in the reports")
  func strings() throws {
    let text = String(String.UnicodeScalarView((0...0x3000).compactMap { Unicode.Scalar($0) })) + "\u{1f600}"
    var bytes: [UInt8] = []
    JSONBytes.append(text, to: &bytes)
    #expect(try String(decoding: bytes, as: UTF8.self) + "\n" == JSONText.line(text))
  }
}
