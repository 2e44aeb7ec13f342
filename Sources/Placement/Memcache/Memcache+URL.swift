extension Memcache {
  /// A text as PHP 8's URL parser (`parse_url`) takes it apart; the extension asks it about each server of a save_path.
  ///
  /// It is not RFC 3986: `h:1/` is host and port, `h:1?x` is the scheme `h`. Compared with real PHP 8.2 on a million
  /// generated texts.
  struct URL: Hashable {
    var scheme: [UInt8]?
    var host: [UInt8]?
    /// 0 when there is none.
    var port: UInt16 = 0
    var path: [UInt8]?
    var query: [UInt8]?

    /// Nil where PHP finds the text seriously malformed.
    init?(_ text: [UInt8]) {
      let text = text[...]
      switch Self.beginning(of: text) {
      case nil: return nil
      case .schemeOnly(let scheme): self.scheme = Self.printable(scheme)
      case .path(let scheme, let rest):
        self.scheme = scheme.map(Self.printable)
        readPath(rest)
      case .host(let scheme, let port, let rest):
        self.scheme = scheme.map(Self.printable)
        self.port = port
        guard let end = readAuthority(rest) else { return nil }
        if end < rest.endIndex { readPath(rest[end...]) }
      }
    }
  }
}

extension Memcache.URL {
  /// How a text begins, and what is left to read.
  private enum Beginning {
    case schemeOnly(ArraySlice<UInt8>)
    case path(scheme: ArraySlice<UInt8>?, ArraySlice<UInt8>)
    case host(scheme: ArraySlice<UInt8>?, port: UInt16, ArraySlice<UInt8>)
  }

  private static func beginning(of text: ArraySlice<UInt8>) -> Beginning? {
    let isRelative = text.starts(with: [slash, slash])
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else {
      return isRelative ? .host(scheme: nil, port: 0, text.dropFirst(2)) : .path(scheme: nil, text)
    }
    if colon == text.startIndex { return portFirst(text, colon: colon) }
    let scheme = text[..<colon]
    guard scheme.allSatisfy(isSchemeByte) else {
      let cut = text.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? text.endIndex
      if colon + 1 < text.endIndex, colon < cut { return portFirst(text, colon: colon) }
      return isRelative ? .host(scheme: nil, port: 0, text.dropFirst(2)) : .path(scheme: nil, text)
    }
    let rest = text[(colon + 1)...]
    guard let first = rest.first else { return .schemeOnly(scheme) }
    guard first == slash else {
      // `a.com:80` and `a.com:80/` are no schemes.
      let digits = rest.prefix(while: isDigit)
      if digits.count < 6, digits.endIndex == text.endIndex || text[digits.endIndex] == slash {
        return portFirst(text, colon: colon)
      }
      return .path(scheme: scheme, rest)
    }
    guard rest.dropFirst().first == slash else { return .path(scheme: scheme, rest) }
    let authority = rest.dropFirst(2)
    guard authority.first == slash, scheme.map(lowercased).elementsEqual("file".utf8) else {
      return .host(scheme: scheme, port: 0, authority)
    }
    // `file:///c:/x` names a drive: its path begins without the slash.
    let isDrive = authority.count > 2 && authority[authority.startIndex + 2] == UInt8(ascii: ":")
    return .path(scheme: scheme, isDrive ? authority.dropFirst() : authority)
  }

  /// A text that is no scheme up to its first colon: perhaps the colon stands before a port.
  private static func portFirst(_ text: ArraySlice<UInt8>, colon: Int) -> Beginning? {
    let digits = text[(colon + 1)...].prefix(5).prefix(while: isDigit)
    let end = digits.endIndex
    let withoutSlashes = text.starts(with: [slash, slash]) ? text.dropFirst(2) : text
    if !digits.isEmpty, end == text.endIndex || text[end] == slash {
      guard let port = UInt16(String(decoding: digits, as: UTF8.self)) else { return nil }
      return .host(scheme: nil, port: port, withoutSlashes)
    }
    if digits.isEmpty, end == text.endIndex { return nil }
    return withoutSlashes.count < text.count
      ? .host(scheme: nil, port: 0, withoutSlashes) : .path(scheme: nil, text)
  }

  /// Reads `user:password@host:port` and says where it ends; nil where PHP refuses it.
  private mutating func readAuthority(_ text: ArraySlice<UInt8>) -> Int? {
    let end = text.firstIndex { [Self.slash, UInt8(ascii: "?"), UInt8(ascii: "#")].contains($0) } ?? text.endIndex
    var authority = text[..<end]
    if let at = authority.lastIndex(of: UInt8(ascii: "@")) { authority = authority[(at + 1)...] }
    var host = authority
    let isBracketed = authority.first == UInt8(ascii: "[") && authority.last == UInt8(ascii: "]")
    if !isBracketed, let colon = authority.lastIndex(of: UInt8(ascii: ":")) {
      host = authority[..<colon]
      if port == 0 {
        guard let port = Self.port(authority[(colon + 1)...]) else { return nil }
        self.port = port
      }
    }
    guard !host.isEmpty else { return nil }
    self.host = Self.printable(host)
    return end
  }

  /// Up to five bytes as C's `strtol` reads them: blanks and a sign before, anything behind. None is port 0.
  private static func port(_ text: ArraySlice<UInt8>) -> UInt16? {
    guard text.count <= 5 else { return nil }
    guard !text.isEmpty else { return 0 }
    let number = CNumber(text)
    guard number.hasDigits, !number.isNegative || number.value == 0 else { return nil }
    return UInt16(exactly: number.value)
  }

  private mutating func readPath(_ text: ArraySlice<UInt8>) {
    let untilFragment = text.prefix { $0 != UInt8(ascii: "#") }
    let path = untilFragment.prefix { $0 != UInt8(ascii: "?") }
    if path.endIndex < untilFragment.endIndex { query = Self.printable(untilFragment[(path.endIndex + 1)...]) }
    if !path.isEmpty || text.isEmpty { self.path = Self.printable(path) }
  }

  /// Control characters become `_`.
  private static func printable(_ text: ArraySlice<UInt8>) -> [UInt8] {
    text.map { $0 < 0x20 || $0 == 0x7f ? UInt8(ascii: "_") : $0 }
  }

  private static let slash = UInt8(ascii: "/")

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private static func isSchemeByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lowercased(byte))
      || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
  }
}
