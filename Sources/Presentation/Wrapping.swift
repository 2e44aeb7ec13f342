/// Breaks a line at blanks so that it fits a terminal; lines that follow the first are indented like it and two more.
/// A word that is longer than a line stays whole. `width` nil: one line, whatever its length.
public func wrapped(_ text: String, width: Int?) -> String {
  guard let width, text.count > width else { return text }
  let margin = String(repeating: " ", count: text.prefix { $0 == " " }.count)
  var lines: [String] = []
  var line = margin
  for word in text.split(separator: " ") {
    let isFirst = line.allSatisfy { $0 == " " }
    if !isFirst, line.count + 1 + word.count > width {
      lines.append(line)
      line = margin + "  " + word
    } else {
      line += (isFirst ? "" : " ") + word
    }
  }
  return (lines + [line]).joined(separator: "\n")
}
