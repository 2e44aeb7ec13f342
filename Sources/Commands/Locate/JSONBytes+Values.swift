extension JSONBytes {
  /// Appends what is JSON already: names, commas, braces.
  static func put(_ text: StaticString, to bytes: inout [UInt8]) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  static func append(_ text: String?, to bytes: inout [UInt8]) {
    if let text { append(text, to: &bytes) } else { put("null", to: &bytes) }
  }

  static func append(_ truth: Bool?, to bytes: inout [UInt8]) {
    switch truth {
    case true?: put("true", to: &bytes)
    case false?: put("false", to: &bytes)
    case nil: put("null", to: &bytes)
    }
  }

  static func append(_ number: (some FixedWidthInteger)?, to bytes: inout [UInt8]) {
    guard let number else { return put("null", to: &bytes) }
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    digits(UInt64(number.magnitude), to: &bytes)
  }

  private static func digits(_ number: UInt64, to bytes: inout [UInt8]) {
    let (rest, digit) = number.quotientAndRemainder(dividingBy: 10)
    if rest > 0 { digits(rest, to: &bytes) }
    bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
  }
}
