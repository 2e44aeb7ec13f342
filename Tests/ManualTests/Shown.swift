/// What a page shows between `.Bd -literal` and `.Ed`, without mdoc's escapes.
struct Shown {
  let blocks: [[String]]

  init(page: String) {
    var blocks: [[String]] = []
    var isInside = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix(".Bd -literal") {
        isInside = true
        blocks.append([])
      } else if line == ".Ed" {
        isInside = false
      } else if isInside {
        blocks[blocks.count - 1].append(Self.plain(line))
      }
    }
    self.blocks = blocks
  }

  /// Files that it shows: blocks whose first line is a comment with a name, `; shop.ini`.
  var files: [(name: String, text: String)] {
    blocks.compactMap { block in
      guard let first = block.first, first.hasPrefix("; "), first.hasSuffix(".ini") else { return nil }
      return (String(first.dropFirst(2)), block.joined(separator: "\n") + "\n")
    }
  }

  /// Commands behind `$ ` and what they print.
  var sessions: [(command: String, output: String)] {
    var sessions: [(command: String, output: String)] = []
    for block in blocks {
      var isOpen = false
      for line in block {
        if line.hasPrefix("$ ") {
          sessions.append((String(line.dropFirst(2)), ""))
        } else if isOpen {
          sessions[sessions.count - 1].command += "\n" + line
        } else if !sessions.isEmpty, block.contains(where: { $0.hasPrefix("$ ") }) {
          sessions[sessions.count - 1].output += line + "\n"
        }
        isOpen = line.hasSuffix("\\")
      }
    }
    return sessions
  }

  /// Commands that stand for themselves, those that go on over several lines in one.
  var commands: [String] {
    let whole = blocks.filter { block in block.first.map { !$0.hasPrefix("$ ") && !$0.hasPrefix("; ") } ?? false }
    var commands: [String] = []
    var isOpen = false
    for line in whole.joined() {
      if isOpen { commands[commands.count - 1] += "\n" + line } else { commands.append(line) }
      isOpen = line.hasSuffix("\\")
    }
    return commands
  }

  private static func plain(_ line: Substring) -> String {
    String(line.replacing("\\&", with: "").replacing("\\-", with: "-").replacing("\\e", with: "\\"))
  }
}
