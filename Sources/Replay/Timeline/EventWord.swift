/// An event as somebody writes it: `visit`, `stop:10.0.0.1`, `sleep:2.5`. Names and files mean nothing yet.
public enum EventWord: Hashable, Sendable {
  /// Nil: the version after the last one.
  case write(version: Int?)
  case visit
  case abort
  case node(Timeline.NodeEvent, String)
  /// Another save_path, in the grammar of the configuration in force.
  case path(String)
  /// Another configuration, from a file.
  case ini(String)
  case sleep(Duration)
  case snap

  /// - Throws: what is wrong with the word, for a usage error.
  public init(_ text: String) throws(EventError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let argument = parts.count > 1 ? parts[1] : nil
    switch (parts[0], argument) {
    case ("write", nil): self = .write(version: nil)
    case ("write", let text?):
      guard let version = Int(text), 1...1_000_000_000 ~= version else {
        throw EventError(
          "'\(text)' is no version of a session's data", cure: "write:V with a number from 1 to 1000000000")
      }
      self = .write(version: version)
    case ("visit", nil): self = .visit
    case ("abort", nil): self = .abort
    case ("snap", nil): self = .snap
    case ("path", let path?): self = .path(path)
    case ("ini", let file?): self = .ini(file)
    case ("sleep", let text?):
      guard let seconds = Double(text), seconds >= 0, seconds <= 1e9 else {
        throw EventError("'\(text)' is no number of seconds", cure: "sleep:2.5")
      }
      self = .sleep(.milliseconds(Int64((seconds * 1000).rounded())))
    case (let name, let node):
      guard let event = Timeline.NodeEvent(rawValue: name) else {
        throw EventError("no event '\(text)'", cure: "one of \(Self.all)")
      }
      guard let node, !node.isEmpty else {
        throw EventError("\(name) needs a node", cure: "\(name):NODE, by name, unique host or letter (\(name):A)")
      }
      self = .node(event, node)
    }
  }

  public static let all =
    "write[:V], visit, abort, snap, sleep:SECONDS, path:SAVE_PATH, ini:FILE, "
    + Timeline.NodeEvent.allCases.map { "\($0.rawValue):NODE" }.joined(separator: ", ")

  /// A page that sessions are used on.
  public var isPage: Bool {
    switch self {
    case .write, .visit, .abort: true
    default: false
    }
  }

  var isWrite: Bool { if case .write = self { true } else { false } }

  /// The words of a file: several may stand on a line, but a save_path or a file's name, which may have blanks, goes to the
  /// end of it. `#` at the beginning of a line or behind a blank begins a comment.
  public static func words(in text: String) -> [(word: String, line: Int)] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().flatMap { index, line in
      words(inLine: line).map { ($0, index + 1) }
    }
  }

  private static func words(inLine line: Substring) -> [String] {
    var words: [String] = []
    var rest = line.drop(while: \.isWhitespace)
    while let first = rest.first, first != "#" {
      let isToTheEnd = rest.hasPrefix("path:") || rest.hasPrefix("ini:")
      let comment = rest.ranges(of: /\s#/).first?.lowerBound ?? rest.endIndex
      let end = isToTheEnd ? comment : rest.firstIndex(where: \.isWhitespace) ?? rest.endIndex
      words.append(String(rest[..<end].reversed().drop(while: \.isWhitespace).reversed()))
      rest = rest[end...].drop(while: \.isWhitespace)
    }
    return words
  }
}

/// An event that cannot be played.
public struct EventError: Error, Hashable, Sendable {
  public let message: String
  public let cure: String

  public init(_ message: String, cure: String) {
    self.message = message
    self.cure = cure
  }
}

extension EventWord {
  /// Words among which there is no page get a visit behind each event: what users meet if they come all the time. Others
  /// get one at their end when nobody would come after the last event: what it does is what was asked for.
  public static func withVisits(_ words: [EventWord]) -> [EventWord] {
    let visited =
      words.contains(where: \.isPage)
      ? words
      : words.enumerated().flatMap { index, word -> [EventWord] in
        // A guard acts before anybody's visit.
        if case .node(.guard, _)? = words.dropFirst(index + 1).first { return [word] }
        return switch word {
        case .node, .path, .ini: [word, .visit]
        default: [word]
        }
      }
    return visited.last { $0 != .snap }?.isPage ?? true ? visited : visited + [.visit]
  }
}
