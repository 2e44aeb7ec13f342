/// Something in a configuration text that PHP drops or changes without saying so.
public struct Diagnostic: Hashable, Sendable {
  public enum Severity: Int, Comparable, Sendable {
    case info, warning, critical

    public static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
  }

  /// A code of the project's lint rules, e.g. `MC109`; stable.
  public var code: String
  public var severity: Severity
  /// What stands there, in one line.
  public var message: String
  /// What PHP does with it.
  public var effect: String
  /// What to write instead.
  public var cure: String
  public var location: SourceLocation
  /// The directives that PHP does not get because of it, as far as sessions depend on them.
  public var lost: [String]

  public init(
    code: String, severity: Severity, message: String, effect: String, cure: String, location: SourceLocation,
    lost: [String] = []
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.effect = effect
    self.cure = cure
    self.location = location
    self.lost = lost
  }
}

/// A text with which PHP (or php-fpm) would not start, or that cannot be read as what it was said to be.
public struct ConfigurationError: Error, Hashable, Sendable {
  public var location: SourceLocation
  public var message: String
  public var effect: String
  public var cure: String

  public init(location: SourceLocation, message: String, effect: String, cure: String) {
    self.location = location
    self.message = message
    self.effect = effect
    self.cure = cure
  }
}
