import ArgumentParser
import Presentation

/// What `config lint` prints: the faces that every command has, and SARIF.
struct LintOutputOptions: ParsableArguments {
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case table, json, jsonl, csv, sarif
  }

  @Option(name: [.short, .long], help: ArgumentHelp("How findings are printed.", valueName: "format"))
  var output: Format = .table

  @Flag(name: .customLong("no-color"), help: "No colour on a terminal (also: NO_COLOR).")
  var noColor = false

  @Flag(name: [.customShort("q"), .long], help: "No remarks on standard error, only errors.")
  var quiet = false

  /// Nil for SARIF, which is no face of a report.
  func renderer(_ surroundings: Surroundings) -> Renderer? {
    var terminal = surroundings.terminal
    if noColor { terminal.colour = false }
    return OutputFormat(rawValue: output.rawValue).map { Renderer(format: $0, terminal: terminal) }
  }
}
