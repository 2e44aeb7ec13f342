import PHPConfiguration

/// The directives that only mcpool reads. They stand under `[mcpool]` in php.ini-style files.
struct OwnKeys: Sendable {
  static let names = [
    "mcpool.auth_password_file", "mcpool.auth_user", "mcpool.extension_release", "mcpool.guard", "mcpool.map",
    "mcpool.protocol", "mcpool.timeout", "mcpool.tls", "mcpool.tls_ca", "mcpool.tls_cert", "mcpool.tls_key",
  ]

  let configuration: Configuration

  /// An empty value counts as none.
  func setting(_ name: String) -> Setting? {
    configuration[name].flatMap { $0.value.isEmpty ? nil : $0 }
  }

  /// A path; a relative one begins at the folder of the file that it stands in.
  func path(_ name: String) -> String? {
    guard let setting = setting(name) else { return nil }
    let source = setting.location.source
    guard !setting.text.hasPrefix("/"), source.contains("/"), let end = source.lastIndex(of: "/") else {
      return setting.text
    }
    return source[...end] + setting.text
  }

  func isOn(_ name: String) throws(Failure) -> Bool? {
    guard let setting = configuration[name] else { return nil }
    switch setting.text.lowercased() {
    case "1", "on", "yes", "true": return true
    case "", "0", "off", "no", "false": return false
    default: throw wrong(setting, "is neither On nor Off", "write \(name) = On or \(name) = Off")
    }
  }

  func wrong(_ setting: Setting, _ what: String, _ remedy: String) -> Failure {
    Failure(.configuration, "\(setting.location): \(setting.name) = '\(setting.text)' \(what)", remedy: remedy)
  }
}
