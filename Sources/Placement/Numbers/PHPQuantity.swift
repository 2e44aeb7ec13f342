/// A number in php.ini as PHP 8.2 reads it for integer directives (`zend_ini_parse_quantity`).
struct PHPQuantity {
  private let text: [UInt8]

  init(_ text: [UInt8]) { self.text = text }

  /// C's `atoi`: what decides a boolean.
  var leadingInteger: Int { Int(truncatingIfNeeded: CNumber(text).value) }

  /// Octal behind a 0, hexadecimal behind 0x, binary behind 0b; a last letter K, M or G multiplies by 1024 and its powers.
  /// 0 without digits.
  var value: Int {
    var rest = text[...].drop(while: isCSpace)
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    let radix = Self.takeRadix(&rest)
    var value = 0
    for byte in rest {
      guard let digit = Character(UnicodeScalar(byte)).hexDigitValue, digit < radix else { break }
      let (product, tooMuch) = value.multipliedReportingOverflow(by: radix)
      let (sum, tooMuchStill) = product.addingReportingOverflow(digit)
      value = tooMuch || tooMuchStill ? .max : sum
    }
    let (scaled, tooMuch) = value.multipliedReportingOverflow(by: factor)
    let magnitude = tooMuch ? Int.max : scaled
    return isNegative ? -magnitude : magnitude
  }

  private static func takeRadix(_ rest: inout ArraySlice<UInt8>) -> Int {
    guard rest.first == UInt8(ascii: "0"), let mark = rest.dropFirst().first else { return 10 }
    switch mark {
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      rest = rest.dropFirst(2)
      return 16
    case UInt8(ascii: "b"), UInt8(ascii: "B"):
      rest = rest.dropFirst(2)
      return 2
    case UInt8(ascii: "o"), UInt8(ascii: "O"):
      rest = rest.dropFirst(2)
      return 8
    default: return 8
    }
  }

  private var factor: Int {
    switch text.last(where: { !isCSpace($0) }) {
    case UInt8(ascii: "k"), UInt8(ascii: "K"): 1 << 10
    case UInt8(ascii: "m"), UInt8(ascii: "M"): 1 << 20
    case UInt8(ascii: "g"), UInt8(ascii: "G"): 1 << 30
    default: 1
    }
  }
}
