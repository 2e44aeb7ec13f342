import FoundationEssentials
import LocalPool
import Testing

/// docs/answers.md: each command prints what stands below it.
@Suite("Answers") struct AnswersTests {
  @Test func areWhatTheCommandsPrint() async throws {
    let blocks = Self.blocks(try Tool.text("docs/answers.md"))
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    for block in blocks["ini"] ?? [] {
      let name = try #require(block.first?.dropFirst(2))
      try block.joined(separator: "\n").write(toFile: "\(folder.path)/\(name)", atomically: true, encoding: .utf8)
    }
    let answers = blocks["console"] ?? []
    #expect(answers.count > 8)
    for block in answers {
      let command = try #require(block.first?.dropFirst(2))
      let run = try await Tool.run("sh", ["-c", "cd \(folder.path) && \(command)"])
      #expect(run.status == 0 && run.errors.isEmpty, "\(command)\n\(run.errors)")
      #expect(run.output.split(separator: "\n").map(String.init) == Array(block.dropFirst()), "\(command)")
    }
  }

  /// The lines of fenced blocks by their language.
  private static func blocks(_ page: String) -> [String: [[String]]] {
    var blocks: [String: [[String]]] = [:]
    var language: String?
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        language = language == nil ? String(line.dropFirst(3)) : nil
        if let language { blocks[language, default: []].append([]) }
      } else if let language, let last = blocks[language]?.indices.last {
        blocks[language]?[last].append(String(line))
      }
    }
    return blocks
  }
}
