// One function for each state of the scanner.

extension IniScanner {
  /// What a key or the name of a reference is made of.
  static func isKey(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"), UInt8(ascii: ";"),
      UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "^"), UInt8(ascii: "$"),
      UInt8(ascii: "~"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "!"),
      UInt8(ascii: "\""), UInt8(ascii: "["):
      false
    default: true
    }
  }

  static func isOperator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "^"), UInt8(ascii: "~"), UInt8(ascii: "("),
      UInt8(ascii: ")"), UInt8(ascii: "!"):
      true
    default: false
    }
  }

  mutating func statementToken() -> IniToken {
    while let first = byte(position) {
      if first == UInt8(ascii: "[") {
        state = .section
        return take(.section, to: position + 1)
      }
      let key = end(of: Self.isKey, from: position)
      if key > position, byte(key) == UInt8(ascii: "[") {
        state = .offset
        return take(.offset, to: endOfBlanks(from: key + 1), text: bytes[position..<key].trimmed)
      }
      let blanks = endOfBlanks(from: position)
      if byte(blanks) == UInt8(ascii: "=") {
        state = .value
        return take(.character(UInt8(ascii: "=")), to: endOfBlanks(from: blanks + 1))
      }
      if let token = lineEnd(afterBlanks: blanks) { return token }
      if let word = word(), word.end >= key {
        return key == bytes.count ? giveUp() : take(word.kind, to: word.end)
      }
      if key > position, key >= blanks {
        return key == bytes.count ? giveUp() : take(.label, to: key, text: bytes[position..<key].trimmed)
      }
      if blanks > position {
        position = blanks
        continue
      }
      return take(.character(first), to: position + 1)
    }
    return giveUp()
  }

  mutating func valueToken() -> IniToken {
    guard let first = byte(position) else {
      state = .statement
      return take(.endOfLine, to: position)
    }
    if first == UInt8(ascii: "'"), byte(position + 1) != UInt8(ascii: "'") {
      guard let inside = apostrophes() else { return giveUp(.unclosedApostrophe) }
      return take(.raw, to: inside.upperBound + 1, text: Array(bytes[inside]))
    }
    if first == UInt8(ascii: "$"), byte(position + 1) == UInt8(ascii: "{") { return openReference() }
    if state == .fallback, first == UInt8(ascii: "}") {
      pop()
      pop()
      return take(.character(first), to: position + 1)
    }
    guard let text = endOfValueText() else { return giveUp() }
    if let word = word(), word.end >= text { return take(word.kind, to: word.end) }
    let blanks = endOfBlanks(from: position)
    if let token = lineEnd(afterBlanks: blanks) { return token }
    if byte(blanks) == UInt8(ascii: "\"") { return openQuotes(at: blanks) }
    if blanks > position { return take(.blanks, to: blanks) }
    if text > position {
      return take(endOfConstant() == text ? .constant : endOfNumber() == text ? .number : .string, to: text)
    }
    if Self.isOperator(first) { return take(.character(first), to: endOfBlanks(from: position + 1)) }
    state = .statement
    if first == UInt8(ascii: "=") { return take(.endOfLine, to: position) }
    var token = take(.endOfLine, to: position + 1, text: [])
    token.surprise = .cut
    return token
  }

  /// The end of plain text in a value.
  private func endOfValueText() -> Int? {
    let closesFallback = state == .fallback
    return longestText { byte in
      switch byte {
      case UInt8(ascii: "="), UInt8(ascii: ";"), UInt8(ascii: "\""), UInt8(ascii: "'"), 0: false
      case UInt8(ascii: "}"): !closesFallback
      default: !byte.isBlank && !byte.isLineEnd && !Self.isOperator(byte)
      }
    }
  }

  /// The end of the longest run of single bytes and of pairs: a `$` takes the byte after it along, whatever that is
  /// save for `{` and NUL, and when that is a backslash it may take one more. With `escapes` a backslash takes one
  /// along too. There can be several ways to cut a run (`$\$\x`), so all are followed. nil when the text ends at `$\`.
  private func longestText(escapes: Bool = false, single: (UInt8) -> Bool) -> Int? {
    var longest = position
    var end = position
    // Bit n: the run can be cut n bytes further on.
    var reached: UInt8 = 1
    while reached != 0, let byte = byte(end) {
      if reached & 1 == 1 {
        let next = self.byte(end + 1)
        if byte == UInt8(ascii: "$") {
          if let next, next != UInt8(ascii: "{"), next != 0 {
            reached |= 1 << 2
            if next == UInt8(ascii: "\\") {
              guard end + 2 < bytes.count else { return nil }
              reached |= 1 << 3
            }
          }
        } else if byte == UInt8(ascii: "\\"), escapes {
          if next != nil { reached |= 1 << 2 }
        } else if single(byte) {
          reached |= 1 << 1
        }
        longest = max(longest, end + 7 - reached.leadingZeroBitCount)
      }
      reached >>= 1
      end += 1
    }
    return longest
  }

  private mutating func openReference() -> IniToken {
    push(.name)
    return take(.reference, to: position + 2)
  }

  private mutating func openQuotes(at quote: Int) -> IniToken {
    push(.quotes)
    return take(.character(UInt8(ascii: "\"")), to: quote + 1)
  }

  mutating func quotesToken() -> IniToken {
    guard let first = byte(position) else { return giveUp() }
    if first == UInt8(ascii: "$"), byte(position + 1) == UInt8(ascii: "{") { return openReference() }
    if first == UInt8(ascii: "\"") {
      pop()
      return take(.character(first), to: endOfBlanks(from: position + 1))
    }
    var end = position
    scan: while let byte = byte(end) {
      switch byte {
      case UInt8(ascii: "\""): break scan
      case UInt8(ascii: "$") where self.byte(end + 1) == UInt8(ascii: "{"): break scan
      case UInt8(ascii: "\\"):
        guard let next = self.byte(end + 1) else { fallthrough }
        // `\"` before a line end is a backslash and the closing quote: people write "C:\dir\".
        if next == UInt8(ascii: "\""), self.byte(end + 2)?.isLineEnd ?? true { fallthrough }
        end += 2
      default: end += 1
      }
    }
    let piece = bytes[position..<end]
    line += Self.lineEnds(in: piece)
    return take(.quoted, to: end, text: Self.unescaped(piece))
  }

  /// Section names and the keys of arrays.
  mutating func bracketToken() -> IniToken {
    guard let first = byte(position) else { return giveUp() }
    if first == UInt8(ascii: "'") {
      guard let inside = apostrophes() else { return giveUp() }
      return take(.raw, to: inside.upperBound + 1, text: Array(bytes[inside]))
    }
    if first == UInt8(ascii: "$"), byte(position + 1) == UInt8(ascii: "{") { return openReference() }
    let blanks = endOfBlanks(from: position)
    if state == .offset, byte(blanks) == UInt8(ascii: "]") {
      state = .statement
      return take(.character(UInt8(ascii: "]")), to: blanks + 1)
    }
    if state == .section, first == UInt8(ascii: "]") {
      let blanks = endOfBlanks(from: position + 1)
      state = .statement
      line += 1
      return take(.character(first), to: endOfNewline(at: blanks) ?? blanks)
    }
    if byte(blanks) == UInt8(ascii: "\"") { return openQuotes(at: blanks) }
    guard let text = endOfBracketText(), text > position else { return giveUp() }
    let kind: IniToken.Kind = endOfConstant() == text ? .constant : endOfNumber() == text ? .number : .string
    return take(kind, to: text, text: Self.unescaped(bytes[position..<text]))
  }

  private func endOfBracketText() -> Int? {
    longestText(escapes: true) { byte in
      switch byte {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: ";"), UInt8(ascii: "\""), UInt8(ascii: "'"),
        UInt8(ascii: "]"):
        false
      default: true
      }
    }
  }

  mutating func nameToken() -> IniToken {
    if byte(position) == UInt8(ascii: "}") {
      pop()
      return take(.character(UInt8(ascii: "}")), to: position + 1)
    }
    if knowsFallbacks, isFallback(at: position) {
      push(.fallback)
      return take(.fallback, to: position + 2)
    }
    var end = position
    while let byte = byte(end), Self.isKey(byte), !(knowsFallbacks && isFallback(at: end)) { end += 1 }
    return end > position ? take(.name, to: end, text: bytes[position..<end].trimmed) : giveUp()
  }

  private func isFallback(at index: Int) -> Bool {
    byte(index) == UInt8(ascii: ":") && byte(index + 1) == UInt8(ascii: "-")
  }

  // MARK: - Escapes

  /// `\"`, `\\` and `\$` lose the backslash; before anything else it stays.
  static func unescaped(_ piece: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(piece.count)
    var index = piece.startIndex
    while index < piece.endIndex {
      if piece[index] == UInt8(ascii: "\\"), index + 1 < piece.endIndex {
        let next = piece[index + 1]
        if next != UInt8(ascii: "\""), next != UInt8(ascii: "\\"), next != UInt8(ascii: "$") {
          result.append(piece[index])
        }
        result.append(next)
        index += 2
      } else {
        result.append(piece[index])
        index += 1
      }
    }
    return result
  }

  /// CR LF counts once.
  static func lineEnds(in piece: some Sequence<UInt8>) -> Int {
    var count = 0
    var last: UInt8 = 0
    for byte in piece {
      if byte == UInt8(ascii: "\r") || (byte == UInt8(ascii: "\n") && last != UInt8(ascii: "\r")) { count += 1 }
      last = byte
    }
    return count
  }
}
