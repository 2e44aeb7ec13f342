import FoundationEssentials
import Synchronization
import Testing

/// The tables of docs/servers.md: a row a scenario, a column a question.
struct ServersTable: Sendable {
  /// Cells by row and column, as the page has them.
  private(set) var cells: [String: [String]] = [:]

  static let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/servers.md")

  init() throws {
    let page = try String(contentsOf: Self.path, encoding: .utf8)
    var isBelowHeading = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("| ---") {
        isBelowHeading = true
      } else if line.hasPrefix("| ") {
        let words = Self.words(line)
        if isBelowHeading { cells[words[0]] = Array(words.dropFirst()) }
      } else {
        isBelowHeading = false
      }
    }
  }

  /// Writes one row of the page anew; its texts stay.
  static func record(_ cells: [String], of scenario: Scenario) throws {
    try recording.withLock { _ in
      let page = try String(contentsOf: path, encoding: .utf8)
      let lines = page.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        guard line.hasPrefix("| "), words(line)[0] == scenario.name else { return line }
        return "| \(([scenario.name] + cells).joined(separator: " | ")) |"
      }
      try lines.joined(separator: "\n").write(to: path, atomically: true, encoding: .utf8)
    }
  }

  private static let recording = Mutex(())

  private static func words(_ line: Substring) -> [String] {
    line.split(separator: "|").map { String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
  }
}
