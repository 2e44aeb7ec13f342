/// A JSON object of strings, whole numbers, true, false and null: what a line of a dump is. Strings are bytes.
struct FlatObject {
  enum Value: Hashable {
    case string([UInt8])
    case number(Int64)
    case null, yes, no
  }

  private(set) var fields: [[UInt8]: Value] = [:]

  /// - Throws: what is wrong, in words.
  init(_ line: ArraySlice<UInt8>) throws(Wrong) {
    var scanner = Scanner(rest: line)
    try scanner.expect(UInt8(ascii: "{"))
    if !scanner.take(UInt8(ascii: "}")) {
      repeat {
        let name = try scanner.string()
        try scanner.expect(UInt8(ascii: ":"))
        guard fields.updateValue(try scanner.value(), forKey: name) == nil else { throw Wrong("a field twice") }
      } while scanner.take(UInt8(ascii: ","))
      try scanner.expect(UInt8(ascii: "}"))
    }
    scanner.skipBlanks()
    guard scanner.rest.isEmpty else { throw Wrong("something behind the object") }
  }

  subscript(name: StaticString) -> Value? { fields[name.withUTF8Buffer { Array($0) }] }

  struct Wrong: Error {
    let words: String
    init(_ words: String) { self.words = words }
  }

  private struct Scanner {
    var rest: ArraySlice<UInt8>

    mutating func skipBlanks() {
      while let byte = rest.first, byte == 0x20 || byte == 0x09 || byte == 0x0d { rest.removeFirst() }
    }

    mutating func take(_ byte: UInt8) -> Bool {
      skipBlanks()
      guard rest.first == byte else { return false }
      rest.removeFirst()
      return true
    }

    mutating func expect(_ byte: UInt8) throws(Wrong) {
      if !take(byte) { throw Wrong("no '\(UnicodeScalar(byte))' where one must stand") }
    }

    mutating func value() throws(Wrong) -> Value {
      skipBlanks()
      guard let first = rest.first else { throw Wrong("it breaks off") }
      if first == UInt8(ascii: "\"") { return .string(try string()) }
      let word = rest.prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}") && $0 != 0x20 }
      rest = rest.dropFirst(word.count)
      switch String(decoding: word.prefix(24), as: UTF8.self) {
      case "null": return .null
      case "true": return .yes
      case "false": return .no
      case let text:
        guard word.first != UInt8(ascii: "+"), let number = Int64(text) else {
          throw Wrong("a value that is no whole number")
        }
        return .number(number)
      }
    }

    mutating func string() throws(Wrong) -> [UInt8] {
      try expect(UInt8(ascii: "\""))
      var bytes: [UInt8] = []
      while true {
        let plain = rest.prefix { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        bytes += plain
        rest = rest.dropFirst(plain.count)
        guard let mark = rest.popFirst() else { throw Wrong("a string without its end") }
        if mark == UInt8(ascii: "\"") { return bytes }
        guard let letter = rest.popFirst() else { throw Wrong("a string without its end") }
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(letter)
        case UInt8(ascii: "n"): bytes.append(0x0a)
        case UInt8(ascii: "r"): bytes.append(0x0d)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0c)
        case UInt8(ascii: "u"): bytes += String(try scalar()).utf8
        default: throw Wrong("an unknown escape")
        }
      }
    }

    private mutating func scalar() throws(Wrong) -> UnicodeScalar {
      let first = try unit()
      if let scalar = UnicodeScalar(UInt32(first)) { return scalar }
      guard (0xd800..<0xdc00).contains(first), rest.starts(with: Array("\\u".utf8)) else {
        throw Wrong("half a character")
      }
      rest = rest.dropFirst(2)
      let second = try unit()
      guard (0xdc00..<0xe000).contains(second),
        let scalar = UnicodeScalar(0x1_0000 + (UInt32(first) - 0xd800) << 10 + (UInt32(second) - 0xdc00))
      else { throw Wrong("half a character") }
      return scalar
    }

    private mutating func unit() throws(Wrong) -> UInt16 {
      let digits = rest.prefix(4)
      guard digits.count == 4, !digits.contains(UInt8(ascii: "+")), !digits.contains(UInt8(ascii: "-")),
        let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
      else { throw Wrong("an unknown escape") }
      rest = rest.dropFirst(4)
      return unit
    }
  }
}
