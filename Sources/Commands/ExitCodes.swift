import ArgumentParser

/// `help exit-codes`: a topic, not a command. Run as one it shows the same text.
struct ExitCodes: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exit-codes", abstract: "What the exit codes of mcpool mean.", usage: "",
    discussion: ExitStatus.allCases.map(line).joined(separator: "\n"), shouldDisplay: false, helpNames: [])

  func run() throws { throw CleanExit.helpRequest(Self.self) }

  private static func line(_ status: ExitStatus) -> String {
    let code = String(status.rawValue)
    return String(repeating: " ", count: 5 - code.count) + code + "  " + status.meaning
  }
}
