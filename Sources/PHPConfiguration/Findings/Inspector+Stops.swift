extension Inspector {
  /// Why PHP stopped reading, what it had stored, and which directives further down are lost.
  func stopped(by stop: IniStop, after previous: IniStatement?) -> Diagnostic {
    switch stop {
    case .arrayReference(let name, let trace):
      return finding(
        "MC109", .critical, at: trace.start, "${\(name.text)} names an array",
        effect: "PHP ends with \"Out of memory\" (status 255)", cure: "refer to a directive that holds one value")
    case .memoryExhausted(let line, let trace):
      let name = trace.name.map { "\($0.text): " } ?? ""
      let lost = loss(afterLineOf: trace.start)
      return finding(
        "MC109", .critical, at: trace.start, "\(name)PHP reports \"memory exhausted on line \(line)\"",
        effect: "PHP stores nothing for it and drops the rest of \(isDefinition ? "it" : "the file")\(lost)",
        cure: "put the whole value between double quotes: outside them ( ) ~ ! are operators",
        lost: (trace.name.map { [$0.text] } ?? []) + lost.names)
    case .expandedTooFar(let trace):
      let lost = loss(afterLineOf: trace.start)
      return finding(
        "MC109", .critical, at: trace.start, Expansion.tooMuch,
        effect: "PHP takes that memory each time it starts; mcpool reads no further\(lost)",
        cure: "write values out that refer to one another many times",
        lost: (trace.name.map { [$0.text] } ?? []) + lost.names)
    case .syntaxError(let token, let line, let trace): return syntaxError(token, phpLine: line, trace, after: previous)
    }
  }

  private func syntaxError(
    _ token: IniToken, phpLine: Int, _ trace: IniTrace, after previous: IniStatement?
  ) -> Diagnostic {
    let says = "PHP reports \"syntax error, unexpected \(token.phpName) on line \(phpLine)\""
    let begun = trace.name
    // Where nothing was begun, the token stands behind a statement that was complete, and mostly spoils that one.
    let spoiled =
      begun == nil ? previous.flatMap { line(of: $0) == lines.line(at: token.range.lowerBound) ? $0 : nil } : nil
    let at = begun == nil ? token.range.lowerBound : trace.start
    // Behind a quote that is never closed, every later line is lost, whatever PHP's scanner made of it.
    let lost = loss(afterLineOf: begun == nil ? token.range.lowerBound : trace.start)
    let tail = isDefinition ? "drops the rest of it" : "drops the rest of the file"
    if let begun {
      return finding(
        "MC109", .critical, at: at, "\(begun.text): \(says)",
        effect: "PHP stores nothing for \(begun.text) and \(tail)\(lost)", cure: cure(for: begun, trace, token: token),
        lost: [begun.text] + lost.names)
    }
    if let spoiled, case .entry(let name, let value?) = spoiled.kind {
      return finding(
        "MC109", .critical, at: at, "\(name.text): \(says)",
        effect: "PHP stores \(shown(value, of: name)) for \(name.text) and \(tail)\(lost)",
        cure: quoting(name, at: spoiled.trace.start), lost: lost.names)
    }
    return finding(
      "MC109", .critical, at: at, says, effect: "PHP \(tail)\(lost)",
      cure: "write NAME = \"VALUE\", with only letters, digits, . and _ in the name", lost: lost.names)
  }

  private func line(of statement: IniStatement) -> Int { lines.line(at: max(statement.trace.end - 1, 0)) }

  private func cure(for name: [UInt8], _ trace: IniTrace, token: IniToken) -> String {
    if token.surprise == .unclosedApostrophe { return "put a value that holds an apostrophe between double quotes" }
    let opened = trace.tokens.filter { $0.kind == .character(UInt8(ascii: "\"")) }.count
    if token.kind == .endOfText, opened % 2 == 1 { return "close the double quotes" }
    return quoting(name, at: trace.start)
  }

  /// What PHP silently leaves out at the end of a text: all that stands behind an apostrophe which nothing closes.
  func ended(at last: IniToken?, after previous: IniStatement?) -> [Diagnostic] {
    guard let last, last.kind == .endOfText, last.surprise == .unclosedApostrophe, let previous,
      case .entry(let name, let value?) = previous.kind, previous.trace.end == last.range.lowerBound
    else { return [] }
    let lost = loss(afterLineOf: last.range.lowerBound)
    return [
      finding(
        "MC109", .critical, at: last.range.lowerBound, "\(name.text): an apostrophe that nothing closes",
        effect:
          "PHP stores \(shown(value, of: name)) for \(name.text) and drops the rest of the text without a word\(lost)",
        cure: "put a value that holds an apostrophe between double quotes", lost: lost.names)
    ]
  }

  // MARK: - Scope

  /// Lines that PHP applies to some sites or folders only.
  func partialScope(of names: [String], at line: Int, where scope: String) -> Diagnostic {
    var seen: Set<String> = []
    let list = names.filter { seen.insert($0).inserted }.joined(separator: ", ")
    return Diagnostic(
      code: "MC239", severity: .warning, message: "\(list) \(seen.count == 1 ? "is" : "are") set \(scope) only",
      effect: "some sites use other settings for their sessions than the rest; the command line and get_cfg_var "
        + "do not see them",
      cure: "set sessions once for all sites, or give each site's settings to a command of its own",
      location: SourceLocation(source: text.name, line: line))
  }

  func sectionInUserIni(_ name: [UInt8], at offset: Int) -> Diagnostic {
    finding(
      "MC109", .critical, at: offset, "[\(name.text)] in a .user.ini", effect: "the PHP worker dies",
      cure: "leave the section out: a .user.ini counts for its own folder only")
  }

  func arrayInUserIni(_ name: [UInt8], at offset: Int) -> Diagnostic {
    finding(
      "MC109", .critical, at: offset, "\(name.text)[] in a .user.ini makes an array of a directive",
      effect: "the PHP worker dies", cure: "write \(name.text) = \"…\" without brackets")
  }
}
