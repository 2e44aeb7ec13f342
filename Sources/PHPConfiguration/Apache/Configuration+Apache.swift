extension Configuration {
  /// Reads `php_value`, `php_flag`, `php_admin_value` and `php_admin_flag` out of an Apache configuration; other lines
  /// are passed over. Values are Apache's text, not ini language: no constants, no words that mean something else.
  ///
  /// All containers are taken as if they held the same request: the inner one wins (server, virtual host,
  /// `<Directory>`, `.htaccess`, `<Files>`, `<Location>`), in one container the last line. What stands in a container
  /// is named in a diagnostic, for it counts for some sites only.
  ///
  /// `${NAME}` is a `Define` further up or a variable of the environment; else it stays as it is.
  ///
  /// - Throws: ConfigurationError for a line with which Apache refuses to start, or to answer in the case of
  ///   `.htaccess`. This value is unchanged then.
  public mutating func read(apache: SourceText) throws(ConfigurationError) {
    var result = self
    var defined: [[UInt8]: [UInt8]] = environment
    var longestName = environment.keys.map(\.count).max() ?? 0
    var containers: [Container] = []
    let isAccessFile = apache.name.utf8.reversed().starts(with: ".htaccess".utf8.reversed())
    for line in ApacheLine.lines(of: apache.bytes) {
      guard let (command, arguments) = line.command else { continue }
      let location = SourceLocation(source: apache.name, line: line.number)
      if command.first == UInt8(ascii: "<") {
        if command.dropFirst().first == UInt8(ascii: "/") {
          if let closed = containers.popLast() { result.findings += closed.findings(in: apache, php: php) }
        } else {
          containers.append(Container(opening: line.bytes.trimmed, line: line.number))
        }
        continue
      }
      guard let resolved = result.resolved(arguments, defined, longestName: longestName) else {
        throw ConfigurationError(
          location: location, message: Expansion.tooMuch, effect: "Apache takes that memory each time it starts",
          cure: "write values out that refer to one another many times")
      }
      var rest = resolved[...]
      if command.equalsIgnoringCase("define") {
        let name = ApacheLine.word(&rest)
        defined[name] = ApacheLine.word(&rest)
        longestName = max(longestName, name.count)
        continue
      }
      guard let kind = PHPCommand(command) else { continue }
      let name = ApacheLine.word(&rest)
      let written = ApacheLine.word(&rest)
      let refuse = { (message: String, cure: String) in
        ConfigurationError(
          location: location, message: "\(command.text): \(message)",
          effect: isAccessFile ? "Apache answers every request here with status 500" : "Apache refuses to start",
          cure: cure)
      }
      guard !name.isEmpty, !written.isEmpty, rest.isEmpty else {
        throw refuse(
          "takes two arguments, the name and the value",
          written.isEmpty
            ? "write none for an empty value"
            : "put a value with blanks between double quotes; # begins no comment here")
      }
      if isAccessFile, kind.isAdmin { throw refuse("not allowed here", "put the line into the server's own files") }
      let depth = (containers.map(\.rank) + [isAccessFile ? 3 : 0]).max() ?? 0
      result.assign(
        .scalar(kind.stored(written)), to: name, in: kind.isAdmin ? .apacheAdmin : .apacheValue, at: location,
        depth: depth)
      if let inner = containers.lastIndex(where: { $0.rank > 0 }), DirectiveName.isWatched(name) {
        containers[inner].names.append(name.text)
      }
    }
    self = result
  }

  /// Nil when it becomes too much.
  private mutating func resolved(
    _ text: ArraySlice<UInt8>, _ defined: [[UInt8]: [UInt8]], longestName: Int
  ) -> [UInt8]? {
    var result: [UInt8] = []
    var rest = text
    while let reference = rest.firstIndex(of: UInt8(ascii: "$")) {
      result += rest[..<reference]
      rest = rest[reference...]
      if rest.starts(with: "${".utf8), let end = rest.prefix(longestName + 3).firstIndex(of: UInt8(ascii: "}")),
        let value = defined[Array(rest[(reference + 2)..<end])]
      {
        guard expansion.add(value) else { return nil }
        result += value
        rest = rest[(end + 1)...]
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result + rest
  }
}

/// `php_value` and its three companions.
private struct PHPCommand {
  let isAdmin: Bool
  let isFlag: Bool

  init?(_ command: [UInt8]) {
    switch command.lowercased.text {
    case "php_value": (isAdmin, isFlag) = (false, false)
    case "php_flag": (isAdmin, isFlag) = (false, true)
    case "php_admin_value": (isAdmin, isFlag) = (true, false)
    case "php_admin_flag": (isAdmin, isFlag) = (true, true)
    default: return nil
    }
  }

  /// Of flags only `on` and `1` are true, and all else is false without an error.
  func stored(_ written: [UInt8]) -> [UInt8] {
    if isFlag {
      return [
        written.equalsIgnoringCase("on") || written == [UInt8(ascii: "1")] ? UInt8(ascii: "1") : UInt8(ascii: "0")
      ]
    }
    return written.equalsIgnoringCase("none") ? [] : written
  }
}

/// `<VirtualHost …>` and its like.
private struct Container {
  let title: String
  let line: Int
  /// How far inside; 0 for conditions, which change nothing about who is meant.
  let rank: Int
  var names: [String] = []

  init(opening: [UInt8], line: Int) {
    title = opening.text
    self.line = line
    let word = opening.dropFirst().prefix { !$0.isBlank && $0 != UInt8(ascii: ">") }.lowercased.text
    rank =
      switch word {
      case "virtualhost": 1
      case "directory", "directorymatch": 2
      case "files", "filesmatch": 4
      case "location", "locationmatch", "if", "elseif", "else", "proxy", "proxymatch", "limit", "limitexcept": 5
      default: 0
      }
  }

  func findings(in text: SourceText, php: PHPVersion) -> [Diagnostic] {
    names.isEmpty ? [] : [Inspector(text: text, php: php).partialScope(of: names, at: line, where: "in \(title)")]
  }
}
