import ArgumentParser
import Placement

/// A word on the command line where a command should stand, and none of that name.
struct UnknownCommand {
  let word: String
  /// The command that it was looked for in: `mcpool`, `mcpool config`.
  let path: [String]
  /// What was probably meant; nil when nothing is near.
  let nearest: String?

  /// Nil when the words name a command as far as they name one.
  init?(in words: [String]) {
    let named = words.first == "help" ? words.dropFirst() : words[...]
    var command: any ParsableCommand.Type = Mcpool.self
    var path = ["mcpool"]
    for word in named {
      let known = command.configuration.subcommands
      guard !known.isEmpty else { return nil }
      if word.hasPrefix("-") || word == "help" { return nil }
      guard let next = known.first(where: { $0._commandName == word }) else {
        self.word = word
        self.path = path
        nearest = Self.nearest(to: word, among: known.map { $0._commandName })
        return
      }
      command = next
      path.append(word)
    }
    return nil
  }

  private static func nearest(to word: String, among names: [String]) -> String? {
    let ranked = names.map { (name: $0, distance: $0.hasPrefix(word) ? 1 : editDistance(word, $0)) }
    return ranked.filter { $0.distance <= 2 && $0.distance < $0.name.count }.min { $0.distance < $1.distance }?.name
  }
}

extension Failure {
  init(_ unknown: UnknownCommand) {
    let parent = unknown.path.joined(separator: " ")
    self.init(
      .usage, "\(parent) has no command '\(unknown.word)'",
      remedy: unknown.nearest.map { "\(parent) \($0)" } ?? "\(parent) --help, which lists its commands")
  }
}
