/// Turns the tokens of an ini text into statements, one at a time, so that each sees what the earlier ones set.
///
/// Parity: the grammar of PHP 8.2. A statement ends as soon as its value is complete, whatever follows: the value of
/// `x=a=b` is stored before the second `=` is refused. Nothing here recurses, so no text can overflow a thread's stack;
/// `depth` says when it is too much for PHP.
struct IniParser {
  private var scanner: IniScanner
  private var ahead: IniToken?
  var trace = IniTrace()
  /// The entries that PHP's parser has on its stack: the token types and half-made parts of the statement so far.
  var depth = 0
  /// What references gave so far.
  private(set) var expansion: Expansion
  /// What the scanner met last: the token at which the text ended, or was given up.
  private(set) var last: IniToken?

  /// PHP's stack grows no further: 9,994 `~` before a number are read, one more is not (8.2.35; so in php-fpm's lines, of
  /// which `php_value[…]=` takes two entries more).
  private static let deepest = 9_999

  /// - Parameter expansion: what the references of earlier texts gave.
  init(_ bytes: [UInt8], php: PHPVersion, after expansion: Expansion) {
    self.expansion = expansion
    scanner = IniScanner(bytes, knowsFallbacks: php >= PHPVersion(8, 3))
  }

  /// The next statement; nil at the end of the text.
  mutating func next(in scope: some IniScope) throws(IniStop) -> IniStatement? {
    trace = IniTrace()
    while true {
      // The parser's first state and the statements before this one.
      depth = 2
      switch peek().kind {
      case .endOfText:
        _ = take()
        return nil
      case .endOfLine:
        _ = take()
        trace = IniTrace()
      case .section:
        _ = try shift()
        let name = try bracketed(in: scope, constants: false)
        return IniStatement(kind: .section(name), trace: trace)
      case .offset:
        let name = try shift().text
        let key = try bracketed(in: scope)
        try expect(UInt8(ascii: "="))
        let value = try value(in: scope)
        return IniStatement(kind: .element(name: name, key: key, value: value), trace: trace)
      case .label:
        let name = try shift().text
        guard peek().kind == .character(UInt8(ascii: "=")) else {
          return IniStatement(kind: .entry(name: name, value: nil), trace: trace)
        }
        try expect(UInt8(ascii: "="))
        let value = try value(in: scope)
        return IniStatement(kind: .entry(name: name, value: value), trace: trace)
      default: throw refusal(of: take())
      }
    }
  }

  /// What stands between brackets, and the closing one.
  private mutating func bracketed(in scope: some IniScope, constants: Bool = true) throws(IniStop) -> [UInt8] {
    var text: [UInt8] = []
    if peek().kind == .character(UInt8(ascii: "]")) {
      try deepen()
    } else {
      text = try pieces(in: scope, constants: constants)
    }
    try expect(UInt8(ascii: "]"))
    return text
  }

  // MARK: - Tokens

  mutating func peek() -> IniToken {
    if let ahead { return ahead }
    let token = scanner.next()
    ahead = token
    last = token
    return token
  }

  mutating func take() -> IniToken {
    let token = peek()
    ahead = nil
    trace.tokens.append(token)
    return token
  }

  /// Takes a token onto PHP's stack.
  mutating func shift() throws(IniStop) -> IniToken {
    let token = take()
    try deepen()
    return token
  }

  mutating func deepen() throws(IniStop) {
    depth += 1
    if depth > Self.deepest { throw .memoryExhausted(line: scanner.line, trace: trace) }
  }

  mutating func expect(_ byte: UInt8) throws(IniStop) {
    guard peek().kind == .character(byte) else { throw refusal(of: take()) }
    _ = try shift()
  }

  /// Notes what a reference gave.
  mutating func expand(to value: [UInt8]) throws(IniStop) {
    if !expansion.add(value) { throw .expandedTooFar(trace: trace) }
  }

  func refusal(of token: IniToken) -> IniStop {
    .syntaxError(token: token, line: scanner.line, trace: trace)
  }

  // MARK: - Values

  private mutating func value(in scope: some IniScope) throws(IniStop) -> [UInt8] {
    switch peek().kind {
    case .yes:
      _ = take()
      return [UInt8(ascii: "1")]
    case .no, .null, .endOfLine:
      _ = take()
      return []
    default: return try expression(in: scope)
    }
  }

  /// What an operand is still to meet.
  private enum Operation {
    case complement, negation, parenthesis
    case binary(left: Int32, sign: UInt8)
  }

  /// `|`, `&` and `^` have one rank and group from left to right; `~` and `!` bind tighter.
  private mutating func expression(in scope: some IniScope) throws(IniStop) -> [UInt8] {
    var open: [Operation] = []
    while true {
      while let prefix = prefix(peek()) {
        _ = try shift()
        open.append(prefix)
      }
      var value = try pieces(in: scope)
      operators: while true {
        value = finish(value, &open)
        switch peek().kind {
        case .character(let sign) where Self.isBinary(sign):
          _ = try shift()
          open.append(.binary(left: number(value), sign: sign))
          break operators
        default:
          guard case .parenthesis = open.last else { return value }
          try expect(UInt8(ascii: ")"))
          open.removeLast()
          depth -= 2
        }
      }
    }
  }

  private func prefix(_ token: IniToken) -> Operation? {
    switch token.kind {
    case .character(UInt8(ascii: "~")): .complement
    case .character(UInt8(ascii: "!")): .negation
    case .character(UInt8(ascii: "(")): .parenthesis
    default: nil
    }
  }

  private static func isBinary(_ sign: UInt8) -> Bool {
    sign == UInt8(ascii: "|") || sign == UInt8(ascii: "&") || sign == UInt8(ascii: "^")
  }

  /// Carries out all operations on a complete operand, up to the parenthesis in which it stands.
  private mutating func finish(_ operand: [UInt8], _ open: inout [Operation]) -> [UInt8] {
    var value = operand
    while let operation = open.last {
      switch operation {
      case .parenthesis: return value
      case .complement:
        value = decimal(~number(value))
        depth -= 1
      case .negation:
        value = decimal(number(value) == 0 ? 1 : 0)
        depth -= 1
      case .binary(let left, let sign):
        let right = number(value)
        value = decimal(
          sign == UInt8(ascii: "|") ? left | right : sign == UInt8(ascii: "&") ? left & right : left ^ right)
        depth -= 2
      }
      open.removeLast()
    }
    return value
  }

  private mutating func number(_ text: [UInt8]) -> Int32 {
    let digits = text.trimmed
    if digits.isEmpty || !(digits.first == UInt8(ascii: "-") ? digits.dropFirst() : digits[...]).allSatisfy(\.isDigit) {
      trace.nonNumericOperands.append(text)
    }
    return cInteger(text)
  }

  private func decimal(_ number: Int32) -> [UInt8] { Array(String(number).utf8) }
}
