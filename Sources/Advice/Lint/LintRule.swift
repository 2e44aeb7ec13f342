public import PHPConfiguration
public import Placement

/// A row of the table of rules: what a code means, whatever the configuration in which it was found.
public struct LintRule: Hashable, Sendable {
  /// Stable, e.g. `MC208`.
  public let code: String
  /// Of its findings as a rule; one of them may be graver or milder where the case is.
  public let severity: Diagnostic.Severity
  /// The extension that it is about; nil: both.
  public let handler: Handler?
  /// What it finds, in one line.
  public let title: String
  /// What PHP does.
  public let effect: String
  public let cure: String
  /// What was seen, with the versions that it was seen with; or where else it is known from.
  public let measured: String

  init(
    _ code: String, _ severity: Diagnostic.Severity, _ handler: Handler?, _ title: String, effect: String, cure: String,
    measured: String
  ) {
    self.code = code
    self.severity = severity
    self.handler = handler
    self.title = title
    self.effect = effect
    self.cure = cure
    self.measured = measured
  }

  /// All of them, in the order of their codes.
  public static let all = (critical + anyPool + memcache + memcached).sorted { $0.code < $1.code }

  /// The rule of a code, in any letter case; nil when there is none.
  public static func named(_ code: String) -> LintRule? {
    all.first { $0.code.lowercased() == code.lowercased() }
  }

  func finding(_ message: String, effect: String, cure: String, at location: SourceLocation) -> Diagnostic {
    Diagnostic(code: code, severity: severity, message: message, effect: effect, cure: cure, location: location)
  }
}
