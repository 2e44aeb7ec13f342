public import Advice
public import Operations
import PHPConfiguration
import Placement

/// `config lint --explain`: rules, whatever the configuration.
public struct RuleReport: Report {
  public struct Row: Encodable, Sendable {
    public let code: String
    public let severity: String
    /// Nil: both extensions.
    @OrNull public var handler: String?
    public let title: String
    public let effect: String
    public let cure: String
    public let measured: String
    let tone: Tone

    private enum CodingKeys: CodingKey { case code, severity, handler, title, effect, cure, measured }

    init(_ rule: LintRule) {
      code = rule.code
      severity = rule.severity.word
      handler = rule.handler?.rawValue
      title = rule.title
      effect = rule.effect
      cure = rule.cure
      measured = rule.measured
      tone = rule.severity.tone
    }
  }

  public let rows: [Row]

  public init(_ rules: [LintRule]) { rows = rules.map(Row.init) }

  public var document: [Row] { rows }

  public var columns: [Column<Row>] {
    [
      Column("code", title: "CODE", human: { Cell($0.code) }, machine: \.code),
      Column("severity", title: "SEVERITY", human: { Cell($0.severity) }, machine: \.severity),
      Column("handler", title: "EXTENSION", human: { Cell($0.handler ?? "both") }) { $0.handler ?? "" },
      Column("title", title: "FINDS", human: { Cell($0.title) }, machine: \.title),
      .machineOnly("effect", \.effect), .machineOnly("cure", \.cure), .machineOnly("measured", \.measured),
    ]
  }

  public func text(_ table: Table) -> String {
    rows.map { row in
      [
        Cell("\(row.code) \(row.severity), \(row.handler ?? "both extensions"): \(row.title)", tone: row.tone),
        Cell("  PHP: \(row.effect)"), Cell("  try: \(row.cure)"), Cell("  seen: \(row.measured)"),
      ].map(table.note).joined()
    }.joined(separator: "\n")
  }
}
