import PHPConfiguration

extension Memcached {
  /// Reads directives as the extension's handlers do: a value that a handler refuses leaves the default in force.
  struct Directives {
    let configuration: Configuration
    private(set) var remarks: [Diagnostic] = []

    init(_ configuration: Configuration) { self.configuration = configuration }

    func isOn(_ name: String, default standard: Bool) -> Bool {
      guard let value = configuration[name]?.value else { return standard }
      switch String(decoding: value, as: UTF8.self).lowercased() {
      case "true", "yes", "on": return true
      default: return PHPQuantity(value).leadingInteger != 0
      }
    }

    /// Any integer.
    func integer(_ name: String, default standard: Int) -> Int {
      configuration[name].map { PHPQuantity($0.value).value } ?? standard
    }

    /// An integer of 0 or more; others are refused.
    mutating func natural(_ name: String, default standard: Int) -> Int {
      guard let setting = configuration[name] else { return standard }
      let value = PHPQuantity(setting.value).value
      guard value >= 0 else {
        refuse(setting, keeping: String(standard), cure: "write a number of 0 or more")
        return standard
      }
      return value
    }

    func bytes(_ name: String, default standard: String) -> [UInt8] {
      configuration[name]?.value ?? Array(standard.utf8)
    }

    mutating func refuse(_ setting: Setting, keeping standard: String, cure: String) {
      remark(
        Diagnostic(
          code: "MC237", severity: .warning, message: "\(setting.name) = \"\(excerpt(setting.value))\" is refused",
          effect: "PHP keeps \"\(standard)\"", cure: cure, location: setting.location))
    }

    mutating func remark(_ diagnostic: Diagnostic) { remarks.append(diagnostic) }
  }
}
