import Testing

@testable import Manual

/// Committed pages and completions are those that this program's help makes.
@Suite("Committed pages and completions") struct StaleTests {
  private static func edition() async throws -> Edition {
    let json = try await Tool.mcpool("--experimental-dump-help")
    let zsh = try await Tool.mcpool("--generate-completion-script", "zsh")
    let fish = try await Tool.mcpool("--generate-completion-script", "fish")
    return Edition(tree: try HelpTree(json: Array(json.utf8)), zsh: zsh, fish: fish) { name in
      (try? Tool.text("man/parts/\(name).mdoc")) ?? ""
    }
  }

  @Test func areNotStale() async throws {
    let edition = try await Self.edition()
    for (folder, made) in [("man", edition.pages), ("completions", edition.completions)] {
      for (name, text) in made {
        let committed = try? Tool.text("\(folder)/\(name)")
        #expect(committed == text, "\(folder)/\(name) is stale; refresh it with: make manual")
      }
    }
  }

  @Test func areAllThereAre() async throws {
    let edition = try await Self.edition()
    let pages = edition.pages.map(\.name)
    let inMan = try Tool.names(in: "man")
    #expect(inMan == (pages + ["mcpool.5", "mcpool.7", "parts"]).sorted())
    let inCompletions = try Tool.names(in: "completions")
    #expect(inCompletions == edition.completions.map(\.name).sorted())
    for part in try Tool.names(in: "man/parts") {
      #expect(pages.contains(part.prefix { $0 != "." } + ".1"), "a part of a page that nothing makes")
    }
  }
}
