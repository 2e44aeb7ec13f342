extension Memcached {
  /// Reads the pieces of a libmemcached configuration string one after the other.
  struct ConfigurationScanner {
    enum Mismatch: Error {
      /// libmemcached refuses the text.
      case mistake
      /// It does not, but what follows cannot be told from the text.
      case unknowable
    }

    private let text: [UInt8]
    private var position = 0

    init(_ text: [UInt8]) { self.text = text }

    var isAtEnd: Bool { position == text.count }
    var rest: [UInt8] { Array(text[position...]) }

    func isNext(_ mark: Unicode.Scalar) -> Bool { position < text.count && text[position] == UInt8(ascii: mark) }

    mutating func take(_ mark: Unicode.Scalar) throws(Mismatch) {
      guard isNext(mark) else { throw .mistake }
      position += 1
    }

    /// A name, in capitals whatever its case.
    mutating func word() throws(Mismatch) -> String {
      let name = taken { Self.isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
      guard !name.isEmpty else { throw .mistake }
      return String(decoding: name, as: UTF8.self).uppercased()
    }

    /// The words behind `=`, in capitals.
    mutating func value() throws(Mismatch) -> String {
      try take("=")
      return String(decoding: taken { $0 != UInt8(ascii: " ") }, as: UTF8.self).uppercased()
    }

    mutating func number() throws(Mismatch) -> UInt64 {
      try take("=")
      return try digits(atMost: .max)
    }

    /// One to five digits, for ports and weights.
    mutating func shortNumber(after mark: Unicode.Scalar) throws(Mismatch) -> Int {
      try take(mark)
      return Int(try digits(atMost: 5))
    }

    /// `/?weight`; none or 0 is 1.
    mutating func weight() throws(Mismatch) -> Int {
      guard isNext("/") else { return 1 }
      try take("/")
      return max(1, try shortNumber(after: "?"))
    }

    /// A dotted address or a name of at least three characters, letters or digits at both ends; no number and none of the
    /// language's own words.
    mutating func host() throws(Mismatch) -> [UInt8] {
      try take("=")
      let name = taken {
        Self.isLetterOrDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
      }
      guard name.count >= 3, let first = name.first, let last = name.last, Self.isLetterOrDigit(first),
        Self.isLetterOrDigit(last), !name.allSatisfy(Self.isDigit)
      else { throw .mistake }
      guard !Self.words.contains(String(decoding: name, as: UTF8.self).uppercased()) else { throw .mistake }
      return Array(name)
    }

    /// A text in quotation marks.
    mutating func quoted() throws(Mismatch) -> [UInt8] {
      try take("=")
      return Array(try quotation())
    }

    /// In quotation marks, or a bare name.
    mutating func namespace() throws(Mismatch) -> [UInt8] {
      try take("=")
      let name = isNext("\"") ? try quotation() : taken { $0 != UInt8(ascii: " ") }
      guard !name.isEmpty, name.count <= Keys.longestPrefix, name.allSatisfy({ (0x21...0x7e).contains($0) }) else {
        throw .mistake
      }
      return Array(name)
    }

    private mutating func quotation() throws(Mismatch) -> ArraySlice<UInt8> {
      try take("\"")
      let inner = taken { $0 != UInt8(ascii: "\"") }
      try take("\"")
      guard !inner.isEmpty else { throw .mistake }
      return inner
    }

    private mutating func digits(atMost count: Int) throws(Mismatch) -> UInt64 {
      let digits = taken(while: Self.isDigit)
      guard !digits.isEmpty, digits.count <= count else { throw .mistake }
      let number = CNumber(digits)
      return number.overflows ? .max : number.value
    }

    private mutating func taken(while belongs: (UInt8) -> Bool) -> ArraySlice<UInt8> {
      let begin = position
      while position < text.count, belongs(text[position]) { position += 1 }
      return text[begin..<position]
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
      isDigit(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
    }

    private static let words = Set(ConfigurationString.hashes.keys).union([
      "HSIEH", "CONSISTENT", "MODULA", "RANDOM", "END", "ERROR", "RESET", "DEBUG", "INCLUDE", "SERVERS",
    ])
  }
}
