public import Operations

extension CheckReport: Report {
  public var rows: [CheckResult] { results }
  public var document: CheckReport { self }

  public var columns: [Column<CheckResult>] {
    [
      .machineOnly("pool", \.pool),
      .machineOnly("name", \.check.name),
      .machineOnly("status", \.status.rawValue),
      .machineOnly("value") { $0.worst.map { Units.plain($0.number) } ?? "" },
      .machineOnly("unit", \.check.unit.rawValue),
      .machineOnly("warning") { $0.warning?.description ?? "" },
      .machineOnly("critical") { $0.critical?.description ?? "" },
      .machineOnly("message", \.message),
    ]
  }

  public func text(_ table: Table) -> String { PluginText(self, width: table.width).text }
}

/// `check --list`: what each check is about.
public struct CheckList: Report {
  public struct Row: Encodable, Sendable {
    public let name: String
    public let unit: String
    @OrNull public var warning: String?
    @OrNull public var critical: String?
    public let summary: String
    public let effect: String
    public let cure: String
  }

  public let rows: [Row]

  public init(_ checks: [Check]) {
    rows = checks.map { check in
      Row(
        name: check.name, unit: check.unit.rawValue, warning: check.warning?.description,
        critical: check.critical?.description, summary: check.summary, effect: check.effect, cure: check.cure)
    }
  }

  public var columns: [Column<Row>] {
    [
      .machineOnly("name", \.name),
      .machineOnly("unit", \.unit),
      .machineOnly("warning") { $0.warning ?? "" },
      .machineOnly("critical") { $0.critical ?? "" },
      .machineOnly("summary", \.summary),
      .machineOnly("effect", \.effect),
      .machineOnly("cure", \.cure),
    ]
  }

  public func text(_ table: Table) -> String {
    rows.map { row in
      let ranges = [("warning", row.warning), ("critical", row.critical)].compactMap { name, range in
        range.map { "\(name) \($0)" }
      }
      let unit = row.unit.isEmpty ? "" : " in \(row.unit)"
      return table.paint(row.name, .heading) + "  \(ranges.joined(separator: ", "))\(unit)\n"
        + ["  \(row.summary)", "  PHP: \(row.effect)", "  try: \(row.cure)"]
        .map { wrapped($0, width: table.width) + "\n" }.joined()
    }.joined(separator: "\n")
  }
}
