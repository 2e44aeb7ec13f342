extension HelpTree {
  /// mcpool(1): the commands, what they share, the exit codes.
  func rootPage(_ part: Part) -> String {
    var page = Page("mcpool", about: command.about)
    page.add("SYNOPSIS", ".Nm\n.Ar command\n.Op Ar option ...\n.Op Ar argument ...\n")
    page.add("DESCRIPTION", part["DESCRIPTION"] + ".Pp\n" + commands)
    page.add("OPTIONS", part["OPTIONS"] + sharedGroups)
    for section in ["ENVIRONMENT", "FILES"] { page.add(section, part[section]) }
    page.add("EXIT STATUS", exitCodes + ".Pp\n" + part["EXIT STATUS"])
    page.add("EXAMPLES", part["EXAMPLES"])
    page.add("SEE ALSO", Mdoc.references(pages + [5, 7].map { Mdoc.Reference(name: "mcpool", section: $0) }))
    return page.text
  }

  private var pages: [Mdoc.Reference] {
    command.leaves.map { Mdoc.Reference(name: $0.pageName, section: 1) }
  }

  private var commands: String {
    let items = command.leaves.map { leaf in
      """
      .It Xr \(leaf.pageName) 1
      \(Mdoc.prose(leaf.abstract ?? ""))
      """
    }
    return """
      The commands, each with a page of its own:
      .Bl -tag -width "mcpool-config-show(1)"

      """ + items.joined() + ".El\n"
  }

  /// Each shared group from the first command that has it.
  private var sharedGroups: String {
    var rest = sharedTitles
    return command.leaves.flatMap(\.groups).filter { rest.remove($0.title) != nil }.map { group in
      ".Ss \(group.title)\n" + group.options.list
    }.joined()
  }

  /// The list of the help topic `exit-codes`: a number, blanks, what it means.
  private var exitCodes: String {
    let topic = (command.subcommands ?? []).first { $0.commandName == "exit-codes" }
    let items = (topic?.discussion ?? "").split(separator: "\n").compactMap { line -> String? in
      let words = line.split(separator: " ", maxSplits: 1)
      guard words.count == 2 else { return nil }
      return ".It \(words[0])\n" + Mdoc.prose(words[1].drop { $0 == " " })
    }
    return ".Bl -tag -width 130 -compact\n" + items.joined() + ".El\n"
  }
}
