extension IniParser {
  /// A text that waits for what stands inside its quotes or behind a `:-`.
  private struct Outer {
    enum Inner: Hashable {
      case quotes
      case fallback(name: [UInt8], found: IniLookup)
    }

    var inner: Inner
    var text: [UInt8]
    var hasPieces: Bool
  }

  /// At least one literal, reference or quoted text, joined.
  mutating func pieces(in scope: some IniScope, constants: Bool = true) throws(IniStop) -> [UInt8] {
    var outer: [Outer] = []
    var text: [UInt8] = []
    var hasPieces = false
    while true {
      let piece: [UInt8]
      switch peek().kind {
      case .constant:
        let name = try shift().text
        piece = constants ? replacement(of: name, in: scope) : name
      case .number, .string, .raw, .blanks, .quoted: piece = try shift().text
      case .reference:
        _ = try shift()
        guard peek().kind == .name else { throw refusal(of: take()) }
        let name = try shift().text
        let found = scope.reference(name)
        if peek().kind == .fallback {
          _ = try shift()
          outer.append(Outer(inner: .fallback(name: name, found: found), text: text, hasPieces: hasPieces))
          (text, hasPieces) = ([], false)
          continue
        }
        try expect(UInt8(ascii: "}"))
        depth -= 2
        piece = try replacement(of: name, by: found, else: nil)
      case .character(UInt8(ascii: "\"")):
        _ = try shift()
        guard let closed = outer.last, closed.inner == .quotes else {
          // PHP puts an empty text on its stack, to which it joins what follows.
          try deepen()
          outer.append(Outer(inner: .quotes, text: text, hasPieces: hasPieces))
          (text, hasPieces) = ([], true)
          continue
        }
        outer.removeLast()
        depth -= 2
        piece = text
        (text, hasPieces) = (closed.text, closed.hasPieces)
      default:
        guard let closed = outer.last else {
          guard hasPieces else { throw refusal(of: take()) }
          return text
        }
        guard case .fallback(let name, let found) = closed.inner else { throw refusal(of: take()) }
        if !hasPieces, peek().kind == .character(UInt8(ascii: "}")) { try deepen() }
        try expect(UInt8(ascii: "}"))
        outer.removeLast()
        depth -= 4
        piece = try replacement(of: name, by: found, else: text)
        (text, hasPieces) = (closed.text, closed.hasPieces)
      }
      text += piece
      if hasPieces { depth -= 1 }
      hasPieces = true
    }
  }

  private mutating func replacement(of constant: [UInt8], in scope: some IniScope) -> [UInt8] {
    switch scope.constant(constant) {
    case .value(let value): return value
    case .unknown:
      trace.unknownConstants.append(constant)
      return constant
    case nil: return constant
    }
  }

  /// The value of a reference that is complete.
  private mutating func replacement(
    of name: [UInt8], by found: IniLookup, else fallback: [UInt8]?
  ) throws(IniStop) -> [UInt8] {
    switch found {
    case .value(let value):
      trace.references.append(.init(name: name, isUnset: false))
      try expand(to: value)
      return value
    case .unset:
      trace.references.append(.init(name: name, isUnset: fallback == nil))
      return fallback ?? []
    case .array: throw .arrayReference(name: name, trace: trace)
    }
  }
}
