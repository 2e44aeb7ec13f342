/// The faces of a report: `-o table|json|jsonl|csv`.
public enum OutputFormat: String, CaseIterable, Sendable { case table, json, jsonl, csv }

/// Turns reports into text for one reader.
public struct Renderer: Sendable {
  public var format: OutputFormat
  public var terminal: Terminal

  public init(format: OutputFormat, terminal: Terminal) {
    self.format = format
    self.terminal = terminal
  }

  public var paint: Paint { Paint(isOn: terminal.colour) }
  public var table: Table { Table(width: terminal.width, paint: paint) }

  /// `heading`: false for the further reports of a series (`--every`), which repeat no CSV header.
  public func render(_ report: some Report, heading: Bool = true) throws -> String {
    switch format {
    case .json:
      return try JSONText.pretty(report.document)
    case .jsonl:
      return try report.lines.map(JSONText.line).joined()
    case .csv:
      return csv(report.rows, report.columns, heading: heading)
    case .table:
      return report.text(table)
    }
  }

  public func csv<Row>(_ rows: [Row], _ columns: [Column<Row>], heading: Bool) -> String {
    let header = heading ? CSV.line(columns.map(\.name)) : ""
    // Programs get the text as it is, and a terminal nothing that it would obey.
    let text = terminal.width == nil ? { $0 } : { (field: String) in printable(field) }
    return header + rows.map { row in CSV.line(columns.map { text($0.machine(row)) }) }.joined()
  }
}
