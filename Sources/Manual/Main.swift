import FoundationEssentials
import Glibc

/// Makes the pages of section 1 and the completion for bash from the program's help, which it reads on standard input:
///
///     mcpool --experimental-dump-help | Manual VERSION man completions
///
/// Hand-written parts stand in man/parts, one a page.
@main enum Main {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4 else {
      print("usage: mcpool --experimental-dump-help | Manual VERSION MAN COMPLETIONS")
      exit(64)
    }
    let (version, man, completions) = (arguments[1], arguments[2], arguments[3])
    let edition = Edition(tree: try HelpTree(json: readInput()), version: version) { name in
      (try? String(contentsOfFile: "\(man)/parts/\(name).mdoc", encoding: .utf8)) ?? ""
    }
    for (name, text) in edition.pages { try write(text, to: "\(man)/\(name)") }
    try write(edition.bash, to: "\(completions)/mcpool.bash")
  }

  private static func write(_ text: String, to path: String) throws {
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  private static func readInput() -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(STDIN_FILENO, &chunk, chunk.count)
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
    }
  }
}
