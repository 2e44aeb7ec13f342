public import Advice
import Operations
public import Replay

/// What a replay showed: a row an event.
public struct ReplayReport: Report {
  public struct Row: Encodable, Sendable {
    public let event: String
    public let counts: StepCounts?
    public let seen: String?
    public let write: String?
    public let hold: [String: String]?
    public let moved: Moved?
  }

  /// The sessions whose owner is another one in the next configuration.
  public struct Moved: Encodable, Sendable {
    public struct Node: Encodable, Sendable {
      public let node: String
      public let gained: Int
      public let lost: Int
    }

    public let sessions: Int
    public let share: Double
    /// Those that gain or lose some.
    public let nodes: [Node]

    init(_ moves: OwnerMoves, _ servers: [TimelineServer]) {
      sessions = Int(moves.moved)
      share = moves.share
      nodes = servers.enumerated().compactMap { index, server in
        let (gained, lost) = (Int(moves.gained(by: index)), Int(moves.lost(by: index)))
        return gained + lost == 0 ? nil : Node(node: server.name, gained: gained, lost: lost)
      }
    }
  }

  public struct Document: Encodable {
    let sessions: Int
    let servers: [TimelineServer]
    let workers: String
    let steps: [Row]
    let verdict: String
    let notes: [String]
  }

  public let simulation: Simulation
  public let rows: [Row]
  /// Two sentences: the damage, and what to do about it.
  public let verdict: [String]
  /// What the answer depends on, and what it is not exact in.
  public let remarks: [String]
  private let showsLetters: Bool

  /// - Parameter showsLetters: one letter a session.
  /// - Parameter moves: for each change of the configuration; none where they are not shown.
  public init(
    _ simulation: Simulation, moves: [OwnerMoves], verdict: [String], remarks: [String], showsLetters: Bool
  ) {
    self.simulation = simulation
    self.verdict = verdict
    self.remarks = remarks
    self.showsLetters = showsLetters
    let counts = simulation.counts
    rows = simulation.timeline.steps.enumerated().map { index, step in
      let moved: Moved? =
        if case .pool(let next) = step.event, moves.count >= next {
          Moved(moves[next - 1], simulation.timeline.servers)
        } else {
          nil
        }
      return Row(
        event: step.text, counts: counts[index], seen: showsLetters ? simulation.seen(at: index) : nil,
        write: showsLetters ? simulation.unsaved(at: index) : nil,
        hold: simulation.held(at: index).map { Dictionary($0) { first, _ in first } }, moved: moved)
    }
  }

  public var document: Document {
    Document(
      sessions: simulation.traceOfSession.count, servers: simulation.timeline.servers,
      workers: simulation.life.rawValue, steps: rows, verdict: verdict.joined(separator: " "), notes: remarks)
  }

  public var columns: [Column<Row>] {
    [
      Column("event", title: "EVENT", human: { Cell($0.shortEvent) }, machine: \.event),
      .count("kept", "KEPT", \.kept, tone: nil),
      .count("stale", "STALE", \.stale),
      .count("old_unacked", "OLD,\nUNSAVED", \.oldUnacked),
      .count("lost", "LOST", \.lost),
      .count("error", "ERROR", \.error),
      .count("new_id", "NEW ID", \.newID, rank: 1),
      .count("write_failed", "NOT\nSAVED", \.writeFailed),
      .machineOnly("waited") { $0.counts.map { "\($0.waited)" } ?? "" },
      Column(
        "longest_wait", title: "LONGEST\nWAIT", alignment: .right,
        human: { row in
          guard let wait = row.counts?.longestWait, wait > .zero else { return "" }
          return Cell(
            Units.latency(microseconds: Double(wait.microseconds)), tone: wait >= .seconds(1) ? .attention : nil)
        }
      ) { $0.counts.map { "\($0.longestWait.inSeconds)" } ?? "" },
    ]
  }

  public var notes: [Cell] {
    var notes: [Cell] = []
    if showsLetters {
      for row in rows {
        if let seen = row.seen { notes.append(Cell("\(row.event): \(seen)")) }
        if let write = row.write { notes.append(Cell("\(row.event), saved: \(write)")) }
      }
    }
    for row in rows {
      for (letter, marks) in (row.hold ?? [:]).sorted(by: { $0.key < $1.key }) {
        notes.append(Cell("\(row.event) \(letter): \(marks)"))
      }
    }
    for row in rows {
      guard let moved = row.moved else { continue }
      let nodes = moved.nodes.prefix(8).map { "\($0.node) +\($0.gained) -\($0.lost)" }.joined(separator: ", ")
      let more = moved.nodes.count > 8 ? ", …" : ""
      notes.append(
        Cell(
          "\(row.shortEvent): \(Units.grouped(moved.sessions)) of \(Units.grouped(count, "session")) "
            + "(\(Units.share(moved.share))) \(moved.sessions == 1 ? "has" : "have") another owner"
            + (nodes.isEmpty ? "" : ": \(nodes)\(more)")))
    }
    let tone: Tone = Damage(simulation).worst == nil ? .good : .bad
    notes += verdict.enumerated().map { Cell($1, tone: $0 == 0 ? tone : nil) }
    return notes + remarks.map { Cell($0, tone: .faint) }
  }

  private var count: Int { simulation.traceOfSession.count }

  public func text(_ table: Table) -> String {
    let servers = simulation.timeline.servers
    let some = servers.count > 8 ? servers.prefix(8) : servers[...]
    let names = some.map { "\($0.letter) = \($0.names.joined(separator: " = "))" }.joined(separator: ", ")
    let heading = "\(Units.grouped(count, "session")) on \(names)\(servers.count > some.count ? ", …" : "")"
    let drawing = table.draw(rows, columns: columns)
    return table.note(Cell(heading, tone: .faint)) + drawing.text + notes.map(table.note).joined()
  }
}

extension ReplayReport.Row {
  private enum CodingKeys: String, CodingKey {
    case event, kept, stale, lost, error, waited, seen, write, hold, moved
    case oldUnacked = "old_unacked"
    case writeFailed = "write_failed"
    case mixedUp = "mixed_up"
    case newID = "new_id"
    case longestWait = "longest_wait"
    case meanWait = "mean_wait"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(event, forKey: .event)
    if let counts {
      try container.encode(counts.kept, forKey: .kept)
      try container.encode(counts.stale, forKey: .stale)
      try container.encode(counts.oldUnacked, forKey: .oldUnacked)
      try container.encode(counts.lost, forKey: .lost)
      try container.encode(counts.error, forKey: .error)
      try container.encode(counts.writeFailed, forKey: .writeFailed)
      // No rule leads there: who could be given another's session is told that it cannot be replayed.
      try container.encode(counts.foreign, forKey: .mixedUp)
      try container.encode(counts.newID, forKey: .newID)
      try container.encode(counts.waited, forKey: .waited)
      try container.encode(counts.longestWait.inSeconds, forKey: .longestWait)
    }
    try container.encodeIfPresent(seen, forKey: .seen)
    try container.encodeIfPresent(write, forKey: .write)
    try container.encodeIfPresent(hold, forKey: .hold)
    try container.encodeIfPresent(moved, forKey: .moved)
  }
}

extension Duration {
  fileprivate var inSeconds: Double { Double(microseconds) / 1_000_000 }
}

extension ReplayReport.Row {
  /// A save_path may be long; it stands whole in the other formats.
  fileprivate var shortEvent: String { event.count <= 24 ? event : event.prefix(23) + "…" }
}

extension TimelineServer: Encodable {
  private enum CodingKeys: CodingKey { case letter, names }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(letter, forKey: .letter)
    try container.encode(names, forKey: .names)
  }
}

extension Column where Row == ReplayReport.Row {
  fileprivate static func count(
    _ name: String, _ title: String, _ value: @escaping @Sendable (StepCounts) -> Int, tone: Tone? = .bad, rank: Int = 0
  ) -> Column {
    Column(
      name, title: title, alignment: .right, rank: rank,
      human: { row in
        guard let counts = row.counts else { return "" }
        let count = value(counts)
        return count == 0 ? Cell("0", tone: .faint) : Cell("\(count)", tone: tone)
      }
    ) { row in row.counts.map { "\(value($0))" } ?? "" }
  }
}
