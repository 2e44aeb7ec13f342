extension Inspector {
  /// What is odd about a statement that PHP accepts. `next` is the token after it, as far as PHP has looked.
  func inspect(_ statement: IniStatement, followedBy next: IniToken?) -> [Diagnostic] {
    let trace = statement.trace
    switch statement.kind {
    case .section: return []
    case .entry(let name, nil): return lostName(name, trace).map { [$0] } ?? []
    case .entry(let name, let value?), .element(let name, _, let value):
      return [
        misspelled(name, trace), computed(name, value, trace), swallowedByDollar(name, trace),
        swallowedByQuotes(name, trace), cut(name, value, trace, next: next),
      ].compactMap(\.self) + references(name, trace) + unknownConstants(name, trace)
    }
  }

  private func lostName(_ name: [UInt8], _ trace: IniTrace) -> Diagnostic? {
    let start = name.lowercased
    guard DirectiveName.isWatched(start) || DirectiveName.isNearMiss(name) else { return nil }
    return finding(
      "MC109", .warning, at: trace.start, "\"\(name.text)\" stands without =",
      effect: "PHP ignores it", cure: "write NAME = \"VALUE\", or begin a comment with ;")
  }

  private func misspelled(_ name: [UInt8], _ trace: IniTrace) -> Diagnostic? {
    guard DirectiveName.isNearMiss(name) else { return nil }
    return finding(
      "MC109", .warning, at: trace.start, "\"\(name.text)\" is no directive",
      effect: "names are compared byte for byte, so PHP sets nothing that an extension reads",
      cure: "write the name in lower case, with nothing before it")
  }

  private func computed(_ name: [UInt8], _ value: [UInt8], _ trace: IniTrace) -> Diagnostic? {
    guard !trace.nonNumericOperands.isEmpty else { return nil }
    return finding(
      "MC109", DirectiveName.isWatched(name) ? .critical : .warning, at: trace.start,
      "\(name.text): & | ^ ~ ! outside quotes compute with numbers",
      effect: "PHP takes text for the number at its start and stores \(shown(value, of: name))",
      cure: quoting(name, at: trace.start))
  }

  /// `cost$` at the end of a line takes the line end along, and the next line with it.
  private func swallowedByDollar(_ name: [UInt8], _ trace: IniTrace) -> Diagnostic? {
    guard let token = trace.tokens.first(where: { $0.kind == .string && $0.text.contains(where: \.isLineEnd) }) else {
      return nil
    }
    let lost = loss(from: endOfLine(at: token.range.lowerBound), to: endOfLine(at: trace.end - 1))
    return finding(
      "MC109", DirectiveName.isWatched(name) || !lost.isEmpty ? .critical : .warning, at: token.range.lowerBound,
      "\(name.text): a $ at the end of a line",
      effect: "the $ takes the line end along, so the next line becomes part of this value\(lost)",
      cure: quoting(name, at: trace.start), lost: lost.names)
  }

  /// A quote that closes lines later than meant. Several lines between quotes are fine unless they hold directives or
  /// an apostrophe stands in mid-text.
  private func swallowedByQuotes(_ name: [UInt8], _ trace: IniTrace) -> Diagnostic? {
    for (index, token) in trace.tokens.enumerated()
    where (token.kind == .raw || token.kind == .quoted) && token.text.contains(where: \.isLineEnd) {
      let start = token.range.lowerBound
      let lost = loss(from: endOfLine(at: start), to: token.range.upperBound)
      let isInsideText =
        token.kind == .raw && index > 0 && trace.tokens[index - 1].kind != .character(UInt8(ascii: "="))
      guard !lost.isEmpty || isInsideText else { continue }
      return finding(
        "MC109", lost.isEmpty ? .warning : .critical, at: start,
        "\(name.text): \(token.kind == .raw ? "an apostrophe" : "a double quote") is closed in a later line",
        effect: "all lines up to line \(lines.line(at: token.range.upperBound - 1)) become part of this value\(lost)",
        cure: token.kind == .raw
          ? "put a value that holds an apostrophe between double quotes" : "close the quotes in line",
        lost: lost.names)
    }
    return nil
  }

  private func cut(_ name: [UInt8], _ value: [UInt8], _ trace: IniTrace, next: IniToken?) -> Diagnostic? {
    guard let end = trace.tokens.last?.kind == .endOfLine ? trace.tokens.last : next, end.kind == .endOfLine else {
      return nil
    }
    let effect = "PHP stores \(shown(value, of: name)) and drops what follows in this line"
    if end.surprise == .cut {
      let following = text.bytes[end.range.upperBound...].prefix { !$0.isLineEnd }
      // `x = ''` is an empty value by luck.
      let rest = following.first == UInt8(ascii: "'") ? following.dropFirst().drop(while: \.isBlank) : following
      guard !rest.isEmpty, rest.first != UInt8(ascii: ";") else { return nil }
      let isQuote = text.bytes[end.range.lowerBound] == UInt8(ascii: "'")
      return finding(
        "MC109", .warning, at: end.range.lowerBound,
        "\(name.text): \(isQuote ? "two apostrophes" : "a NUL byte") in mid-value", effect: effect,
        cure: "put the value between double quotes")
    }
    let comment = text.bytes[end.range]
    guard let semicolon = comment.firstIndex(of: UInt8(ascii: ";")) else { return nil }
    let words = comment[(semicolon + 1)...].prefix { !$0.isLineEnd }
    if isDefinition {
      return finding(
        "MC109", .warning, at: semicolon, "\(name.text): ; outside quotes starts a comment", effect: effect,
        cure: quoting(name, at: trace.start))
    }
    guard DirectiveName.isServerList(name), semicolon == comment.startIndex, let first = words.first, !first.isBlank,
      // Words with blanks between them are a comment.
      words.split(separator: UInt8(ascii: ",")).allSatisfy({ piece in
        let server = Array(piece).trimmed
        return !server.contains(where: \.isBlank)
          && (server.contains(UInt8(ascii: ":")) || server.contains(UInt8(ascii: "/")))
      })
    else { return nil }
    return finding(
      "MC201", .warning, at: semicolon, "\(name.text): ; between servers starts a comment", effect: effect,
      cure: "separate servers with a comma: write \(name.text)=\"\(value.text),\(words.trimmed.text)\"")
  }

  private func references(_ name: [UInt8], _ trace: IniTrace) -> [Diagnostic] {
    trace.references.compactMap { reference in
      let written = "${\(reference.name.text)}"
      if php < PHPVersion(8, 3), reference.name.text.contains(":-") {
        return finding(
          "MC237", .warning, at: trace.start, "\(name.text): \(written) needs PHP 8.3",
          effect: "PHP \(php) looks for a variable of that whole name and takes the empty text",
          cure: "write ${NAME} and set NAME in the environment of the service")
      }
      guard reference.isUnset, DirectiveName.isWatched(name) else { return nil }
      return finding(
        "MC237", .warning, at: trace.start, "\(name.text): \(written) is not set",
        effect: "PHP takes the empty text for it",
        cure: "set \(reference.name.text) in the environment of the service, and give the same to this command")
    }
  }

  private func unknownConstants(_ name: [UInt8], _ trace: IniTrace) -> [Diagnostic] {
    trace.unknownConstants.map { constant in
      finding(
        "MC237", DirectiveName.isWatched(name) ? .warning : .info, at: trace.start,
        "\(name.text): \(constant.text) is a constant of PHP",
        effect: "PHP puts its value there, which differs from build to build; here the name is left standing",
        cure: "put the text between double quotes if the name itself is meant")
    }
  }
}
