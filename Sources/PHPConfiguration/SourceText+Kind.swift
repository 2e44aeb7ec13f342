extension SourceText {
  /// The four kinds of text that hold PHP directives.
  public enum Kind: Hashable, Sendable { case ini, fpm, apache, userIni }

  /// What kind of text this is: by the names `.user.ini` and `.htaccess`, else by the first line that only one kind
  /// can have: `php_value[…]`, `[global]` or an entry of php-fpm, `php_value NAME VALUE` or `<Container …>` of Apache.
  /// Without any it is a php.ini.
  public var kind: Kind {
    switch name.split(separator: "/").last {
    case ".user.ini": return .userIni
    case ".htaccess": return .apache
    default: break
    }
    for line in bytes.split(whereSeparator: \.isLineEnd) {
      let line = line.trimmed
      guard let first = line.first, first != UInt8(ascii: ";"), first != UInt8(ascii: "#") else { continue }
      if line.equalsIgnoringCase("[global]") { return .fpm }
      if first == UInt8(ascii: "<"), line.last == UInt8(ascii: ">") { return .apache }
      let word = line.prefix { !$0.isBlank && $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: "[") }.lowercased
      let next = line.dropFirst(word.count).trimmed.first
      if ["php_value", "php_flag", "php_admin_value", "php_admin_flag"].contains(word.text) {
        return next == UInt8(ascii: "[") ? .fpm : .apache
      }
      if word.text == "env", next == UInt8(ascii: "[") { return .fpm }
      if next == UInt8(ascii: "="), FPMEntry.isUnmistakable(word) || word.text == "include" { return .fpm }
    }
    return .ini
  }
}

extension SourceText.Kind {
  /// What to write for a directive that only mcpool reads. php-fpm and Apache do not start with a bare one: php-fpm takes
  /// any name as php_value[…], and beside Apache's lines a php.ini file has it.
  public func line(_ name: String, _ value: String) -> String {
    switch self {
    case .ini, .userIni: "\(name) = \(value)"
    case .fpm: "php_value[\(name)] = \(value)"
    case .apache: "\(name) = \(value) in a php.ini file"
    }
  }
}
