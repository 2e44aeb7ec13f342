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

  /// Why a line stays as it is.
  enum Obstacle: String, Error {
    case lineEnds = "its file has line ends of old Macs, which no patch knows"
    case secret = "it holds a password, and would have to be shown"
    case reference = "it takes ${…} from elsewhere"
    case quoting = "it has quotes, a backslash or a $ in its value"
    case form = "it is not one plain name = value"
    case comment = "what stands behind its ; may be a comment"
    case meaning = "more than one thing may be meant by it"
    case reading = "between quotes PHP would still not read it as it stands"
    case stays = "mended by itself it would have the same finding"
    case misread = "PHP would then take what it names for something else"
  }

  private let finding: Diagnostic
  private let bytes: [UInt8]
  private let range: Range<Int>
  private let line: IniLine

  /// Codes whose cure leaves nothing to decide.
  static func canMend(_ code: String) -> Bool { ["MC103", "MC109", "MC110", "MC201", "MC204", "MC206"].contains(code) }

  /// Throws where the line is not one plain `name = value`.
  init(_ finding: Diagnostic, in bytes: [UInt8]) throws(Obstacle) {
    // Line ends of old Macs count as lines to PHP and not to the tools that read a diff.
    guard let range = Self.range(of: finding.location.line, in: bytes) else { throw .lineEnds }
    line = try IniLine(Array(bytes[range]))
    self.finding = finding
    self.bytes = bytes
    self.range = range
  }

  /// The whole text with the line mended; throws where that cannot be done safely.
  func mended() throws(Obstacle) -> [UInt8] {
    let value = try meant()
    let text = line.with(value)
    // PHP must read exactly what is meant, and find nothing odd about it.
    var alone = Configuration()
    alone.read(ini: SourceText(name: "line", bytes: text + [UInt8(ascii: "\n")]))
    guard alone[line.name]?.value == Array(value.utf8), alone.diagnostics.isEmpty else { throw .reading }
    return Array(bytes[..<range.lowerBound]) + text + bytes[range.upperBound...]
  }

  private var isServerList: Bool {
    line.name == "session.save_path" || line.name == "memcache.session_save_path"
  }

  /// A directive that takes any text.
  private var isText: Bool { isServerList || line.name == "session.name" || line.name.contains("prefix") }

  /// The value that the line was meant to have.
  private func meant() throws(Obstacle) -> String {
    if finding.code == "MC109" {
      // Behind an unquoted `;` PHP reads a comment, whatever stands there.
      if line.isQuoted { throw .reading }
      if line.value.replacing("&amp;", with: "").contains(";") { throw .comment }
      // Between quotes a number or a switch would still be nonsense, and nobody would warn of it any more. What is no
      // directive of sessions is quoted only where it stops the file.
      let isOurs = ["session.", "memcache.", "memcached.", "mcpool."].contains { line.name.hasPrefix($0) }
      guard isOurs ? isText : finding.severity == .critical else { throw .meaning }
      return line.value
    }
    guard isServerList else { throw .meaning }
    let value: String?
    switch finding.code {
    case "MC103": value = finding.severity == .critical ? ServerList(line.value).withoutTwins : nil
    case "MC110":
      value =
        finding.message.contains("another extension")
        ? ServerList(line.value).withoutScheme : ServerList(line.value).withScheme
    case "MC201":
      let pieces = line.value.split(omittingEmptySubsequences: false) { $0 == ";" || $0 == "," }
      guard pieces.allSatisfy(ServerList.isServer) else { throw .comment }
      value = String(line.value.map { $0 == ";" ? "," : $0 })
    case "MC204": value = ServerList(line.value).withoutBlanks
    case "MC206": value = line.value.replacing("&amp;", with: "&")
    default: value = nil
    }
    guard let value else { throw .meaning }
    return value
  }

  /// The bytes of a line without its line end; nil behind the end, and where lines end with a lone CR.
  private static func range(of number: Int, in bytes: [UInt8]) -> Range<Int>? {
    guard number > 0 else { return nil }
    // PHP skips the mark in which a text of UTF-8 may begin.
    var start = bytes.count > 3 && bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
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

  init(_ bytes: [UInt8]) throws(LineMend.Obstacle) {
    guard let line = String(validating: bytes, as: UTF8.self), let equals = line.firstIndex(of: "="),
      line.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f || $0 == "\t" })
    else { throw .form }
    name = String(line[..<equals].filter { $0 != " " && $0 != "\t" })
    if name.lowercased().contains("password") { throw .secret }
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    let rest = line[line.index(after: equals)...]
    let start = rest.firstIndex { !isBlank($0) } ?? rest.endIndex
    var body = rest[start...]
    isQuoted = body.first == "\""
    if isQuoted {
      guard let close = body.dropFirst().firstIndex(of: "\"") else { throw .quoting }
      let behind = body[body.index(after: close)...]
      guard behind.drop(while: isBlank).first.map({ $0 == ";" }) ?? true else { throw .quoting }
      body = body[body.index(after: body.startIndex)..<close]
      tail = String(behind)
    } else {
      let comment = zip(body.indices, body.indices.dropFirst()).first { isBlank(body[$0]) && body[$1] == ";" }?.1
      let end = comment ?? body.endIndex
      body = body[..<end]
      while body.last.map(isBlank) == true { body.removeLast() }
      tail = String(line[body.endIndex...])
    }
    value = String(body)
    head = String(line[..<start])
    if value.contains("${") { throw .reference }
    if value.contains(where: { "'\"\\".contains($0) }) || value.hasSuffix("$") { throw .quoting }
    guard !value.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "._".contains($0)) }) else {
      throw .form
    }
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

  /// One whole server of either extension, and nothing else: what stands behind a `;` may be words.
  static func isServer(_ piece: Substring) -> Bool {
    let text = piece.drop { $0 == " " || $0 == "\t" }
    guard !text.contains(where: \.isWhitespace) else { return false }
    if text.contains("://") || text.hasPrefix("/") { return true }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    return (2...3).contains(parts.count) && !parts[0].isEmpty
      && parts.dropFirst().allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
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

  /// For memcached: no blanks round commas, and commas between servers; nil where an entry is empty, which means another
  /// server today, or where what stands beside a blank is no server: a blank parts the weight, too.
  var withoutBlanks: String? {
    let isOpen = pieces.first == "" && separators.first?.contains(",") == true
    let entries = pieces.filter { !$0.isEmpty }
    let inner = separators.enumerated().filter { index, _ in
      !(index == 0 && pieces[0].isEmpty) && !(index == separators.count - 1 && pieces[index + 1].isEmpty)
    }
    guard !isOpen, inner.allSatisfy({ $0.element.count { $0 == "," } < 2 }) else { return nil }
    let areParted = inner.allSatisfy { $0.element.contains(",") }
    return areParted || entries.allSatisfy({ Self.isServer($0[...]) }) ? entries.joined(separator: ",") : nil
  }
}
