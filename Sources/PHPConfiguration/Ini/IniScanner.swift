/// Cuts an ini text into tokens, byte for byte as PHP's scanner does.
///
/// What a byte means depends on a state: start of a statement, value, inside quotes, section name, array key,
/// name of a reference. The longest match wins; on a tie the rule that stands first here.
///
/// Parity: PHP 8.2.35, values and error lines compared with the real program on random texts. The odd parts are PHP's:
/// a `$` in a value swallows the byte after it even when that is a line end, an apostrophe opens a text of many lines,
/// and some tokens that touch the last byte of the text count as its end.
struct IniScanner {
  enum State { case statement, value, quotes, section, offset, name, fallback }

  let bytes: [UInt8]
  /// PHP 8.3 and later read `${NAME:-default}`.
  let knowsFallbacks: Bool
  var position: Int
  /// PHP's own line counter. It misses the line ends inside apostrophes and after `$`, and error messages with it.
  var line = 1
  var state = State.statement
  var outer: [State] = []

  init(_ bytes: [UInt8], knowsFallbacks: Bool = false) {
    self.bytes = bytes
    self.knowsFallbacks = knowsFallbacks
    // A byte order mark is skipped at the very start only, and only when something follows it.
    position = bytes.count > 3 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  mutating func next() -> IniToken {
    switch state {
    case .statement: statementToken()
    case .value, .fallback: valueToken()
    case .quotes: quotesToken()
    case .section, .offset: bracketToken()
    case .name: nameToken()
    }
  }

  // MARK: - Steps that the states share

  /// The byte at an offset from the start of the text; nil past the end.
  func byte(_ index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

  func end(of matches: (UInt8) -> Bool, from start: Int) -> Int {
    var end = start
    while end < bytes.count, matches(bytes[end]) { end += 1 }
    return end
  }

  func endOfBlanks(from start: Int) -> Int { end(of: \.isBlank, from: start) }

  /// The end of a line end that starts here: CR LF, CR or LF.
  func endOfNewline(at start: Int) -> Int? {
    switch byte(start) {
    case UInt8(ascii: "\n"): start + 1
    case UInt8(ascii: "\r"): byte(start + 1) == UInt8(ascii: "\n") ? start + 2 : start + 1
    default: nil
    }
  }

  mutating func take(_ kind: IniToken.Kind, to end: Int, text: [UInt8]? = nil) -> IniToken {
    let range = position..<end
    position = end
    return IniToken(kind: kind, text: text ?? Array(bytes[range]), range: range)
  }

  mutating func push(_ inner: State) {
    outer.append(state)
    state = inner
  }

  mutating func pop() { state = outer.popLast() ?? .statement }

  /// PHP takes a token that it cannot complete for the end of the text.
  mutating func giveUp(_ surprise: IniToken.Surprise? = nil) -> IniToken {
    IniToken(kind: .endOfText, range: position..<bytes.count, surprise: surprise)
  }

  /// Blanks and a line end, or a comment with its line end: both end the line. nil when neither stands here.
  mutating func lineEnd(afterBlanks blanks: Int) -> IniToken? {
    var newline = blanks
    if byte(blanks) == UInt8(ascii: ";") { newline = end(of: { !$0.isLineEnd }, from: blanks) }
    guard let end = endOfNewline(at: newline) else { return newline > blanks ? giveUp() : nil }
    line += 1
    state = .statement
    return take(.endOfLine, to: end, text: [])
  }

  /// `on`, `off`, `null` and their like, in any letter case, with the blanks after them.
  func word() -> (kind: IniToken.Kind, end: Int)? {
    let end = end(of: \.isLetter, from: position)
    let word = bytes[position..<end]
    let kind: IniToken.Kind
    if word.equalsIgnoringCase("true") || word.equalsIgnoringCase("on") || word.equalsIgnoringCase("yes") {
      kind = .yes
    } else if word.equalsIgnoringCase("false") || word.equalsIgnoringCase("off") || word.equalsIgnoringCase("no")
      || word.equalsIgnoringCase("none")
    {
      kind = .no
    } else if word.equalsIgnoringCase("null") {
      kind = .null
    } else {
      return nil
    }
    return (kind, endOfBlanks(from: end))
  }

  /// `'…'` around at least one byte; nil when the text ends first.
  func apostrophes() -> Range<Int>? {
    let end = end(of: { $0 != UInt8(ascii: "'") }, from: position + 1)
    return end < bytes.count && end > position + 1 ? position + 1..<end : nil
  }

  /// The end of a name that PHP looks up among its constants.
  func endOfConstant() -> Int {
    guard let first = byte(position), first.isLetter || first == UInt8(ascii: "_") else { return position }
    return end(of: { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }, from: position)
  }

  /// The end of a number with an optional minus and an optional point.
  func endOfNumber() -> Int {
    let digits = byte(position) == UInt8(ascii: "-") ? position + 1 : position
    let whole = end(of: \.isDigit, from: digits)
    // A number with a point takes no minus sign.
    guard digits == position, byte(whole) == UInt8(ascii: ".") else { return whole > digits ? whole : position }
    let part = end(of: \.isDigit, from: whole + 1)
    return part - digits > 1 ? part : position
  }
}
