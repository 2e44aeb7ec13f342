import Presentation
import Testing

@testable import Commands

@Suite("Pages of bulk JSON") struct TextPageTests {
  private func text(_ write: (inout TextPage) -> Void) -> String {
    String(decoding: TextPage.pages(of: [0]) { _, page in write(&page) }.joined(), as: UTF8.self)
  }

  @Test("Strings are spelled as in the reports")
  func strings() throws {
    let all = String(String.UnicodeScalarView((0...0x3000).compactMap { Unicode.Scalar($0) })) + "\u{1f600}"
    for string in [all, "", "plain", "with \"quotes\"", "caf\u{e9}", "\u{9b}31m"] {
      #expect(try text { $0.append(string) } + "\n" == JSONText.line(string))
    }
  }

  @Test("Numbers are whole, whatever their length")
  func numbers() {
    var numbers: [Int64] = [0, .max, .min]
    var power: Int64 = 1
    for _ in 0..<18 {
      power *= 10
      numbers += [power - 1, power, power + 1, -power]
    }
    for number in numbers { #expect(text { $0.append(number) } == String(number)) }
    for number in [UInt64.max, 10_000_000_000_000_000_000, 9_999_999_999_999_999_999] {
      #expect(text { $0.append(number) } == String(number))
    }
  }

  @Test("Each text stands whole on one page, in its order, however long it is")
  func pages() {
    let lengths = [3, 0, 64, 65, 1, 1000, 7, 63, 40, 40]
    let pages = TextPage.pages(of: lengths, size: 64) { length, page in
      page.put("<")
      page.put(Array(repeating: UInt8(ascii: "a"), count: length))
      page.append(length)
      page.put(">")
    }
    let texts = pages.map { String(decoding: $0, as: UTF8.self) }
    #expect(texts.joined() == lengths.map { "<" + String(repeating: "a", count: $0) + "\($0)>" }.joined())
    #expect(texts.allSatisfy { $0.hasPrefix("<") && $0.hasSuffix(">") })
    #expect(pages.count > 3)
  }
}
