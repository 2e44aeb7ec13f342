import PHPConfiguration

/// A directive of PHP's session module of which PHP refuses values: one that it refuses leaves the value before it in
/// force. (PHP 8.2.35)
struct SessionDirective<Value: Sendable>: Sendable {
  let name: String
  let standard: Value
  let cure: String
  /// Nil for a value that PHP refuses.
  let read: @Sendable ([UInt8]) -> Value?

  /// What is in force: of the values in a configuration the strongest that PHP takes.
  func accepted(in configuration: Configuration) -> Value {
    configuration.candidates(name).lazy.compactMap { read($0.value) }.first ?? standard
  }

  /// The stronger ones that it does not take.
  func refused(in configuration: Configuration) -> [Setting] {
    Array(configuration.candidates(name).prefix { read($0.value) == nil })
  }
}

extension SessionDirective<Int> {
  static let idLength = SessionDirective(
    "session.sid_length", 22...256, standard: SessionIDForm.usual.length)
  static let bitsPerCharacter = SessionDirective(
    "session.sid_bits_per_character", 4...6, standard: SessionIDForm.usual.bitsPerCharacter)

  /// Blanks and a sign may stand before the digits, and nothing behind them.
  private init(_ name: String, _ range: ClosedRange<Int>, standard: Int) {
    self.init(
      name: name, standard: standard, cure: "write a number from \(range.lowerBound) to \(range.upperBound)",
      read: { value in
        let digits = value.drop { $0 == UInt8(ascii: " ") || (9...13).contains($0) }
        return Int(String(decoding: digits, as: UTF8.self)).flatMap { range.contains($0) ? $0 : nil }
      })
  }
}

extension SessionDirective<String> {
  static let cookieName = SessionDirective(
    name: "session.name", standard: "PHPSESSID", cure: "write a name that is no number",
    read: { value in value.isEmpty || value.isNumeric ? nil : String(decoding: value, as: UTF8.self) })
}

extension [UInt8] {
  /// PHP's `is_numeric`: a decimal number with or without a sign, a point and an exponent, and blanks on both sides.
  fileprivate var isNumeric: Bool {
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || (9...13).contains(byte) }
    func isSign(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") }
    var rest = drop(while: isBlank)
    while rest.last.map(isBlank) == true { rest.removeLast() }
    func takeDigits() -> Int {
      let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
      rest = rest.dropFirst(digits)
      return digits
    }
    if rest.first.map(isSign) == true { rest = rest.dropFirst() }
    var digits = takeDigits()
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      digits += takeDigits()
    }
    guard digits > 0 else { return false }
    if let mark = rest.first, mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if rest.first.map(isSign) == true { rest = rest.dropFirst() }
      guard takeDigits() > 0 else { return false }
    }
    return rest.isEmpty
  }
}
