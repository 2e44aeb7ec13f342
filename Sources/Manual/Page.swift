/// One page of section 1.
struct Page {
  /// The day of the edition: pages do not change with the day on which they are made.
  static let date = "November 21, 2026"

  private(set) var text: String

  init(_ name: String, about: String) {
    text = """
      .\\" Made by `make manual` from the program's own help and from man/parts. Change those, not this.
      .Dd \(Self.date)
      .Dt \(name.uppercased()) 1
      .Os
      .Sh NAME
      .Nm \(name)
      .Nd \(about)

      """
  }

  /// Adds a section unless it is empty.
  mutating func add(_ section: String, _ body: String) {
    if !body.isEmpty { text += ".Sh \(section)\n" + body }
  }
}

extension HelpTree.Command {
  /// `mcpool-config-show`
  var pageName: String { path.joined(separator: "-") }

  /// The abstract as `.Nd` wants it: no capital, no full stop.
  var about: String {
    let text = abstract ?? ""
    let begun = (text.first?.lowercased() ?? "") + text.dropFirst()
    return Mdoc.literal(begun.hasSuffix(".") ? begun.dropLast() : begun[...])
  }

  /// The page of a command that does something.
  /// - Parameter shared: the titles of the groups of options that stand in mcpool(1).
  func page(_ part: Part, shared: Set<String>) -> String {
    var page = Page(pageName, about: about)
    let discussion = Discussion(discussion ?? "")
    let own = ownOptions(beside: shared)
    page.add("SYNOPSIS", synopsis(own))
    let said = part["DESCRIPTION"].isEmpty ? Mdoc.prose(abstract ?? "") : part["DESCRIPTION"]
    page.add("DESCRIPTION", said + discussion.paragraphs.map { ".Pp\n" + Mdoc.prose($0) }.joined())
    let common = common(shared)
    let gap = own.isEmpty || common.isEmpty ? "" : ".Pp\n"
    page.add("OPTIONS", own.list + part["OPTIONS"] + gap + common)
    for section in ["ENVIRONMENT", "FILES"] { page.add(section, part[section]) }
    page.add("EXIT STATUS", exitStatus(discussion))
    page.add("EXAMPLES", (discussion.examples.isEmpty ? "" : Mdoc.display(discussion.examples)) + part["EXAMPLES"])
    page.add("SEE ALSO", references(part))
    page.add("CAVEATS", part["CAVEATS"])
    return page.text
  }

  private func synopsis(_ own: [HelpTree.Argument]) -> String {
    let words = path.dropFirst().map { ".Cm \(Mdoc.literal($0))\n" }.joined()
    let options = own.map { ".Op \($0.preferred)\n" }.joined()
    let others = groups.isEmpty ? "" : ".Op Ar common\\-option ...\n"
    return ".Nm mcpool\n" + words + options + others + positionals.map(\.operand).joined()
  }

  /// The options that stand in mcpool(1) for all commands.
  private func common(_ shared: Set<String>) -> String {
    let groups = groups.filter { shared.contains($0.title) }
    guard !groups.isEmpty else { return "" }
    let lists = groups.map { group in
      ".It \(group.title)\n"
        + group.options.enumerated().map { index, option in
          ".Fl \(option.flag)\(index + 1 < group.options.count ? " ," : "")\n"
        }.joined()
    }
    return """
      The common options say which pool is meant and how to print.
      They are the same for every command and described in
      .Xr mcpool 1 :
      .Bl -tag -width Connection

      """ + lists.joined() + ".El\n"
  }

  private func exitStatus(_ discussion: Discussion) -> String {
    let own = discussion.endings.map { Mdoc.prose($0) }.joined(separator: ".Pp\n")
    return own + """
      The exit codes that all commands share are listed in
      .Xr mcpool 1 .

      """
  }

  /// The pages that every command belongs to, and those that its part names, one a line: `mcpool-locate 1`.
  private func references(_ part: Part) -> String {
    let more = part["SEE ALSO"].split(separator: "\n").compactMap { line -> Mdoc.Reference? in
      let words = line.split(separator: " ")
      return words.count == 2 ? Int(words[1]).map { Mdoc.Reference(name: String(words[0]), section: $0) } : nil
    }
    let every = [1, 5, 7].map { Mdoc.Reference(name: "mcpool", section: $0) }
    return Mdoc.references(every + more)
  }
}

extension HelpTree.Argument {
  /// Behind `Fl`: `\-save\-path`
  var flag: String { preferredName.map { Mdoc.literal($0.typed.dropFirst()) } ?? "" }

  /// `Fl \-save\-path Ar string`
  var preferred: String { "Fl \(flag)\(kind == .option ? " Ar \(value)" : "")" }

  private var value: String { Mdoc.literal(valueName ?? "value") }

  /// `.It Fl o , Fl \-output Ar format` and what it says.
  fileprivate func item(with denial: HelpTree.Argument?) -> String {
    let names = (names ?? []) + (denial?.names ?? [])
    let flags = names.map { "Fl \(Mdoc.literal($0.typed.dropFirst()))" }.joined(separator: " , ")
    var text = ".It \(flags)\(kind == .option ? " Ar \(value)" : "")\n" + Mdoc.prose(abstract ?? "")
    if let allValues, allValues.joined(separator: "|") != valueName {
      text += "One of \(Mdoc.literal(allValues.joined(separator: ", "))).\n"
    }
    if let defaultValue { text += "The default is \(Mdoc.literal(defaultValue)).\n" }
    return text
  }

  /// Whether this is the `--no-` form of the other.
  fileprivate func denies(_ other: HelpTree.Argument) -> Bool {
    guard let mine = preferredName?.name, let its = other.preferredName?.name else { return false }
    return kind == .flag && mine == "no-" + its
  }

  /// A positional in the synopsis.
  var operand: String {
    let many = isRepeating ? " ..." : ""
    return isOptional ? ".Op Ar \(value)\(many)\n" : ".Ar \(value)\(many)\n"
  }
}

extension [HelpTree.Argument] {
  /// A tagged list of them; empty for none. A flag and its `--no-` form, which say the same, are one item.
  var list: String {
    let items = enumerated().map { index, argument in
      let isSecond = index > 0 && argument.denies(self[index - 1])
      let denial = index + 1 < count && self[index + 1].denies(argument) ? self[index + 1] : nil
      return isSecond ? "" : argument.item(with: denial)
    }
    return isEmpty ? "" : ".Bl -tag -width Ds\n" + items.joined() + ".El\n"
  }
}
