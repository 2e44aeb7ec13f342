import ArgumentParser

/// `config`: questions about the configuration alone; no server is asked.
struct Config: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Show what PHP reads from its configuration.",
    subcommands: [ConfigShow.self, ConfigGet.self])
}
