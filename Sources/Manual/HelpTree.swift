import FoundationEssentials

/// What the program says of itself with `--experimental-dump-help`: ArgumentParser's ToolInfo, as far as pages and
/// completions need it.
struct HelpTree: Decodable {
  let command: Command

  init(json: [UInt8]) throws { self = try JSONDecoder().decode(HelpTree.self, from: Data(json)) }

  struct Command: Decodable {
    let commandName: String
    let superCommands: [String]?
    let abstract: String?
    let discussion: String?
    let shouldDisplay: Bool
    let subcommands: [Command]?
    let arguments: [Argument]?

    /// `mcpool`, `config`, `show`
    var path: [String] { (superCommands ?? []) + [commandName] }

    /// Those with a page of their own; ArgumentParser's `help` and the help topics have none.
    var shown: [Command] { (subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" } }

    /// The commands that do something, as they are typed: `config show`, not `config`.
    var leaves: [Command] { shown.isEmpty ? [self] : shown.flatMap(\.leaves) }

    var options: [Argument] { (arguments ?? []).filter { $0.kind != .positional && $0.shouldDisplay } }
    var positionals: [Argument] { (arguments ?? []).filter { $0.kind == .positional } }

    /// The options that no other command shares: those outside the titled groups, without `--help` and `--version`.
    var ownOptions: [Argument] {
      options.filter { $0.sectionTitle == nil && !["help", "version"].contains($0.preferredName?.name) }
    }

    /// The titled groups in their order.
    var groups: [(title: String, options: [Argument])] {
      var titles: [String] = []
      for title in options.compactMap(\.sectionTitle) where !titles.contains(title) { titles.append(title) }
      return titles.map { title in (title, options.filter { $0.sectionTitle == title }) }
    }
  }

  struct Argument: Decodable {
    enum Kind: String, Decodable { case positional, option, flag }

    struct Name: Decodable {
      let kind: String
      let name: String

      /// With its dashes.
      var typed: String { (kind == "long" ? "--" : "-") + name }
    }

    let kind: Kind
    let shouldDisplay: Bool
    let sectionTitle: String?
    let isOptional: Bool
    let isRepeating: Bool
    let names: [Name]?
    let preferredName: Name?
    let valueName: String?
    let defaultValue: String?
    let allValues: [String]?
    let abstract: String?
    let completionKind: Completion?
  }

  /// How a value is completed.
  struct Completion: Decodable {
    struct List: Decodable { let values: [String] }
    struct Files: Decodable { let extensions: [String] }
    struct Nothing: Decodable {}

    let list: List?
    let file: Files?
    let directory: Nothing?
    /// The program is asked.
    let custom: Nothing?
  }
}
