/// All that is made from one version's help, by file name.
struct Edition {
  let pages: [(name: String, text: String)]
  let completions: [(name: String, text: String)]

  /// - Parameters:
  ///   - zsh: ArgumentParser's script for it.
  ///   - fish: ArgumentParser's script for it.
  ///   - part: what is written by hand for a page of this name; empty for none.
  init(tree: HelpTree, zsh: String, fish: String, part: (String) -> String) {
    let root = [("mcpool.1", tree.rootPage(Part(part("mcpool"))))]
    pages =
      root
      + tree.command.leaves.map { leaf in
        (leaf.pageName + ".1", leaf.page(Part(part(leaf.pageName)), shared: tree.sharedTitles))
      }
    completions = [
      ("mcpool.bash", BashCompletion(root: tree.command).script),
      ("_mcpool", mended(zsh: zsh, tree.command)), ("mcpool.fish", mended(fish: fish, tree.command)),
    ]
  }
}

/// Completes `--option=value` and `help TOPIC` too, and adds no blank behind `NAME=`.
private func mended(zsh script: String, _ root: HelpTree.Command) -> String {
  var script = script
  let names = Set(root.leaves.flatMap(\.options).filter { $0.kind == .option }.compactMap(\.preferredName?.name))
  for name in names.sorted() {
    script = script.replacing("--\(name)[", with: "--\(name)=[").replacing("--\(name)}'[", with: "--\(name)=}'[")
  }
  let nested = root.shown.filter { !$0.shown.isEmpty }.map { command in
    let names = command.shown.map(\.commandName).joined(separator: " ")
    return "[[ \"${words[2]}\" == \(command.commandName) ]] && __mcpool_complete \(names)"
  }
  return script.replacing(
    "'*:subcommands:'",
    with: """
      '1:topic:(\(root.helpTopics.joined(separator: " ")))'
              '2:command:{\(nested.joined(separator: "; "))}'
      """
  ).replacing(
    #"local -ar non_empty_completions=("${@:#(|:*)}")"#,
    with: #"""
      local -ar non_empty_completions=("${@:#(|:*|*=)}")
          local -ar begun_completions=("${(M)@:#*=}")
      """#
  ).replacing(
    "non_empty_completions -- empty", with: "non_empty_completions -- begun_completions -S '' -- empty")
}

/// fish has no cursor to ask for outside of an interactive shell, as in `complete -C`; and `help TOPIC` is added.
private func mended(fish script: String, _ root: HelpTree.Command) -> String {
  let place = "complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional \"mcpool help\""
  var topics = "\(place) -eq 1' -fka '\(root.helpTopics.joined(separator: " "))'\n"
  for command in root.shown where !command.shown.isEmpty {
    let names = command.shown.map(\.commandName).joined(separator: " ")
    topics += "\(place) -eq 2; and contains \(command.commandName) (__mcpool_tokens -pc)' -fka '\(names)'\n"
  }
  return script.replacing("(__mcpool_tokens -tC)", with: "(string length -- (commandline -ct))") + topics
}
