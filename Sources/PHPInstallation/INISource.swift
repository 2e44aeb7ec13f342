public import PHPConfiguration

/// What `--ini` names: a file, a folder of `*.ini`, or standard input, of a kind that is stated or told by its content.
public struct INISource: Hashable, Sendable {
  public var path: String
  /// Nil: told by content.
  public var kind: SourceText.Kind?

  /// `PATH`, `-`, or one of them behind `ini:`, `fpm:`, `apache:`.
  public init(_ argument: String) {
    let kinds: [(String, SourceText.Kind)] = [("ini:", .ini), ("fpm:", .fpm), ("apache:", .apache)]
    if let (prefix, kind) = kinds.first(where: { argument.hasPrefix($0.0) }) {
      path = String(argument.dropFirst(prefix.utf8.count))
      self.kind = kind
    } else {
      path = argument
      kind = nil
    }
  }

  /// The texts in the order in which PHP would read them, each with its kind.
  /// - Parameter standardInput: what was read there, for `-`.
  public func texts(
    standardInput: [UInt8] = []
  ) throws(InstallationError) -> [(text: SourceText, kind: SourceText.Kind)] {
    var texts: [SourceText] = []
    if path == "-" {
      texts = [SourceText(name: "standard input", bytes: standardInput)]
    } else if Files.isFolder(path) {
      for file in try Files.scanned(path) { texts.append(try Files.text(file)) }
      guard !texts.isEmpty else {
        throw InstallationError(
          .missing, "\(path) holds no file whose name ends in .ini",
          remedy: "name a folder like /etc/php/8.2/cli/conf.d")
      }
    } else {
      texts = [try Files.text(path)]
    }
    return texts.map { ($0, kind ?? $0.kind) }
  }
}

extension Configuration {
  /// Reads a text as what it is. `pool`: the FPM pool to look at.
  public mutating func read(
    _ text: SourceText, as kind: SourceText.Kind, fpmPool pool: String?
  ) throws(ConfigurationError) {
    switch kind {
    case .ini: read(ini: text)
    case .userIni: read(userIni: text)
    case .apache: try read(apache: text)
    case .fpm: try read(fpm: text, pool: pool, include: Self.includedFiles)
    }
  }

  /// The files of an FPM `include`. A file that cannot be read stops php-fpm.
  private static func includedFiles(_ pattern: String) throws(ConfigurationError) -> [SourceText] {
    var texts: [SourceText] = []
    for path in Files.matching(pattern) {
      do throws(InstallationError) {
        texts.append(try Files.text(path))
      } catch {
        throw ConfigurationError(
          location: SourceLocation(source: path, line: 0), message: error.summary,
          effect: "php-fpm does not start with a file that it cannot read", cure: error.remedy)
      }
    }
    return texts
  }
}
