/// What somebody wrote by hand for a page: sections of mdoc, which stand behind what is generated for the same section.
struct Part {
  private let sections: [String: String]

  /// `text`: mdoc that begins with an `.Sh` line; empty for a page without a part.
  init(_ text: String) {
    var sections: [String: String] = [:]
    var current: String?
    for line in text.split(separator: "\n") {
      if line.hasPrefix(".Sh ") {
        current = String(line.dropFirst(4))
      } else if let current {
        sections[current, default: ""] += line + "\n"
      }
    }
    self.sections = sections
  }

  subscript(section: String) -> String { sections[section] ?? "" }

  var names: Set<String> { Set(sections.keys) }
}
