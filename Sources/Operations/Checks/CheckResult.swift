/// What came of one check of one pool.
public struct CheckResult: Sendable {
  /// One value, of a node or of the pool as a whole.
  public struct Value: Sendable {
    public let node: String?
    public let number: Double
    public let status: CheckStatus
    public let text: String
  }

  public let check: Check
  /// What reports call the pool.
  public let pool: String
  public let status: CheckStatus
  public let warning: AlertRange?
  public let critical: AlertRange?
  /// In the order of the nodes.
  public let values: [Value]
  /// The worst one; nil: there are none.
  public let worst: Value?
  /// What is not known, and why.
  public let gaps: [String]
  /// In one line: the values that are an alarm, what is not known, else how well things stand.
  public let message: String

  /// - Parameter sight: of the pool, as far as it was seen.
  init(_ check: Check, _ sight: Sight, _ thresholds: Thresholds) {
    self.init(check, check.judge(sight), pool: sight.pool, thresholds)
  }

  init(_ check: Check, _ observation: Observation, pool: String, _ thresholds: Thresholds) {
    let (warning, critical) = (thresholds.warning(of: check), thresholds.critical(of: check))
    values = observation.values.map { value in
      let status: CheckStatus =
        critical?.isAlarm(value.number) == true
        ? .critical : warning?.isAlarm(value.number) == true ? .warning : .ok
      return Value(node: value.node, number: value.number, status: status, text: value.text)
    }
    worst = values.max { a, b in
      if a.status != b.status { return a.status < b.status }
      return check.fearsLow ? a.number > b.number : a.number < b.number
    }
    gaps = observation.gaps
    status = max(worst?.status ?? .ok, observation.gaps.isEmpty ? .ok : .unknown)
    self.check = check
    self.pool = pool
    (self.warning, self.critical) = (warning, critical)
    let alarms = values.filter { $0.status > .ok }.sorted { $0.status > $1.status }.map(\.text)
    message =
      !alarms.isEmpty
      ? Self.joined(alarms) : observation.gaps.isEmpty ? observation.remark : Self.joined(observation.gaps)
  }

  /// The first three, and how many more there are.
  private static func joined(_ texts: [String]) -> String {
    texts.prefix(3).joined(separator: "; ") + (texts.count > 3 ? "; and \(texts.count - 3) more" : "")
  }
}

extension CheckResult: Encodable {
  private enum CodingKeys: CodingKey { case name, pool, status, value, unit, warning, critical, message, values }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(check.name, forKey: .name)
    try container.encode(pool, forKey: .pool)
    try container.encode(status, forKey: .status)
    try container.encode(worst?.number, forKey: .value)
    try container.encode(check.unit, forKey: .unit)
    try container.encode(warning?.description, forKey: .warning)
    try container.encode(critical?.description, forKey: .critical)
    try container.encode(message, forKey: .message)
    try container.encode(values, forKey: .values)
  }
}

extension CheckResult.Value: Encodable {
  private enum CodingKeys: CodingKey { case node, value, status }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(node, forKey: .node)
    try container.encode(number, forKey: .value)
    try container.encode(status, forKey: .status)
  }
}
