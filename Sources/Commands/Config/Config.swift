import ArgumentParser

/// `config`: questions about the configuration alone; no server is asked.
struct Config: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Show what PHP reads from its configuration, and what is wrong with it.",
    subcommands: [ConfigShow.self, ConfigGet.self, ConfigLint.self])
}
