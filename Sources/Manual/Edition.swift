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
      ("_mcpool", mended(zsh: zsh, tree.command)), ("mcpool.fish", mended(fish: fish)),
    ]
  }
}

/// Completes `--option=value` too.
private func mended(zsh script: String, _ root: HelpTree.Command) -> String {
  var script = script
  let names = Set(root.leaves.flatMap(\.options).filter { $0.kind == .option }.compactMap(\.preferredName?.name))
  for name in names.sorted() {
    script = script.replacing("--\(name)[", with: "--\(name)=[").replacing("--\(name)}'[", with: "--\(name)=}'[")
  }
  return script
}

/// fish has no cursor to ask for outside of an interactive shell, as in `complete -C`.
private func mended(fish script: String) -> String {
  script.replacing("(__mcpool_tokens -tC)", with: "(string length -- (commandline -ct))")
}
