import PHPConfiguration

extension SourceText {
  init(_ name: String, _ text: String) { self.init(name: name, bytes: Array(text.utf8)) }
}

extension Configuration {
  init(ini: String, environment: [String: String] = [:], php: PHPVersion = PHPVersion(8, 2)) {
    self.init(environment: environment, php: php)
    read(ini: SourceText("php.ini", ini))
  }

  /// Reads a pool file without includes.
  mutating func read(pool file: String, _ text: String, pool: String? = "www") throws(ConfigurationError) {
    try read(fpm: SourceText(file, text), pool: pool) { _ in [] }
  }
}

extension Diagnostic {
  /// What tests compare: code, severity, place.
  var brief: String { "\(code) \(severity) \(location)" }
}
