extension Memcache {
  /// The parameters of a server, as PHP's `parse_str` and casts understand them. Compared with real PHP 8.2.
  struct QueryString: Hashable {
    enum Value: Hashable {
      case text([UInt8])
      /// `name[]=…`
      case array

      /// `(int)`: a leading number, cut to an integer; saturates, but what no float can hold is 0.
      var integer: Int {
        switch self {
        case .text(let bytes): LeadingNumber(bytes).integer
        case .array: 1
        }
      }

      /// `(float)`
      var float: Double {
        switch self {
        case .text(let bytes): LeadingNumber(bytes).float
        case .array: 1
        }
      }

      /// `(bool)`: only the empty text and `0` are false.
      var bool: Bool {
        switch self {
        case .text(let bytes): !bytes.isEmpty && bytes != [UInt8(ascii: "0")]
        case .array: true
        }
      }
    }

    /// The last one wins.
    private(set) var values: [[UInt8]: Value] = [:]
    /// The names in the order of their first appearance.
    private(set) var names: [[UInt8]] = []

    init(_ text: [UInt8]) {
      // PHP drops what goes beyond max_input_vars.
      for piece in text.split(separator: UInt8(ascii: "&")).prefix(1000) {
        let parts = piece.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        guard let (name, isArray) = Self.name(Self.decoded(parts[0])) else { continue }
        if values[name] == nil { names.append(name) }
        values[name] = isArray ? .array : .text(parts.count > 1 ? Self.decoded(parts[1]) : [])
      }
    }

    subscript(name: String) -> Value? { values[Array(name.utf8)] }

    /// `+` is a blank, `%XX` a byte.
    private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
      var result: [UInt8] = []
      var rest = text
      while let byte = rest.popFirst() {
        let hex = rest.prefix(2).compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        if byte == UInt8(ascii: "%"), hex.count == 2 {
          result.append(UInt8(hex[0] << 4 | hex[1]))
          rest = rest.dropFirst(2)
        } else {
          result.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
        }
      }
      return result
    }

    /// A name as PHP makes it that of a variable: cut at NUL, without leading blanks, blanks and dots as `_`. With a
    /// bracket that is closed it names an array. Nil where PHP ignores the parameter.
    private static func name(_ text: [UInt8]) -> (name: [UInt8], isArray: Bool)? {
      let given = text.prefix { $0 != 0 }.drop { $0 == UInt8(ascii: " ") }
      guard !given.isEmpty else { return nil }
      let open = given.dropFirst().firstIndex(of: UInt8(ascii: "["))
      let isArray = open.map { given[$0...].contains(UInt8(ascii: "]")) } ?? false
      let end = isArray ? open ?? given.endIndex : given.endIndex
      let mangled = given[..<end].enumerated().map { offset, byte in
        let isUnclosed = byte == UInt8(ascii: "[") && !isArray && given.startIndex + offset == open
        return byte == UInt8(ascii: " ") || byte == UInt8(ascii: ".") || isUnclosed
          || offset == 0 && byte == UInt8(ascii: "[")
          ? UInt8(ascii: "_") : byte
      }
      return (mangled, isArray)
    }
  }
}
