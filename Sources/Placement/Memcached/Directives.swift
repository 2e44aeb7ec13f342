import PHPConfiguration

extension Memcached {
  /// Reads directives as the extension's handlers do: a value that a handler refuses leaves in force what a weaker layer
  /// says, else the default.
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
      accepted(name, default: (standard, String(standard)), cure: "write a number of 0 or more") { value in
        let number = PHPQuantity(value).value
        return number >= 0 ? number : nil
      }.value
    }

    /// The first value that is not refused, with its line, strongest layer first; `read` gives nil for one that is.
    mutating func accepted<Value>(
      _ name: String, default standard: (value: Value, text: String), cure: String, _ read: ([UInt8]) -> Value?
    ) -> (value: Value, setting: Setting?) {
      var refused: [Setting] = []
      var found: (value: Value, setting: Setting?) = (standard.value, nil)
      for setting in configuration.candidates(name) {
        if let value = read(setting.value) {
          found = (value, setting)
          break
        }
        refused.append(setting)
      }
      let kept = found.setting.map { excerpt($0.value) } ?? standard.text
      for setting in refused {
        remark(
          Diagnostic(
            code: "MC237", severity: .warning, message: "\(setting.name) = \"\(excerpt(setting.value))\" is refused",
            effect: "PHP keeps \"\(kept)\"", cure: cure, location: setting.location))
      }
      return found
    }

    func bytes(_ name: String, default standard: String) -> [UInt8] {
      configuration[name]?.value ?? Array(standard.utf8)
    }

    mutating func remark(_ diagnostic: Diagnostic) { remarks.append(diagnostic) }
  }
}
