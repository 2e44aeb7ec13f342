import ArgumentParser

/// A command line that is still being typed, as a shell hands it over for completion.
struct CommandLineSoFar {
  /// What stands before the word that is being completed, without the program's name; quotes and backslashes are gone.
  let words: [String]
  /// That word as far as the cursor.
  let current: String

  /// - Parameters:
  ///   - words: the whole line as the shell splits it, the program's name first, quoted as typed.
  ///   - index: which of them is being completed.
  ///   - prefix: this word as far as the cursor.
  init(_ words: [String], index: Int, prefix: String) {
    self.words = words.prefix(max(0, index)).dropFirst().map(Self.unquoted)
    current = Self.unquoted(prefix)
  }

  /// The pool options among the words, as ArgumentParser reads them; nil when they contradict each other or have values
  /// that no command would take. Whatever else stands there is passed over, so is an option whose value is being typed.
  var pool: PoolOptions? {
    let isOpen = words.last.map { $0.hasPrefix("-") && !$0.contains("=") } ?? false
    return try? PoolWords.parse(isOpen ? words.dropLast() : words).pool
  }

  /// What follows an option; nil without it.
  func value(of option: String) -> String? {
    words.lastIndex(of: option).flatMap { words.dropFirst($0 + 1).first }
  }

  /// A word as sh would pass it on; a quote that is still open ends with the text.
  private static func unquoted(_ word: String) -> String {
    var result = ""
    var quote: Character?
    var isEscaped = false
    for character in word {
      switch (character, quote) {
      case _ where isEscaped:
        isEscaped = false
        result.append(character)
      case ("\\", nil), ("\\", "\""): isEscaped = true
      case ("'", nil), ("\"", nil): quote = character
      case (let end, let open?) where end == open: quote = nil
      default: result.append(character)
      }
    }
    return result
  }
}

/// Takes the pool options out of any command's words.
private struct PoolWords: ParsableArguments {
  @OptionGroup var pool: PoolOptions
  @Argument(parsing: .allUnrecognized) var others: [String] = []
}
