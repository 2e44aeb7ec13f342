import Presentation
import Testing

private struct Animal: Encodable, Sendable {
  var name: String
  var legs: Int
}

private struct Zoo: Report {
  var rows: [Animal]
  var notes: [Cell] { [Cell("fed at noon", tone: .faint)] }

  var columns: [Column<Animal>] {
    [
      Column("name", title: "NAME", human: { Cell($0.name, tone: .good) }, machine: \.name),
      Column("legs", title: "LEGS\nALL", alignment: .right, rank: 1, human: { Cell("\($0.legs)") }) { "\($0.legs)" },
    ]
  }
}

@Suite("One report, its faces") struct RendererTests {
  private let zoo = Zoo(rows: [Animal(name: "cat", legs: 4), Animal(name: "a \"b\", c", legs: 120)])

  private func render(_ format: OutputFormat, _ terminal: Terminal = Terminal(), heading: Bool = true) throws -> String
  {
    try Renderer(format: format, terminal: terminal).render(zoo, heading: heading)
  }

  @Test func tableIsAligned() throws {
    #expect(
      try render(.table) == """
                  LEGS
        NAME       ALL
        cat          4
        a "b", c   120
        fed at noon

        """)
  }

  @Test func narrowTerminalLosesTheLeastImportantColumnAndSaysSo() throws {
    let text = try render(.table, Terminal(width: 12))
    #expect(text.hasPrefix("NAME\ncat\na \"b\", c\n"))
    let words = text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    #expect(words.contains("no room here for: LEGS ALL"))
  }

  @Test func colourOnlyWhereTheTerminalHasIt() throws {
    #expect(!(try render(.table)).contains("\u{1b}["))
    #expect(try render(.table, Terminal(width: 80, colour: true)).contains("\u{1b}[32mcat\u{1b}[0m"))
  }

  @Test func csvQuotes() throws {
    #expect(try render(.csv) == "name,legs\ncat,4\n\"a \"\"b\"\", c\",120\n")
    #expect(try render(.csv, heading: false) == "cat,4\n\"a \"\"b\"\", c\",120\n")
  }

  @Test("Nothing that a terminal obeys stands raw in CSV on one; in a pipe the text is exact")
  func csvOnATerminal() throws {
    let red = Zoo(rows: [Animal(name: "1.6\u{9b}31mRED\u{7f}\u{1b}[31m é\n", legs: 4)])
    let terminal = Renderer(format: .csv, terminal: Terminal(width: 80))
    #expect(try terminal.render(red, heading: false) == "1.6\\xc2\\x9b31mRED\\x7f\\x1b[31m é\\x0a,4\n")
    let pipe = Renderer(format: .csv, terminal: Terminal())
    #expect(try pipe.render(red, heading: false) == "\"1.6\u{9b}31mRED\u{7f}\u{1b}[31m é\n\",4\n")
  }

  @Test("JSON has no raw control character, in names and in values, wherever it goes")
  func jsonControls() throws {
    let name = "\u{7f}\u{80}\u{9b}\u{9f}\u{a0}é\u{1b}"
    let spelled = "\"\\u007f\\u0080\\u009b\\u009f\u{a0}é\\u001b\""
    #expect(try JSONText.line([name: name]) == "{\(spelled):\(spelled)}\n")
    #expect(try JSONText.pretty([name]) == "[\n  \(spelled)\n]\n")
  }

  @Test func jsonLinesAreTheElementsOfTheList() throws {
    #expect(try render(.jsonl) == "{\"legs\":4,\"name\":\"cat\"}\n{\"legs\":120,\"name\":\"a \\\"b\\\", c\"}\n")
    #expect(try render(.json).hasPrefix("[\n  {\n    \"legs\" : 4,"))
  }
}
