/// A JSON object of strings, whole numbers, true, false and null: what a line of a dump is. Strings are bytes.
///
/// One is filled anew for each line. All its texts stand one behind the other in one array, so that a line of a million
/// costs no allocation.
struct FlatObject {
  /// A string is a place in `texts`.
  private enum Value { case string(Range<Int>), number(Int64), null, yes, no }

  private var texts: [UInt8] = []
  private var fields: [(name: Range<Int>, value: Value)] = []

  /// - Throws: what is wrong, in words.
  mutating func read(_ bytes: ArraySlice<UInt8>) throws(Wrong) {
    let line = bytes.span
    texts.removeAll(keepingCapacity: true)
    fields.removeAll(keepingCapacity: true)
    var position = 0
    try line.expect(UInt8(ascii: "{"), at: &position)
    if !line.take(UInt8(ascii: "}"), at: &position) {
      repeat {
        let name = try string(line, &position)
        try line.expect(UInt8(ascii: ":"), at: &position)
        guard !fields.contains(where: { texts[$0.name] == texts[name] }) else { throw Wrong("a field twice") }
        guard fields.count < DumpLimits.fields else { throw Wrong("more fields than a session has") }
        let value = try value(line, &position)
        fields.append((name, value))
      } while line.take(UInt8(ascii: ","), at: &position)
      try line.expect(UInt8(ascii: "}"), at: &position)
    }
    line.skipBlanks(at: &position)
    guard position == line.count else { throw Wrong("something behind the object") }
  }

  func has(_ name: StaticString) -> Bool { value(name) != nil }

  func isNull(_ name: StaticString) -> Bool { if case .null? = value(name) { true } else { false } }

  /// Nil when there is no such field, or it is no string.
  func string(_ name: StaticString) -> [UInt8]? {
    if case .string(let place)? = value(name) { Array(texts[place]) } else { nil }
  }

  /// Nil when there is no such field, or it is no number.
  func number(_ name: StaticString) -> Int64? {
    if case .number(let number)? = value(name) { number } else { nil }
  }

  /// Nil when there is no such field, or it is neither true nor false.
  func truth(_ name: StaticString) -> Bool? {
    switch value(name) {
    case .yes?: true
    case .no?: false
    default: nil
    }
  }

  /// Whether the field is this string.
  func has(_ name: StaticString, _ text: StaticString) -> Bool {
    if case .string(let place)? = value(name) { isText(place, text) } else { false }
  }

  private func value(_ name: StaticString) -> Value? { fields.first { isText($0.name, name) }?.value }

  private func isText(_ place: Range<Int>, _ text: StaticString) -> Bool {
    place.count == text.utf8CodeUnitCount && text.withUTF8Buffer { texts[place].elementsEqual($0) }
  }

  struct Wrong: Error {
    let words: String
    init(_ words: String) { self.words = words }
  }

  // MARK: Reading

  private mutating func value(_ line: Span<UInt8>, _ position: inout Int) throws(Wrong) -> Value {
    line.skipBlanks(at: &position)
    guard position < line.count else { throw Wrong("it breaks off") }
    if line[position] == UInt8(ascii: "\"") { return .string(try string(line, &position)) }
    let start = position
    while position < line.count, line[position] != UInt8(ascii: ","), line[position] != UInt8(ascii: "}"),
      line[position] != 0x20
    {
      position += 1
    }
    let word = line.extracting(start..<position)
    if let number = word.wholeNumber { return .number(number) }
    if word.isText("null") { return .null }
    if word.isText("true") { return .yes }
    if word.isText("false") { return .no }
    throw Wrong("a value that is no whole number")
  }

  /// Where its bytes stand in `texts`.
  private mutating func string(_ line: Span<UInt8>, _ position: inout Int) throws(Wrong) -> Range<Int> {
    try line.expect(UInt8(ascii: "\""), at: &position)
    let start = texts.count
    while true {
      let plain = position
      while position < line.count, line[position] != UInt8(ascii: "\""), line[position] != UInt8(ascii: "\\") {
        position += 1
      }
      line.extracting(plain..<position).withUnsafeBufferPointer { texts.append(contentsOf: $0) }
      guard position < line.count else { throw Wrong("a string without its end") }
      let mark = line[position]
      position += 1
      if mark == UInt8(ascii: "\"") { return start..<texts.count }
      guard position < line.count else { throw Wrong("a string without its end") }
      let letter = line[position]
      position += 1
      switch letter {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): texts.append(letter)
      case UInt8(ascii: "n"): texts.append(0x0a)
      case UInt8(ascii: "r"): texts.append(0x0d)
      case UInt8(ascii: "t"): texts.append(0x09)
      case UInt8(ascii: "b"): texts.append(0x08)
      case UInt8(ascii: "f"): texts.append(0x0c)
      case UInt8(ascii: "u"): texts += String(try line.escapedScalar(at: &position)).utf8
      default: throw Wrong("an unknown escape")
      }
    }
  }
}

extension Span<UInt8> {
  fileprivate func skipBlanks(at position: inout Int) {
    while position < count, self[position] == 0x20 || self[position] == 0x09 || self[position] == 0x0d { position += 1 }
  }

  fileprivate func take(_ byte: UInt8, at position: inout Int) -> Bool {
    skipBlanks(at: &position)
    guard position < count, self[position] == byte else { return false }
    position += 1
    return true
  }

  fileprivate func expect(_ byte: UInt8, at position: inout Int) throws(FlatObject.Wrong) {
    if !take(byte, at: &position) { throw FlatObject.Wrong("no '\(UnicodeScalar(byte))' where one must stand") }
  }

  fileprivate func isText(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    return withUnsafeBufferPointer { bytes in text.withUTF8Buffer { bytes.elementsEqual($0) } }
  }

  /// The number that all of it spells in decimal digits; nil for anything else, and beyond 64 bits.
  fileprivate var wholeNumber: Int64? {
    let isNegative = count > 0 && self[0] == UInt8(ascii: "-")
    guard count > (isNegative ? 1 : 0) else { return nil }
    var number: Int64 = 0
    for index in (isNegative ? 1 : 0)..<count {
      let digit = Int64(self[index]) - 0x30
      guard (0...9).contains(digit) else { return nil }
      let (product, over) = number.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(isNegative ? -digit : digit)
      guard !over, !carry else { return nil }
      number = sum
    }
    return number
  }

  /// What stands behind `\u`.
  fileprivate func escapedScalar(at position: inout Int) throws(FlatObject.Wrong) -> UnicodeScalar {
    let first = try escapedUnit(at: &position)
    if let scalar = UnicodeScalar(UInt32(first)) { return scalar }
    guard (0xd800..<0xdc00).contains(first), position + 1 < count, self[position] == UInt8(ascii: "\\"),
      self[position + 1] == UInt8(ascii: "u")
    else { throw FlatObject.Wrong("half a character") }
    position += 2
    let second = try escapedUnit(at: &position)
    guard (0xdc00..<0xe000).contains(second),
      let scalar = UnicodeScalar(0x1_0000 + (UInt32(first) - 0xd800) << 10 + (UInt32(second) - 0xdc00))
    else { throw FlatObject.Wrong("half a character") }
    return scalar
  }

  private func escapedUnit(at position: inout Int) throws(FlatObject.Wrong) -> UInt16 {
    guard position + 4 <= count else { throw FlatObject.Wrong("an unknown escape") }
    var unit: UInt16 = 0
    for index in position..<position + 4 {
      switch self[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt16(self[index] - 0x30)
      case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt16(self[index] - 0x57)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt16(self[index] - 0x37)
      default: throw FlatObject.Wrong("an unknown escape")
      }
    }
    position += 4
    return unit
  }
}
