import PHPConfiguration

extension Memcache {
  /// Reads directives as the extension's handlers do: a value that a handler refuses leaves in force what a weaker layer
  /// says, else the default; a directive that the release does not have is none.
  struct Directives {
    let configuration: Configuration
    let rules: ReleaseRules
    private(set) var remarks: [Diagnostic] = []

    init(_ configuration: Configuration, rules: ReleaseRules, release: Release) {
      self.configuration = configuration
      self.rules = rules
      let names = configuration.settings.keys.filter { $0.hasPrefix("memcache.") && !rules.knows($0) }
      for name in names.sorted() {
        guard let setting = configuration[name] else { continue }
        remarks.append(
          Diagnostic(
            code: "MC236", severity: .warning, message: "\(name) is no directive of memcache \(release.value)",
            effect: "PHP ignores it", cure: "remove it, or state the release in mcpool.extension_release",
            location: setting.location))
      }
    }

    subscript(name: String) -> Setting? {
      name.hasPrefix("memcache.") && !rules.knows(name) ? nil : configuration[name]
    }

    /// `true yes on` in any case, else a leading integer other than 0.
    func isOn(_ name: String, default standard: Bool) -> Bool {
      guard let value = self[name]?.value else { return standard }
      switch String(decoding: value, as: UTF8.self).lowercased() {
      case "true", "yes", "on": return true
      default: return PHPQuantity(value).leadingInteger != 0
      }
    }

    /// Any integer, as PHP's core reads it.
    func integer(_ name: String, default standard: Int) -> Int {
      self[name].map { PHPQuantity($0.value).value } ?? standard
    }

    /// A decimal integer of `least` or more and nothing behind it; then PHP reads it again as an ini quantity, to which a
    /// leading 0 means octal. What does not fit 64 bits wraps (PHP 8.2).
    mutating func integer(_ name: String, from least: Int, default standard: Int) -> Int {
      // The two redundancies share a handler that names the other one.
      let named = name == "memcache.session_redundancy" ? "memcache.redundancy" : name
      return accepted(
        name, default: (standard, "\(standard)"), says: { "\(named) must be a positive integer ('\($0)' given)" },
        cure: "write a plain decimal number\(least == 0 ? "" : " from 1"), without K or M"
      ) { value in
        guard least == 0 && value.isEmpty || Self.isDecimal(value, from: least) else { return nil }
        let number = CNumber(value)
        if number.overflows { return -1 }
        return number.value > UInt64(Int.max) ? Int(truncatingIfNeeded: number.value) : PHPQuantity(value).value
      }
    }

    private static func isDecimal(_ value: [UInt8], from least: Int) -> Bool {
      let number = CNumber(value)
      guard number.hasDigits, let last = value.last else { return false }
      let body = value.drop(while: isCSpace)
      let digits = body.dropFirst(body.first.map { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") } == true ? 1 : 0)
      let isWhole = digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } && !isCSpace(last)
      return isWhole && (number.overflows || number.value >= UInt64(least)) && !(number.isNegative && number.value > 0)
    }

    /// One of a few words, in any case.
    mutating func choice<Word: RawRepresentable<String> & CaseIterable>(_ name: String, default standard: Word) -> Word
    {
      let words = Word.allCases.map(\.rawValue).sorted(by: >).joined(separator: ", ")
      return accepted(
        name, default: (standard, standard.rawValue), says: { "\(name) must be in set {\(words)} ('\($0)' given)" },
        cure: "write one of \(words)"
      ) { value in
        let given = String(decoding: value, as: UTF8.self).lowercased()
        return Word.allCases.first { $0.rawValue == given }
      }
    }

    /// A text without a dot.
    mutating func undotted(_ name: String) -> [UInt8] {
      accepted(
        name, default: ([], ""), says: { _ in "\(name) cannot have dot inside (.)" }, cure: "write it without dots"
      ) { $0.contains(UInt8(ascii: ".")) ? nil : $0 }
    }

    /// The first value that is not refused, strongest layer first. `read` gives nil for one that is, and `says` PHP's
    /// words about it.
    private mutating func accepted<Value>(
      _ name: String, default standard: (value: Value, text: String), says: (String) -> String, cure: String,
      _ read: ([UInt8]) -> Value?
    ) -> Value {
      guard rules.knows(name) else { return standard.value }
      var refused: [Setting] = []
      var found = standard
      for setting in configuration.candidates(name) {
        if let value = read(setting.value) {
          found = (value, setting.text)
          break
        }
        refused.append(setting)
      }
      for setting in refused {
        remarks.append(
          Diagnostic(
            code: "MC237", severity: .warning, message: "\(setting.name) = \"\(setting.text)\" is refused",
            effect: "PHP says \"\(says(setting.text))\" and keeps \"\(found.text)\"", cure: cure,
            location: setting.location))
      }
      return found.value
    }
  }

  /// `memcache.protocol`; it has no effect on placement.
  enum WireProtocol: String, CaseIterable { case ascii, binary }
}
