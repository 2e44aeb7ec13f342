/// Turns the tokens of an ini text into statements, one at a time, so that each sees what the earlier ones set.
///
/// Parity: the grammar of PHP 8.2. A statement ends as soon as its value is complete, whatever follows: the value of
/// `x=a=b` is stored before the second `=` is refused.
struct IniParser {
  private var scanner: IniScanner
  private var ahead: IniToken?
  private var trace = IniTrace()
  /// What the scanner met last: the token at which the text ended, or was given up.
  private(set) var last: IniToken?

  init(_ bytes: [UInt8], php: PHPVersion) {
    scanner = IniScanner(bytes, knowsFallbacks: php >= PHPVersion(8, 3))
  }

  /// The next statement; nil at the end of the text.
  mutating func next(in scope: some IniScope) throws(IniStop) -> IniStatement? {
    trace = IniTrace()
    while true {
      let token = take()
      switch token.kind {
      case .endOfText: return nil
      case .endOfLine:
        trace = IniTrace()
        continue
      case .section:
        let name = peek().kind == .character(UInt8(ascii: "]")) ? [] : try pieces(in: scope, constants: false)
        try expect(UInt8(ascii: "]"))
        return IniStatement(kind: .section(name), trace: trace)
      case .offset:
        let key = peek().kind == .character(UInt8(ascii: "]")) ? [] : try pieces(in: scope)
        try expect(UInt8(ascii: "]"))
        try expect(UInt8(ascii: "="))
        let value = try value(in: scope)
        return IniStatement(kind: .element(name: token.text, key: key, value: value), trace: trace)
      case .label:
        guard peek().kind == .character(UInt8(ascii: "=")) else {
          return IniStatement(kind: .entry(name: token.text, value: nil), trace: trace)
        }
        _ = take()
        let value = try value(in: scope)
        return IniStatement(kind: .entry(name: token.text, value: value), trace: trace)
      default: throw refusal(of: token)
      }
    }
  }

  // MARK: - Tokens

  private mutating func peek() -> IniToken {
    if let ahead { return ahead }
    let token = scanner.next()
    ahead = token
    last = token
    return token
  }

  private mutating func take() -> IniToken {
    let token = peek()
    ahead = nil
    trace.tokens.append(token)
    return token
  }

  private mutating func expect(_ byte: UInt8) throws(IniStop) {
    let token = take()
    guard token.kind == .character(byte) else { throw refusal(of: token) }
  }

  private func refusal(of token: IniToken) -> IniStop {
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

  /// `|`, `&` and `^` have one rank and group from left to right.
  private mutating func expression(in scope: some IniScope) throws(IniStop) -> [UInt8] {
    var left = try operand(in: scope)
    while case .character(let sign) = peek().kind,
      sign == UInt8(ascii: "|") || sign == UInt8(ascii: "&") || sign == UInt8(ascii: "^")
    {
      _ = take()
      let a = number(left)
      let b = number(try operand(in: scope))
      left = decimal(sign == UInt8(ascii: "|") ? a | b : sign == UInt8(ascii: "&") ? a & b : a ^ b)
    }
    return left
  }

  private mutating func operand(in scope: some IniScope) throws(IniStop) -> [UInt8] {
    switch peek().kind {
    case .character(UInt8(ascii: "~")):
      _ = take()
      return decimal(~number(try operand(in: scope)))
    case .character(UInt8(ascii: "!")):
      _ = take()
      return decimal(number(try operand(in: scope)) == 0 ? 1 : 0)
    case .character(UInt8(ascii: "(")):
      _ = take()
      let value = try expression(in: scope)
      try expect(UInt8(ascii: ")"))
      return value
    default: return try pieces(in: scope)
    }
  }

  private mutating func number(_ text: [UInt8]) -> Int32 {
    let digits = text.trimmed
    if digits.isEmpty || !(digits.first == UInt8(ascii: "-") ? digits.dropFirst() : digits[...]).allSatisfy(\.isDigit) {
      trace.nonNumericOperands.append(text)
    }
    return cInteger(text)
  }

  private func decimal(_ number: Int32) -> [UInt8] { Array(String(number).utf8) }

  // MARK: - Pieces

  /// At least one literal, reference or quoted text, joined.
  private mutating func pieces(in scope: some IniScope, constants: Bool = true) throws(IniStop) -> [UInt8] {
    guard let first = try piece(in: scope, constants: constants) else { throw refusal(of: take()) }
    var text = first
    while let next = try piece(in: scope, constants: constants) { text += next }
    return text
  }

  private mutating func piece(in scope: some IniScope, constants: Bool) throws(IniStop) -> [UInt8]? {
    switch peek().kind {
    case .constant:
      let token = take()
      return constants ? replacement(of: token.text, in: scope) : token.text
    case .number, .string, .raw, .blanks: return take().text
    case .reference: return try reference(in: scope, constants: constants)
    case .character(UInt8(ascii: "\"")):
      _ = take()
      var text: [UInt8] = []
      while true {
        switch peek().kind {
        case .quoted: text += take().text
        case .reference: text += try reference(in: scope, constants: constants)
        default:
          try expect(UInt8(ascii: "\""))
          return text
        }
      }
    default: return nil
    }
  }

  private mutating func replacement(of name: [UInt8], in scope: some IniScope) -> [UInt8] {
    switch scope.constant(name) {
    case .value(let value): return value
    case .unknown:
      trace.unknownConstants.append(name)
      return name
    case nil: return name
    }
  }

  private mutating func reference(in scope: some IniScope, constants: Bool) throws(IniStop) -> [UInt8] {
    _ = take()
    let name = take()
    guard name.kind == .name else { throw refusal(of: name) }
    let found = scope.reference(name.text)
    var fallback: [UInt8]?
    if peek().kind == .fallback {
      _ = take()
      fallback = peek().kind == .character(UInt8(ascii: "}")) ? [] : try pieces(in: scope, constants: constants)
    }
    try expect(UInt8(ascii: "}"))
    switch found {
    case .value(let value):
      trace.references.append(.init(name: name.text, isUnset: false))
      return value
    case .unset:
      trace.references.append(.init(name: name.text, isUnset: fallback == nil))
      return fallback ?? []
    case .array: throw .arrayReference(name: name.text, trace: trace)
    }
  }
}
