import Testing

@testable import Commands

@Suite("Man pages") struct PageTests {
  static let pages = (try? Tool.names(in: "man").filter { $0 != "parts" }) ?? []

  @Test(.needs("mandoc"), arguments: pages) func mandocHasNothingToSay(_ page: String) async throws {
    let lint = try await Tool.run("mandoc", ["-Tlint", "\(Tool.root)/man/\(page)"])
    // It looks for other pages where pages are installed; ours are looked for below.
    let remarks = lint.output.split(separator: "\n").filter { !$0.contains("referenced manual not found: Xr mcpool") }
    #expect(remarks.isEmpty, "\(remarks.joined(separator: "\n"))")
  }

  @Test(arguments: pages) func refersToPagesThatThereAre(_ page: String) throws {
    for line in try Tool.text("man/\(page)").split(separator: "\n") {
      let words = line.split(separator: " ")
      guard let macro = words.firstIndex(of: "Xr") ?? words.firstIndex(of: ".Xr"), words.count > macro + 2 else {
        continue
      }
      #expect(Self.pages.contains("\(words[macro + 1]).\(words[macro + 2])"), "\(line)")
    }
  }

  @Test func theConfigurationPageHasEveryKeyAndVariable() throws {
    let page = try Tool.text("man/mcpool.5")
    let named = Set(
      page.split { !($0.isLetter || $0 == "." || $0 == "_") }.filter { $0.hasPrefix("mcpool.") }.map(String.init))
    #expect(named == Set(OwnKeys.names))
    for variable in ["MCPOOL_POOL", "MCPOOL_PATH", "MCPOOL_PASSWORD", "XDG_CONFIG_HOME"] {
      #expect(page.contains(".It Ev \(variable)"))
    }
  }

  @Test func handWrittenTextNamesOnlyOptionsThatThereAre() async throws {
    let help = try await Tool.mcpool("--experimental-dump-help")
    let parts = try Tool.names(in: "man/parts").map { "man/parts/\($0)" }
    for path in parts + ["man/mcpool.5", "man/mcpool.7"] {
      let lines = try Tool.text(path).split(separator: "\n").filter { !$0.hasPrefix(".B") }
      let words = lines.flatMap { $0.replacing("\\-", with: "-").split(separator: " ") }
      for word in words where word.hasPrefix("-") {
        let name = word.drop { $0 == "-" }
        // What is shorter is a short option, or the -0 behind a key.
        guard name.count > 2 else { continue }
        let isKnown = help.contains("\"name\" : \"\(name)\"")
        #expect(isKnown, "\(path): --\(name)")
      }
    }
  }

  @Test func exitCodesAreTheSameEverywhere() async throws {
    let meanings = ExitStatus.allCases.map { (code: $0.rawValue, text: $0.meaning) }
    let promised = try Tool.text("docs/cli.md")
    let topic = try await Tool.mcpool("help", "exit-codes").split { " \n".contains($0) }.joined(separator: " ")
    let page = try Tool.text("man/mcpool.1")
    for (code, text) in meanings {
      #expect(promised.contains("\n| \(code) | \(text) |\n"))
      let isListed = topic.contains(" \(code) \(text)")
      #expect(isListed, "\(code)")
      #expect(page.contains("\n.It \(code)\n"))
    }
    #expect(promised.split(separator: "\n").count { $0.wholeMatch(of: /\| \d+ \|.*/) != nil } == meanings.count)
  }
}
