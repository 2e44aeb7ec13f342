/// All checks of one run as one answer.
public struct CheckReport: Sendable {
  public let results: [CheckResult]
  /// What is no finding and must be said all the same: a state file set aside, a first run.
  public let notes: [String]
  /// Pools of which nothing is known, and why.
  public let problems: [String]
  /// The time was over before everything had been seen.
  public let cut: Duration?

  public init(results: [CheckResult], notes: [String], problems: [String], cut: Duration? = nil) {
    self.results = results
    self.notes = notes
    self.problems = problems
    self.cut = cut
  }

  /// The gravest one. Where the time was over that is critical or unknown: what was not seen may be worse than a
  /// warning.
  public var status: CheckStatus {
    let worst = max(results.map(\.status).max() ?? .unknown, problems.isEmpty ? .ok : .unknown)
    return cut == nil || worst == .critical ? worst : .unknown
  }
}

extension CheckReport: Encodable {
  private enum CodingKeys: CodingKey { case status, code, checks, notes, problems }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(status, forKey: .status)
    try container.encode(status.code, forKey: .code)
    try container.encode(results, forKey: .checks)
    try container.encode(notes, forKey: .notes)
    try container.encode(problems, forKey: .problems)
  }
}
