/// The longer text of a command's help, taken apart: what it says, how it ends, how it is used.
struct Discussion {
  /// Paragraphs about what the command does.
  private(set) var paragraphs: [String] = []
  /// Sentences that say when it ends with which exit code.
  private(set) var endings: [String] = []
  /// Lines that can be pasted.
  private(set) var examples: [String] = []

  /// `text`: paragraphs between empty lines; the one that begins with EXAMPLES has an example a line, and a sentence
  /// that begins with "Ends with" is about exit codes.
  init(_ text: String) {
    for block in text.split(separator: "\n\n") {
      let lines = block.split(separator: "\n").map(Self.trimmed)
      if lines.first == "EXAMPLES" {
        examples += lines.dropFirst()
        continue
      }
      let start = lines.firstIndex { $0.hasPrefix("Ends with") } ?? lines.endIndex
      if start > 0 { paragraphs.append(lines[..<start].joined(separator: " ")) }
      if start < lines.endIndex { endings.append(lines[start...].joined(separator: " ")) }
    }
  }

  private static func trimmed(_ line: Substring) -> String { String(line.drop { $0 == " " }) }
}
