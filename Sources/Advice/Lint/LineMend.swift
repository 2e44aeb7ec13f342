import PHPConfiguration

/// One finding and the line that would not have it.
struct LineMend {
  /// A finding by its place, whatever its words.
  struct Mark: Hashable {
    let code: String
    let location: SourceLocation

    init(_ finding: Diagnostic) {
      code = finding.code
      location = finding.location
    }
  }

  private let finding: Diagnostic
  private let bytes: [UInt8]
  private let range: Range<Int>
  private let line: IniLine

  /// Codes whose cure leaves nothing to decide.
  static func canMend(_ code: String) -> Bool { ["MC103", "MC109", "MC110", "MC201", "MC204", "MC206"].contains(code) }

  /// Nil where the line is not one plain `name = value`.
  init?(_ finding: Diagnostic, in bytes: [UInt8]) {
    // Line ends of old Macs count as lines to PHP and not to the tools that read a diff.
    guard let range = Self.range(of: finding.location.line, in: bytes), let line = IniLine(Array(bytes[range])) else {
      return nil
    }
    self.finding = finding
    self.bytes = bytes
    self.range = range
    self.line = line
  }

  /// The whole text with the line mended; nil where that cannot be done safely.
  var mended: [UInt8]? {
    guard let value = meant else { return nil }
    let text = line.with(value)
    // PHP must read exactly what is meant, and find nothing odd about it.
    var alone = Configuration()
    alone.read(ini: SourceText(name: "line", bytes: text + [UInt8(ascii: "\n")]))
    guard alone[line.name]?.value == Array(value.utf8), alone.diagnostics.isEmpty else { return nil }
    return Array(bytes[..<range.lowerBound]) + text + bytes[range.upperBound...]
  }

  private var isServerList: Bool {
    line.name == "session.save_path" || line.name == "memcache.session_save_path"
  }

  /// A directive that takes any text.
  private var isText: Bool { isServerList || line.name == "session.name" || line.name.contains("prefix") }

  /// One whole server of either extension, and nothing else: what stands behind a `;` may be words.
  private static func isServer(_ piece: Substring) -> Bool {
    let text = piece.drop { $0 == " " || $0 == "\t" }
    guard !text.contains(where: \.isWhitespace) else { return false }
    if text.contains("://") || text.hasPrefix("/") { return true }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    return (2...3).contains(parts.count) && !parts[0].isEmpty
      && parts.dropFirst().allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
  }

  /// The value that the line was meant to have.
  private var meant: String? {
    if finding.code == "MC109" {
      // Behind an unquoted `;` PHP reads a comment, whatever stands there.
      guard !line.isQuoted, !line.value.replacing("&amp;", with: "").contains(";") else { return nil }
      // Between quotes a number or a switch would still be nonsense, and nobody would warn of it any more. What is no
      // directive of sessions is quoted only where it stops the file.
      let isOurs = ["session.", "memcache.", "memcached.", "mcpool."].contains { line.name.hasPrefix($0) }
      return (isOurs ? isText : finding.severity == .critical) ? line.value : nil
    }
    guard isServerList else { return nil }
    switch finding.code {
    case "MC103": return finding.severity == .critical ? ServerList(line.value).withoutTwins : nil
    case "MC110":
      return finding.message.contains("another extension")
        ? ServerList(line.value).withoutScheme : ServerList(line.value).withScheme
    case "MC201":
      let pieces = line.value.split(omittingEmptySubsequences: false) { $0 == ";" || $0 == "," }
      // It may as well be a comment.
      return pieces.allSatisfy(Self.isServer) ? String(line.value.map { $0 == ";" ? "," : $0 }) : nil
    case "MC204": return ServerList(line.value).withoutBlanks
    case "MC206": return line.value.replacing("&amp;", with: "&")
    default: return nil
    }
  }

  /// The bytes of a line without its line end; nil behind the end, and where lines end with a lone CR.
  private static func range(of number: Int, in bytes: [UInt8]) -> Range<Int>? {
    guard number > 0 else { return nil }
    var start = 0
    var current = 1
    for (index, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "\r"), index + 1 == bytes.count || bytes[index + 1] != UInt8(ascii: "\n") { return nil }
      guard byte == UInt8(ascii: "\n") else { continue }
      if current == number {
        return start..<(index > start && bytes[index - 1] == UInt8(ascii: "\r") ? index - 1 : index)
      }
      current += 1
      start = index + 1
    }
    return current == number && start < bytes.count ? start..<bytes.count : nil
  }
}

/// `name = value ; comment` of plain characters, the value with or without double quotes.
struct IniLine {
  let name: String
  let value: String
  let isQuoted: Bool
  /// Up to and with the blanks behind `=`.
  private let head: String
  /// Blanks and a comment.
  private let tail: String

  init?(_ bytes: [UInt8]) {
    guard let line = String(validating: bytes, as: UTF8.self), let equals = line.firstIndex(of: "="),
      line.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f || $0 == "\t" })
    else { return nil }
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    let rest = line[line.index(after: equals)...]
    let start = rest.firstIndex { !isBlank($0) } ?? rest.endIndex
    var body = rest[start...]
    isQuoted = body.first == "\""
    if isQuoted {
      guard let close = body.dropFirst().firstIndex(of: "\"") else { return nil }
      let behind = body[body.index(after: close)...]
      guard behind.drop(while: isBlank).first.map({ $0 == ";" }) ?? true else { return nil }
      body = body[body.index(after: body.startIndex)..<close]
      tail = String(behind)
    } else {
      let comment = zip(body.indices, body.indices.dropFirst()).first { isBlank(body[$0]) && body[$1] == ";" }?.1
      let end = comment ?? body.endIndex
      body = body[..<end]
      while body.last.map(isBlank) == true { body.removeLast() }
      tail = String(line[body.endIndex...])
    }
    name = String(line[..<equals].filter { !isBlank($0) })
    value = String(body)
    head = String(line[..<start])
    let isSecret = name.lowercased().contains("password")
    let isPlain = !value.contains { "'\"\\".contains($0) } && !value.contains("${") && !value.hasSuffix("$")
    guard isPlain, !isSecret, !value.isEmpty,
      name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "._".contains($0)) })
    else { return nil }
  }

  /// The same line with another value, between quotes.
  func with(_ value: String) -> [UInt8] { Array((head + "\"" + value + "\"" + tail).utf8) }
}

/// A save_path as text, for mends that keep everything else as it was written.
struct ServerList {
  /// Servers, and between them what separates them.
  private let pieces: [String]
  private let separators: [String]

  init(_ text: String) {
    var pieces = [""]
    var separators: [String] = []
    var isBetween = false
    for character in text {
      let separates = character == "," || character == " " || character == "\t"
      if separates, isBetween {
        separators[separators.count - 1].append(character)
      } else if separates {
        separators.append(String(character))
        pieces.append("")
      } else {
        pieces[pieces.count - 1].append(character)
      }
      isBetween = separates
    }
    self.pieces = pieces
    self.separators = separators
  }

  private func joined(_ pieces: [String]) -> String {
    zip(pieces, separators + [""]).map { $0 + $1 }.joined()
  }

  /// Each server once; the first of equal ones stays.
  var withoutTwins: String? {
    var seen: Set<String> = []
    let kept = pieces.filter { !$0.isEmpty && seen.insert($0).inserted }
    return kept.count < pieces.count { !$0.isEmpty } ? kept.joined(separator: ", ") : nil
  }

  /// For memcached, which knows no schemes; nil where something else of the other extension is there, too.
  var withoutScheme: String? {
    let bare = pieces.map { $0.hasPrefix("tcp://") ? String($0.dropFirst(6)) : $0 }
    guard !bare.contains(where: { $0.contains("/") || $0.contains("?") }) else { return nil }
    return bare.filter { !$0.isEmpty }.joined(separator: ",")
  }

  /// For memcache, where HOST:PORT?weight=N needs a scheme; nil where a piece is no HOST:PORT with or without that.
  var withScheme: String? {
    var result: [String] = []
    for piece in pieces {
      guard !piece.isEmpty, !piece.contains("://"), !piece.hasPrefix("unix:") else {
        result.append(piece)
        continue
      }
      let parts = piece.split(separator: "?", maxSplits: 1)[0].split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, parts[1].allSatisfy(\.isNumber),
        !parts[0].contains("/")
      else { return nil }
      result.append("tcp://" + piece)
    }
    return joined(result)
  }

  /// For memcached: no blanks round commas; nil where an entry is empty, which means another server today, or where a
  /// blank stands inside an entry, where it parts the weight.
  var withoutBlanks: String? {
    let inner = separators.enumerated().filter { index, _ in
      !(index == 0 && pieces[0].isEmpty) && !(index == separators.count - 1 && pieces[index + 1].isEmpty)
    }
    guard inner.allSatisfy({ $0.element.count { $0 == "," } == 1 }),
      !(pieces.first == "" && separators.first?.contains(",") == true)
    else { return nil }
    return pieces.filter { !$0.isEmpty }.joined(separator: ",")
  }
}
