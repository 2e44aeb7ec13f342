/// The leading number of a text, as PHP 8.2 casts it: white space, sign, digits, fraction, exponent.
struct LeadingNumber {
  private var isNegative = false
  private var digits: [UInt8] = []
  private var isInteger = true

  init(_ text: [UInt8]) {
    var rest = text[...].drop(while: isCSpace)
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      rest = rest.dropFirst()
    }
    let whole = rest.prefix(while: Self.isDigit)
    rest = rest.dropFirst(whole.count)
    digits = Array(whole)
    var fraction: ArraySlice<UInt8> = []
    if rest.first == UInt8(ascii: ".") { fraction = rest.dropFirst().prefix(while: Self.isDigit) }
    guard !whole.isEmpty || !fraction.isEmpty else { return }
    if rest.first == UInt8(ascii: ".") {
      isInteger = false
      digits += [UInt8(ascii: ".")] + fraction
      rest = rest.dropFirst(1 + fraction.count)
    }
    guard let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") else { return }
    var exponent = rest.dropFirst()
    let sign =
      exponent.first.map { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") } == true ? exponent.prefix(1) : []
    exponent = exponent.dropFirst(sign.count).prefix(while: Self.isDigit)
    guard !exponent.isEmpty else { return }
    isInteger = false
    digits += [UInt8(ascii: "e")] + sign + exponent
  }

  /// False: the text begins with no number, and PHP makes 0 of it.
  var isThere: Bool { !digits.isEmpty }

  var float: Double {
    // Swift wants digits on both sides of the point.
    var text = digits
    if text.first == UInt8(ascii: ".") { text.insert(UInt8(ascii: "0"), at: 0) }
    if let point = text.firstIndex(of: UInt8(ascii: ".")), point + 1 == text.count || !Self.isDigit(text[point + 1]) {
      text.remove(at: point)
    }
    let magnitude = Double(String(decoding: text, as: UTF8.self)) ?? 0
    return isNegative ? -magnitude : magnitude
  }

  /// Cut to an integer; saturates, but what no float can hold is 0.
  var integer: Int {
    if isInteger, let exact = Int((isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self)) { return exact }
    let value = float
    guard value.isFinite else { return 0 }
    guard value > -0x1p63 else { return .min }
    return value < 0x1p63 ? Int(value) : .max
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
