/// Says what PHP drops or changes in one text.
struct Inspector {
  let text: SourceText
  let php: PHPVersion
  let lines: LineIndex
  /// The line to name whatever the offset, for texts that are one line or none of a source.
  private let fixedLine: Int?

  init(text: SourceText, php: PHPVersion, line: Int? = nil) {
    self.text = text
    self.php = php
    lines = LineIndex(text.bytes)
    fixedLine = line
  }

  /// Where a text stands that is itself a definition of the command line.
  var isDefinition: Bool { fixedLine == 0 }

  func location(at offset: Int) -> SourceLocation {
    SourceLocation(source: text.name, line: fixedLine ?? lines.line(at: offset))
  }

  func finding(
    _ code: String, _ severity: Diagnostic.Severity, at offset: Int, _ message: String, effect: String, cure: String,
    lost: [String] = []
  ) -> Diagnostic {
    Diagnostic(
      code: code, severity: severity, message: message, effect: effect, cure: cure, location: location(at: offset),
      lost: lost)
  }

  // MARK: - What stands in the text

  /// What the writer put on both sides of `=`, to the end of that line and without a comment; nil without a `=`.
  private func written(at start: Int) -> (left: String, right: String)? {
    let line = text.bytes[start..<endOfLine(at: start)]
    guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    var right = line[(equals + 1)...].prefix { !$0.isLineEnd }
    if let comment = right.indices.dropFirst().first(where: {
      right[$0] == UInt8(ascii: ";") && right[$0 - 1].isBlank
    }) {
      right = right[..<comment]
    }
    return (line[..<equals].trimmed.text, right.trimmed.text)
  }

  /// The words that mend a line whose value PHP cuts or computes.
  func quoting(_ name: [UInt8], at start: Int) -> String {
    guard let (left, right) = written(at: start), !DirectiveName.isSecret(name), !right.isEmpty, !right.contains("\""),
      !right.contains("'"), !right.contains("${")
    else { return "put the whole value between double quotes, and write \\\" for a double quote inside it" }
    return isDefinition ? "keep double quotes in the shell: -d '\(left)=\"\(right)\"'" : "write \(left) = \"\(right)\""
  }

  func shown(_ value: [UInt8], of name: [UInt8]) -> String {
    DirectiveName.isSecret(name) ? "a part" : "\"\(value.text)\""
  }

  /// The directives that matter here and begin in these bytes, each with its line; comments are not looked at.
  func directives(in range: Range<Int>) -> [(name: String, line: Int)] {
    guard !range.isEmpty else { return [] }
    return (lines.line(at: range.lowerBound)...lines.line(at: range.upperBound - 1)).compactMap { line in
      let bytes = text.bytes[lines.range(of: line).clamped(to: range)]
      guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else { return nil }
      let name = bytes[..<equals].trimmed
      return DirectiveName.isWatched(name) ? (name.text, line) : nil
    }
  }

  /// Directives that PHP does not come to.
  struct Loss: CustomStringConvertible {
    fileprivate let directives: [(name: String, line: Int)]

    var names: [String] { directives.map(\.name) }
    var isEmpty: Bool { directives.isEmpty }

    /// `; lost with it: a (line 3), b (line 4)`, or nothing.
    var description: String {
      let lost = directives.map { "\($0.name) (line \($0.line))" }
      return lost.isEmpty ? "" : "; lost with it: \(lost.joined(separator: ", "))"
    }
  }

  /// What stands between two bytes.
  func loss(from start: Int, to end: Int) -> Loss { Loss(directives: directives(in: start..<max(start, end))) }

  /// The same for all lines after the one in which a byte stands.
  func loss(afterLineOf offset: Int) -> Loss { loss(from: endOfLine(at: offset), to: text.bytes.count) }

  func endOfLine(at offset: Int) -> Int { lines.range(of: lines.line(at: offset)).upperBound }
}

extension IniStatement {
  /// The directive that it sets.
  var name: [UInt8]? {
    switch kind {
    case .entry(let name, _), .element(let name, _, _): name
    case .section: nil
    }
  }
}

extension IniTrace {
  /// The directive that an unfinished statement was to set.
  var name: [UInt8]? {
    guard let first = tokens.first, first.kind == .label || first.kind == .offset else { return nil }
    return first.text
  }
}
