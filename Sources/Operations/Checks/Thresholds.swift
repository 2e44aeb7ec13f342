/// What is an alarm where the user says otherwise than the checks do.
public struct Thresholds: Hashable, Sendable {
  private var warnings: [String: AlertRange] = [:]
  private var criticals: [String: AlertRange] = [:]

  public init() {}

  /// - Parameter ranges: by name of the check.
  public init(warnings: [String: AlertRange], criticals: [String: AlertRange]) {
    self.warnings = warnings
    self.criticals = criticals
  }

  func warning(of check: Check) -> AlertRange? { warnings[check.name] ?? check.warning }
  func critical(of check: Check) -> AlertRange? { criticals[check.name] ?? check.critical }
}
