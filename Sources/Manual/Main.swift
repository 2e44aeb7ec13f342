import FoundationEssentials
import Glibc

/// Makes the pages of section 1 and the completions from the program's help:
///
///     mcpool --experimental-dump-help | Manual MAN COMPLETIONS ZSH FISH
///
/// MAN and COMPLETIONS are folders; hand-written parts of pages stand in MAN/parts. ZSH and FISH are files with what
/// `mcpool --generate-completion-script` prints.
@main enum Main {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count == 4 else {
      print("usage: mcpool --experimental-dump-help | Manual MAN COMPLETIONS ZSH FISH")
      exit(64)
    }
    let (man, completions) = (arguments[1], arguments[2])
    let edition = Edition(
      tree: try HelpTree(json: readInput()), zsh: try read(arguments[3]), fish: try read(arguments[4])
    ) { name in
      (try? read("\(man)/parts/\(name).mdoc")) ?? ""
    }
    for (name, text) in edition.pages { try write(text, to: "\(man)/\(name)") }
    for (name, text) in edition.completions { try write(text, to: "\(completions)/\(name)") }
  }

  private static func read(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  private static func write(_ text: String, to path: String) throws {
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  private static func readInput() -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = Glibc.read(STDIN_FILENO, &chunk, chunk.count)
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
    }
  }
}
