public import Operations

/// One `stats` group as a matrix: a row a field, a column a node, fields that differ between nodes marked.
public struct StatsMatrix: Report {
  public struct Row: Sendable {
    public let field: String
    /// One for each node; nil where it has no such field or gave no answer.
    public let values: [String?]
    /// The same for the nodes that answered.
    fileprivate let known: [String?]

    /// The nodes that answered do not agree.
    var differs: Bool { Set(known).count > 1 }
  }

  /// Fields that are never the same on two servers, so that a mark would say nothing.
  private static let alwaysDiffer: Set<String> = [
    "pid", "time", "uptime", "rusage_user", "rusage_system", "curr_items", "total_items", "bytes", "bytes_read",
    "bytes_written",
  ]

  public let report: StatsReport
  public let rows: [Row]
  /// Values as people read them instead of as memcached spells them.
  private let isReadable: Bool

  public init(_ report: StatsReport, fields: [String], isReadable: Bool) {
    self.report = report
    self.isReadable = isReadable
    var names: [String] = []
    for sample in report.nodes.map(\.sample) where sample.isUp {
      for name in sample.detail.names where !names.contains(name) { names.append(name) }
    }
    if !fields.isEmpty { names = fields }
    let samples = report.nodes.map(\.sample)
    rows = names.map { name in
      Row(
        field: name, values: samples.map { $0.detail[name] },
        known: samples.filter(\.isUp).map { $0.detail[name] })
    }
  }

  public var document: StatsReport { report }
  public var lines: [StatsReport.NodeStats] { report.nodes }

  public var columns: [Column<Row>] {
    let names = report.nodes.map(\.sample.node)
    let isReadable = isReadable
    let mark = Column<Row>(
      "differs", title: " ", human: { Cell($0.isMarked(names.count) ? "*" : "", tone: .attention) }
    ) {
      $0.differs ? "1" : "0"
    }
    let field = Column<Row>("field", title: "FIELD", human: { Cell($0.field) }, machine: \.field)
    let values = names.enumerated().map { index, name in
      Column<Row>(
        name, title: name, alignment: .right,
        human: { row in
          let text = row.values[index] ?? "-"
          return Cell(
            isReadable ? readable(text, field: row.field) : text, tone: row.isMarked(names.count) ? .attention : nil)
        }
      ) { $0.values[index] ?? "" }
    }
    return [field] + values + (names.count > 1 ? [mark] : [])
  }

  public var notes: [Cell] {
    let marked = rows.contains { $0.isMarked($0.values.count) }
    return (marked ? [Cell("* differs between nodes", tone: .faint)] : []) + report.notes
  }
}

extension StatsMatrix.Row {
  fileprivate func isMarked(_ nodes: Int) -> Bool { nodes > 1 && differs && !StatsMatrix.isExpectedToDiffer(field) }
}

extension StatsMatrix {
  /// Counters grow on each node by itself; settings and versions should agree.
  fileprivate static func isExpectedToDiffer(_ field: String) -> Bool { alwaysDiffer.contains(field) }
}

private func readable(_ text: String, field: String) -> String {
  guard let number = Double(text), field != "pid" else { return text }
  switch field {
  case "uptime", "age", "idle_timeout": return Units.span(seconds: number)
  case "bytes", "limit_maxbytes", "bytes_read", "bytes_written", "hash_bytes", "maxbytes", "item_size_max",
    "total_malloced", "mem_requested":
    return Units.bytes(number)
  default: return text
  }
}
