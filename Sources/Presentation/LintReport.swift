public import Advice
import PHPConfiguration
public import Placement

/// `config lint`: what is wrong with a configuration, the gravest first.
public struct LintReport: Report {
  public let rows: [Finding]
  /// What was looked at, in a line.
  private let subject: String

  /// - Parameter source: where the configuration came from.
  public init(_ lint: Lint, pool: Pool?, source: String) {
    let findings = lint.findings.map { Finding($0) }
    rows = (lint.unnamed.map { [Finding($0)] } ?? []) + findings
    guard let pool else {
      subject = source
      return
    }
    subject =
      "\(source): \(pool.handler.rawValue) \(pool.release.value) (\(pool.release.provenance.rawValue)), "
      + Units.grouped(pool.nodes.count, "node")
  }

  public var document: [Finding] { rows }

  public var columns: [Column<Finding>] {
    [
      Column("code", title: "CODE", human: { Cell($0.code ?? "-") }) { $0.code ?? "" },
      Column("severity", title: "SEVERITY", human: { Cell($0.severity.word) }, machine: \.severity.word),
      Column("source", title: "FROM", human: { Cell($0.location?.description ?? "") }) { $0.location?.source ?? "" },
      .machineOnly("line") { $0.location.map { "\($0.line)" } ?? "" },
      Column("message", title: "FINDING", human: { Cell($0.message) }, machine: \.message),
      .machineOnly("effect", \.effect),
      .machineOnly("cure", \.cure),
    ]
  }

  public func text(_ table: Table) -> String {
    rows.map { $0.lines.map(table.note).joined() + "\n" }.joined() + table.note(Cell(summary, tone: .heading))
  }

  private var summary: String {
    if rows.isEmpty { return "nothing found in \(subject)" }
    let counts = [("critical", "critical"), ("warning", "warnings"), ("info", "infos")].compactMap { word, many in
      let count = rows.count { $0.severity.word == word }
      return count == 0 ? nil : "\(count) \(count == 1 ? word : many)"
    }
    let code = rows.lazy.compactMap(\.code).first
    let more = code.map { "; mcpool config lint --explain \($0) says more" } ?? ""
    return "\(counts.joined(separator: ", ")) in \(subject)\(more)"
  }
}
