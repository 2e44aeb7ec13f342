import MemcacheClient
public import Operations

/// Round trips, a row a node.
public struct PingTable: Report {
  public let rows: [PingReport]

  public init(_ rows: [PingReport]) { self.rows = rows }

  public var columns: [Column<PingReport>] {
    [
      Column("node", title: "NODE", human: { Cell($0.node) }, machine: \.node),
      Column(
        "state", title: "STATE", human: { Cell($0.state.rawValue, tone: $0.state == .up ? .good : .bad) },
        machine: \.state.rawValue),
      Column("sent", title: "SENT", alignment: .right, human: { Cell("\($0.sent)") }) { "\($0.sent)" },
      Column("lost", title: "LOST", alignment: .right, human: { $0.lossCell }) { "\($0.lost)" },
      .latency("min_us", "MIN", \.min),
      .latency("p50_us", "P50", \.median),
      .latency("p99_us", "P99", \.p99),
      .latency("max_us", "MAX", \.max),
    ]
  }

  public var notes: [Cell] {
    rows.flatMap { row -> [Cell] in
      guard let reason = row.reason else { return [] }
      return [Cell("\(row.node): \(reason)", tone: .bad), Cell("  try: \(row.remedy ?? "")")]
    }
  }
}

extension Column where Row == PingReport {
  fileprivate static func latency(_ name: String, _ title: String, _ value: @escaping @Sendable (Row) -> UInt64?)
    -> Column
  {
    Column(
      name, title: title, alignment: .right,
      human: { row in
        Cell(value(row).map { Units.latency(microseconds: Double($0)) } ?? "-")
      }
    ) { value($0).map(String.init) ?? "" }
  }
}

extension PingReport {
  fileprivate var lossCell: Cell {
    guard lost > 0 else { return "0" }
    return Cell("\(lost) (\(Units.percent(Double(lost) / Double(sent)))%)", tone: .bad)
  }
}
