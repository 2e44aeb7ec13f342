/// All that is made from one version's help.
struct Edition {
  /// `mcpool-stats.1` and its text.
  let pages: [(name: String, text: String)]
  let bash: String

  /// - Parameter part: what is written by hand for a page of this name; empty for none.
  init(tree: HelpTree, version: String, part: (String) -> String) {
    let root = [("mcpool.1", tree.rootPage(version: version, part: Part(part("mcpool"))))]
    pages = root + tree.command.leaves.map { leaf in
      (leaf.pageName + ".1", leaf.page(version: version, part: Part(part(leaf.pageName))))
    }
    bash = BashCompletion(root: tree.command).script
  }
}
