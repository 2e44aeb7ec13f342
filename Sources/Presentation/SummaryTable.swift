import MemcacheClient
public import Operations

/// What sessions a pool holds: for people a column a node and two histograms, for programs a row a node and the pool.
public struct SummaryTable: Report {
  public enum Row: Encodable, Sendable {
    case node(SessionSummary.Node)
    case total(SessionSummary)

    public func encode(to encoder: any Encoder) throws {
      switch self {
      case .node(let node): try node.encode(to: encoder)
      case .total(let summary): try SessionSummary.Total(summary).encode(to: encoder)
      }
    }
  }

  public let summary: SessionSummary
  /// Whether the terminal can draw block elements.
  public let drawsBlocks: Bool

  public init(_ summary: SessionSummary, drawsBlocks: Bool) {
    self.summary = summary
    self.drawsBlocks = drawsBlocks
  }

  public var document: SessionSummary { summary }
  public var rows: [Row] { summary.nodes.map(Row.node) + [.total(summary)] }

  public var columns: [Column<Row>] {
    [
      .machineOnly("node") { $0.name },
      .machineOnly("state") { $0.state },
      .machineOnly("complete") { $0.isWhole ? "1" : "0" },
      .figure("sessions") { $0.sessions },
      .figure("active_1m") { $0.ofUse(\.active1) },
      .figure("active_5m") { $0.ofUse(\.active5) },
      .figure("active_15m") { $0.ofUse(\.active15) },
      .figure("never_read") { $0.ofUse(\.neverRead) },
      .figure("never_expire") { $0.neverExpire },
      .figure("use_unknown") { $0.useUnknown },
      .figure("bytes") { $0.bytes },
      .machineOnly("strays") { $0.figures == nil ? "" : "\($0.strays)" },
      .machineOnly("locks") { row in row.figures == nil ? "" : row.locks.map { "\($0)" } ?? "" },
      .machineOnly("foreign") { $0.figures == nil ? "" : "\($0.foreign)" },
      .machineOnly("duplicates") { row in row.total.map { "\($0.duplicates)" } ?? "" },
      .machineOnly("incomplete") { row in row.total.map { "\($0.incomplete)" } ?? "" },
      .machineOnly("misplaced") { row in row.total.map { "\($0.misplaced)" } ?? "" },
    ]
  }

  public func text(_ table: Table) -> String {
    let matrix = table.draw(SummaryLine.all(of: summary), columns: SummaryLine.columns(of: summary))
    var text = matrix.text
    if summary.total.sessions > 0 {
      let bars = Bars(width: table.width ?? 80, drawsBlocks: drawsBlocks)
      let endless = summary.total.neverExpire == 0 ? [] : [("for ever", summary.total.neverExpire)]
      text += "\n" + table.paint("SESSIONS BY TIME LEFT", .heading) + "\n"
      text += bars.draw(summary.total.ttl.bins { Units.span(seconds: Double($0)) } + endless)
      text += "\n" + table.paint("SESSIONS BY SIZE (whole item)", .heading) + "\n"
      text += bars.draw(summary.total.sizes.bins { Units.bytes(Double($0)) })
      text += "\n" + table.draw(summary.biggest, columns: Self.biggest).text
    }
    if !matrix.hidden.isEmpty {
      // The last nodes leave first.
      let hidden = summary.nodes.suffix(matrix.hidden.count).map(\.node)
      text += table.note(Cell("no room here for: \(hidden.joined(separator: ", ")) (-o csv has all)", tone: .faint))
    }
    return text + notes.map(table.note).joined()
  }

  private static var biggest: [Column<SessionSummary.Large>] {
    [
      Column("id", title: "BIGGEST", human: { Cell(printable($0.id)) }, machine: { _ in "" }),
      Column("node", title: "NODE", human: { Cell($0.node) }, machine: { _ in "" }),
      Column(
        "size", title: "SIZE", alignment: .right, human: { Cell(Units.bytes(Double($0.bytes))) }, machine: { _ in "" }),
    ]
  }

  public var notes: [Cell] {
    var notes = summary.nodes.flatMap { node -> [Cell] in
      if let other = node.sameServer {
        return [Cell("\(node.node): the same server as \(other), and counted there", tone: .attention)]
      }
      guard let remark = node.remark else { return [] }
      return [Cell("\(node.node): \(remark)", tone: .bad)] + (node.remedy.map { [Cell("  try: \($0)")] } ?? [])
    }
    if summary.total.sessions == 0, summary.isWhole { notes.append("no sessions of this pool are there") }
    if !summary.isWhole {
      notes.append(Cell("not all nodes are in these figures, or not as a whole: the pool has more", tone: .attention))
    }
    if summary.total.useUnknown > 0 {
      notes.append(
        Cell(
          "of \(Units.grouped(summary.total.useUnknown, "session")) the server does not tell when they were used: none of "
            + "these is among the active and the never read ones", tone: .attention))
    }
    if summary.strays > 0 {
      let one = summary.strays == 1
      notes.append(
        Cell(
          "\(Units.grouped(summary.strays, "item")) \(one ? "is a stray: it is on a node" : "are strays: they are on nodes") "
            + "where PHP does not look for \(one ? "it" : "them")", tone: .attention))
    }
    if summary.misplaced > 0 {
      let one = summary.misplaced == 1
      notes.append(
        Cell(
          "\(Units.grouped(summary.misplaced, "session")) \(one ? "is" : "are") nowhere else: "
            + "\(one ? "its user is" : "their users are") logged out as long as the pool is as it is. Do the web servers have "
            + "another save_path than the one named here, or had they one lately?", tone: .bad))
    }
    if summary.incomplete > 0 {
      let one = summary.incomplete == 1
      notes.append(
        Cell(
          "\(Units.grouped(summary.incomplete, "session")) \(one ? "has" : "have") fewer than the \(summary.copies) copies that "
            + "PHP writes: \(one ? "its user is" : "their users are") logged out when the node goes down that has "
            + "\(one ? "it" : "them")", tone: .attention))
    }
    return notes
  }
}

extension SummaryTable.Row {
  var figures: SessionFigures? {
    switch self {
    case .node(let node): node.figures
    case .total(let summary): summary.total
    }
  }

  fileprivate var total: SessionSummary? { if case .total(let summary) = self { summary } else { nil } }

  fileprivate var name: String {
    switch self {
    case .node(let node): node.node
    case .total: "pool"
    }
  }

  fileprivate var state: String {
    switch self {
    case .node(let node): node.state.rawValue
    case .total(let summary): "\(summary.nodes.filter { $0.state == .up }.count)/\(summary.nodes.count)"
    }
  }

  fileprivate var isWhole: Bool {
    switch self {
    case .node(let node): node.isWhole
    case .total(let summary): summary.isWhole
    }
  }

  var strays: Int {
    switch self {
    case .node(let node): node.strays
    case .total(let summary): summary.strays
    }
  }

  var locks: Int? {
    switch self {
    case .node(let node): node.locks
    case .total(let summary): summary.locks
    }
  }

  var foreign: Int {
    switch self {
    case .node(let node): node.foreign
    case .total(let summary): summary.foreign
    }
  }
}

extension Column where Row == SummaryTable.Row {
  fileprivate static func figure(_ name: String, _ value: @escaping @Sendable (SessionFigures) -> Int?) -> Column {
    .machineOnly(name) { row in row.figures.flatMap(value).map { "\($0)" } ?? "" }
  }
}

extension Spread {
  /// What to call each bin, with its count, from the first to the last one that is not empty.
  fileprivate func bins(_ name: (Int) -> String) -> [(name: String, count: Int)] {
    guard let first = counts.firstIndex(where: { $0 > 0 }), let last = counts.lastIndex(where: { $0 > 0 }) else {
      return []
    }
    return (first...last).map { index in
      let title =
        if index == 0 {
          "up to " + name(bounds[0])
        } else if index < bounds.count {
          name(bounds[index - 1]) + " to " + name(bounds[index])
        } else {
          "over " + name(bounds[index - 1])
        }
      return (title, counts[index])
    }
  }
}
