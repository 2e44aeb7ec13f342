public import ArgumentParser
import Logging
public import Presentation

extension OutputFormat: ExpressibleByArgument {}

/// How a command prints; the same flags everywhere.
struct OutputOptions: ParsableArguments {
  @Option(name: [.short, .long], help: ArgumentHelp("How results are printed.", valueName: "format"))
  var output: OutputFormat = .table

  @Flag(name: .customLong("no-color"), help: "No colour on a terminal (also: NO_COLOR).")
  var noColor = false

  @Flag(name: [.customShort("q"), .long], help: "No remarks on standard error, only errors.")
  var quiet = false

  @Flag(name: [.customShort("v"), .long], help: "Log to standard error; twice for wire traffic (never values).")
  var verbose: Int

  @Flag(help: "Show what is secret or personal: passwords, contents.")
  var reveal = false

  func renderer(_ surroundings: Surroundings) -> Renderer {
    var terminal = surroundings.terminal
    if noColor { terminal.colour = false }
    return Renderer(format: output, terminal: terminal)
  }

  /// Standard error gets what is worth knowing with -v, and the wire traffic with -vv.
  func logger(_ surroundings: Surroundings) -> Logger {
    let level: Logger.Level = verbose == 0 ? .critical : verbose == 1 ? .debug : .trace
    return Logger(label: "mcpool") { _ in StandardErrorLog(logLevel: level, errors: surroundings.errors) }
  }
}

/// One line a message, on standard error.
private struct StandardErrorLog: LogHandler {
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]
  let errors: ByteSink

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let details = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
    errors.writeText("mcpool: \(event.level): \(printable("\(event.message)\(details)"))\n")
  }
}
