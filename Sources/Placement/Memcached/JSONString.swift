/// A string as JSON writes it (RFC 8259), taken out of its quotation marks.
struct JSONString {
  let value: String

  /// Whether a text is meant as one: it stands between quotation marks.
  static func isQuoted(_ text: String) -> Bool {
    let bytes = text.utf8
    return bytes.count >= 2 && bytes.first == UInt8(ascii: "\"") && bytes.last == UInt8(ascii: "\"")
  }

  /// Nil where it is none: a quotation mark or a control character without its backslash, an escape that JSON does not
  /// have, half of a surrogate pair.
  init?(_ text: String) {
    guard Self.isQuoted(text) else { return nil }
    var rest = text.unicodeScalars.dropFirst().dropLast()
    var value = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      guard scalar != "\"", scalar.value >= 0x20 else { return nil }
      guard scalar == "\\" else {
        value.append(scalar)
        continue
      }
      guard let escaped = Self.takeEscape(&rest) else { return nil }
      value.append(escaped)
    }
    self.value = String(value)
  }

  /// What stands behind a backslash.
  private static func takeEscape(_ rest: inout Substring.UnicodeScalarView) -> Unicode.Scalar? {
    switch rest.popFirst() {
    case "\"": return "\""
    case "\\": return "\\"
    case "/": return "/"
    case "b": return "\u{8}"
    case "f": return "\u{c}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u":
      guard let unit = takeUnit(&rest) else { return nil }
      guard UTF16.isLeadSurrogate(unit) else { return Unicode.Scalar(unit) }
      guard rest.popFirst() == "\\", rest.popFirst() == "u", let trail = takeUnit(&rest), UTF16.isTrailSurrogate(trail)
      else { return nil }
      return UTF16.decode(UTF16.EncodedScalar([unit, trail]))
    default: return nil
    }
  }

  /// Four hexadecimal digits.
  private static func takeUnit(_ rest: inout Substring.UnicodeScalarView) -> UInt16? {
    let digits = rest.prefix(4)
    rest = rest.dropFirst(4)
    guard digits.count == 4, digits.allSatisfy(\.properties.isASCIIHexDigit) else { return nil }
    return UInt16(String(digits), radix: 16)
  }
}
