import FoundationEssentials

/// What the program says of itself with `--experimental-dump-help`: ArgumentParser's ToolInfo, as far as pages and
/// completions need it.
struct HelpTree: Decodable {
  let command: Command

  init(json: [UInt8]) throws { self = try JSONDecoder().decode(HelpTree.self, from: Data(json)) }

  /// The titles of the groups of options that more than one command has.
  var sharedTitles: Set<String> {
    let titles = command.leaves.flatMap { $0.groups.map(\.title) }
    return Set(titles.filter { title in titles.count { $0 == title } > 1 })
  }

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

    /// What `help` explains: the commands, and the topics that are none.
    var helpTopics: [String] {
      let topics = (subcommands ?? []).filter { !$0.shouldDisplay && $0.commandName != "help" }
      return (shown + topics).map(\.commandName)
    }

    /// The commands that do something, as they are typed: `config show`, not `config`.
    var leaves: [Command] { shown.isEmpty ? [self] : shown.flatMap(\.leaves) }

    var options: [Argument] { (arguments ?? []).filter { $0.kind != .positional && $0.shouldDisplay } }
    var positionals: [Argument] { (arguments ?? []).filter { $0.kind == .positional } }

    /// The options that are not in one of these groups, without `--help` and `--version`.
    func ownOptions(beside shared: Set<String>) -> [Argument] {
      options.filter { option in
        !["help", "version"].contains(option.preferredName?.name) && option.sectionTitle.map(shared.contains) != true
      }
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
