/// Text in the words of mdoc(7).
enum Mdoc {
  /// A word or a line as it is: backslashes, and dashes that must stay typeable dashes.
  static func literal(_ text: some StringProtocol) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      default: result.append(character)
      }
    }
    // A line that begins so would be taken for a request.
    return result.hasPrefix(".") || result.hasPrefix("'") ? "\\&" + result : result
  }

  /// Sentences, each beginning a line as mdoc wants them, in lines of less than 80 bytes.
  static func prose(_ text: some StringProtocol) -> String {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }).map({ literal($0) }) {
      let endsSentence = line.last.map { ".!?".contains($0) } ?? false
      let begins = endsSentence && word.first.map { $0.isUppercase } ?? false
      if begins || line.utf8.count + word.utf8.count > 78 {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return (lines + [line]).filter { !$0.isEmpty }.map { $0 + "\n" }.joined()
  }

  /// Lines that are typed or printed, as they are.
  static func display(_ lines: [String]) -> String {
    ".Bd -literal -offset indent\n" + lines.map { literal($0) + "\n" }.joined() + ".Ed\n"
  }

  /// `.Xr` to pages, in the order that mdoc wants, the last without a comma.
  static func references(_ pages: [Reference]) -> String {
    let sorted = pages.sorted { ($0.section, $0.name) < ($1.section, $1.name) }
    return sorted.enumerated().map { index, page in
      ".Xr \(page.name) \(page.section)\(index + 1 < sorted.count ? " ," : "")\n"
    }.joined()
  }

  struct Reference: Hashable {
    var name: String
    var section: Int
  }
}
