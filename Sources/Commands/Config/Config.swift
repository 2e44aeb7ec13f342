import ArgumentParser

/// `config`: questions about the configuration; no server is asked, unless `diff` is told to.
struct Config: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Show what PHP reads from its configuration, what is wrong with it, and compare it.",
    subcommands: [ConfigShow.self, ConfigGet.self, ConfigLint.self, ConfigDiff.self, ConfigConvert.self])
}
