import PHPConfiguration

extension FuzzTarget {
  /// Reads a text as its kind, on top of a php.ini for the kinds that stand over one.
  ///
  /// Promises: no trap; the same text gives the same answer; directives and remarks stand on lines that the text has;
  /// what is said about a text is not many times longer than the text; a text that is refused leaves nothing behind.
  func checkConfiguration(_ input: [UInt8]) throws(Finding) {
    var choices = Choices(input)
    let php = choices.one(of: [PHPVersion(8, 2), PHPVersion(7, 4), PHPVersion(8, 3), PHPVersion(5, 6)])
    let text = SourceText(name: name, bytes: Array(choices.rest))
    _ = text.kind
    let first = try read(text, php: php)
    let second = try read(text, php: php)
    try promise(first.settings == second.settings, "the same text gave other directives")
    try promise(first.diagnostics == second.diagnostics, "the same text gave other remarks")
    try inspect(first, of: text)
  }

  private var name: String {
    switch self {
    case .fpm: "www.conf"
    case .apache: ".htaccess"
    case .userIni: ".user.ini"
    default: "php.ini"
    }
  }

  private func read(_ text: SourceText, php: PHPVersion) throws(Finding) -> Configuration {
    var configuration = Configuration(environment: ["HOME": "/home/www", "NODES": "10.0.0.1:11211"], php: php)
    if self != .ini {
      configuration.read(ini: SourceText(name: "below", bytes: Array("session.save_path = below\n".utf8)))
    }
    let before = configuration
    do throws(ConfigurationError) {
      switch self {
      case .fpm:
        try configuration.read(fpm: text, pool: nil) { (_: String) throws(ConfigurationError) in
          [SourceText(name: "included", bytes: Array("php_value[session.name] = included\n".utf8))]
        }
      case .apache: try configuration.read(apache: text)
      case .userIni: configuration.read(userIni: text)
      default: configuration.read(ini: text)
      }
    } catch {
      try promise(configuration.settings == before.settings, "a refused text left directives behind")
      try bounded(error.message + error.effect + error.cure, by: text.bytes)
    }
    // `-d` takes one line of the same language.
    if self == .ini { configuration.read(define: String(decoding: text.bytes.prefix(100), as: UTF8.self)) }
    return configuration
  }

  private func inspect(_ configuration: Configuration, of text: SourceText) throws(Finding) {
    let lines = text.bytes.count { $0 == 0x0a || $0 == 0x0d } + 1
    for (name, setting) in configuration.settings {
      // A name that is no UTF-8 cannot be asked for.
      guard !name.contains("\u{FFFD}") else { continue }
      try promise(configuration.candidates(name).first?.value == setting.value, "\(name) has two values in force")
      try inRange(setting.location, of: text, lines: lines)
    }
    for remark in configuration.diagnostics {
      try inRange(remark.location, of: text, lines: lines)
      try bounded(remark.message + remark.effect + remark.cure, by: text.bytes)
    }
  }

  private func inRange(_ location: SourceLocation, of text: SourceText, lines: Int) throws(Finding) {
    guard location.source == text.name else { return }
    try promise((0...lines).contains(location.line), "\(location) is none of \(lines) lines")
  }

  /// One message may quote the text; it may not be many times as long.
  private func bounded(_ message: String, by text: [UInt8]) throws(Finding) {
    // A byte that is no UTF-8 becomes three, and may be quoted in each of the three parts.
    let limit = 4096 + 12 * text.count
    try promise(message.utf8.count <= limit, "a message of \(message.utf8.count) bytes on a text of \(text.count)")
  }
}
