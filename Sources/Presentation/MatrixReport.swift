public import Advice
import Operations
public import Placement
public import Replay

/// What the standard timelines do to one pool: a row a timeline.
public struct MatrixReport: Report {
  public struct Row: Encodable, Sendable {
    public let timeline: String
    public let events: [String]
    /// At the last page: what stays when it is over.
    public let counts: StepCounts
    /// The most users that any page harms, some of them for as long as a node is away.
    public let harmed: Int
    /// The most sessions that any page could not save.
    public let notSaved: Int
    public let longestWait: Duration
    public let sentence: String
  }

  public struct Document: Encodable {
    let sessions: Int
    let nodes: [String]
    let workers: String
    let timelines: [Row]
    let verdict: String
    let notes: [String]
  }

  public let matrix: Matrix
  public let rows: [Row]
  public let remarks: [String]
  private let nodes: [String]

  public init(_ matrix: Matrix, pool: Pool, remarks: [String]) {
    self.matrix = matrix
    nodes = pool.nodes.map(\.name)
    self.remarks = matrix.omissions + remarks
    rows = matrix.entries.map { entry in
      let pages = entry.simulation.counts.compactMap(\.self)
      return Row(
        timeline: entry.name, events: entry.simulation.timeline.steps.map(\.text),
        counts: pages.last ?? StepCounts(), harmed: pages.map(\.harmed).max() ?? 0,
        notSaved: pages.map(\.writeFailed).max() ?? 0, longestWait: entry.damage.longestWait,
        sentence: entry.damage.sentence)
    }
  }

  public var document: Document {
    Document(
      sessions: matrix.sessions, nodes: nodes, workers: matrix.life.rawValue, timelines: rows,
      verdict: matrix.verdict.joined(separator: " "), notes: remarks)
  }

  public var columns: [Column<Row>] {
    [
      Column("timeline", title: "TIMELINE", human: { Cell($0.timeline) }, machine: \.timeline),
      .share("kept", "KEPT") { ($0.counts.kept, nil) },
      .share("stale", "OLD", also: \.oldUnacked) { ($0.counts.stale, .bad) },
      .machineOnly("old_unacked") { "\($0.counts.oldUnacked)" },
      .share("lost", "LOST", also: \.newID) { ($0.counts.lost, .bad) },
      .machineOnly("new_id") { "\($0.counts.newID)" },
      .share("error", "ERROR") { ($0.counts.error, .bad) },
      .share("harmed", "WORST:\nHARMED") { ($0.harmed, .attention) },
      .share("not_saved", "NOT\nSAVED") { ($0.notSaved, .attention) },
      Column(
        "longest_wait", title: "WAIT", alignment: .right,
        human: { row in
          row.longestWait > .zero
            ? Cell(
              Units.latency(microseconds: Double(row.longestWait.microseconds)),
              tone: row.longestWait >= .seconds(1) ? .attention : nil) : ""
        }
      ) { "\(Double($0.longestWait.microseconds) / 1_000_000)" },
    ]
  }

  public var notes: [Cell] {
    matrix.verdict.map { Cell($0) } + remarks.map { Cell($0, tone: .faint) }
  }

  public func text(_ table: Table) -> String {
    let some = nodes.count > 8 ? Array(nodes.prefix(8)) + ["…"] : nodes
    let heading =
      "\(Units.grouped(matrix.sessions, "session")) on \(some.joined(separator: ", ")); left at the end, and at the worst moment:"
    return table.note(Cell(heading, tone: .faint)) + table.draw(rows, columns: columns).text
      + notes.map(table.note).joined()
  }
}

extension MatrixReport.Row {
  private enum CodingKeys: String, CodingKey {
    case timeline, events, kept, stale, lost, error, harmed, sentence
    case oldUnacked = "old_unacked"
    case newID = "new_id"
    case notSaved = "not_saved"
    case longestWait = "longest_wait"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(timeline, forKey: .timeline)
    try container.encode(events, forKey: .events)
    try container.encode(counts.kept, forKey: .kept)
    try container.encode(counts.stale, forKey: .stale)
    try container.encode(counts.oldUnacked, forKey: .oldUnacked)
    try container.encode(counts.lost, forKey: .lost)
    try container.encode(counts.newID, forKey: .newID)
    try container.encode(counts.error, forKey: .error)
    try container.encode(harmed, forKey: .harmed)
    try container.encode(notSaved, forKey: .notSaved)
    try container.encode(Double(longestWait.microseconds) / 1_000_000, forKey: .longestWait)
    try container.encode(sentence, forKey: .sentence)
  }
}

extension Column where Row == MatrixReport.Row {
  fileprivate static func share(
    _ name: String, _ title: String, also: (@Sendable (StepCounts) -> Int)? = nil,
    _ value: @escaping @Sendable (Row) -> (count: Int, tone: Tone?)
  ) -> Column {
    Column(
      name, title: title, alignment: .right,
      human: { row in
        let (own, tone) = value(row)
        let count = own + (also?(row.counts) ?? 0)
        return count == 0 ? Cell("0", tone: .faint) : Cell(Units.grouped(count), tone: tone)
      }
    ) { "\(value($0).count)" }
  }
}
