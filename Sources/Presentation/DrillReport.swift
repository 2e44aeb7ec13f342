import Operations
public import Placement
public import Replay

/// What a drill showed: for each page what was foretold and what real servers and real PHP did, a row each.
public struct DrillReport: Report {
  public struct Row: Sendable {
    public let event: String
    /// Nil: an event that is no page.
    public let player: Player?
    let counts: StepCounts?
    let differing: Int
  }

  public enum Player: String, Sendable { case prediction, fact }

  /// An event in JSON: the fields of a replay, and what was real beside them.
  public struct Step: Encodable, Sendable {
    let predicted: ReplayReport.Row
    let real: ReplayReport.Row
    let differs: Int
  }

  public struct Document: Encodable {
    let sessions: Int
    let servers: [Server]
    let workers: String
    let release: String
    let compared: String
    let steps: [Step]
    let differences: [Difference]
    let differs: Int
    let verdict: String
    let notes: [String]
  }

  struct Server: Encodable {
    let letter: String
    let names: [String]
    let playedBy: [String]

    private enum CodingKeys: String, CodingKey {
      case letter, names
      case playedBy = "played_by"
    }
  }

  struct Difference: Encodable {
    let event: String
    let session: String?
    let kind: String?
    let predicted: String
    let real: String
  }

  private let comparison: Comparison
  private let servers: [Server]
  private let ids: SessionBatch
  private let release: String
  private let remarks: [String]
  private let showsLetters: Bool
  private let predicted: [ReplayReport.Row]
  private let real: [ReplayReport.Row]

  /// - Parameters:
  ///   - servers: those that the servers of the drill stand for.
  ///   - release: of the extension and of PHP.
  ///   - remarks: what the answer depends on.
  public init(
    _ comparison: Comparison, servers: [TimelineServer], ids: SessionBatch, release: String, remarks: [String],
    showsLetters: Bool
  ) {
    self.comparison = comparison
    self.servers = zip(servers, comparison.prediction.timeline.servers).map { server, standing in
      Server(letter: server.letter, names: server.names, playedBy: standing.names)
    }
    self.ids = ids
    self.release = release
    self.remarks = remarks
    self.showsLetters = showsLetters
    func rows(_ simulation: Simulation) -> [ReplayReport.Row] {
      ReplayReport(simulation, moves: [], verdict: [], remarks: [], showsLetters: showsLetters).rows
    }
    predicted = rows(comparison.prediction)
    real = rows(comparison.fact)
  }

  private var steps: [Step] {
    zip(predicted, real).enumerated().map { index, pair in
      Step(predicted: pair.0, real: pair.1, differs: comparison.differing(at: index))
    }
  }

  public var rows: [Row] {
    steps.flatMap { step in
      guard step.predicted.counts != nil else {
        return [Row(event: step.predicted.event, player: nil, counts: nil, differing: step.differs)]
      }
      return [
        Row(event: step.predicted.event, player: .prediction, counts: step.predicted.counts, differing: 0),
        Row(event: step.predicted.event, player: .fact, counts: step.real.counts, differing: step.differs),
      ]
    }
  }

  public var lines: [Step] { steps }

  public var document: Document {
    Document(
      sessions: ids.count, servers: servers, workers: comparison.prediction.life.rawValue, release: release,
      compared: comparison.isByCounts ? "counts" : "letters", steps: steps, differences: shown,
      differs: comparison.differences.count, verdict: verdict, notes: remarks)
  }

  /// The first of them.
  private var shown: [Difference] {
    comparison.differences.prefix(10).map { difference in
      Difference(
        event: comparison.prediction.timeline.steps[difference.step].text,
        session: difference.session.map { printable(Array(ids[$0])) }, kind: difference.kind,
        predicted: difference.predicted, real: difference.real)
    }
  }

  private var verdict: String {
    let sessions = Units.grouped(ids.count, "session")
    let pages = Units.grouped(comparison.prediction.timeline.steps.count { $0.event.isPage }, "page")
    if comparison.agrees { return "prediction and fact agree for \(sessions) in \(pages)" }
    let what = comparison.isByCounts ? "counts" : "places"
    return "prediction and fact differ in \(comparison.differences.count) \(what) for \(sessions) in \(pages)"
  }

  public var columns: [Column<Row>] {
    [
      Column("event", title: "EVENT", human: { Cell($0.player == .fact ? "" : $0.event) }, machine: \.event),
      Column("player", title: "", human: { Cell($0.player?.rawValue ?? "", tone: .faint) }) {
        $0.player?.rawValue ?? ""
      },
      .count("kept", "KEPT", \.kept), .count("stale", "STALE", \.stale),
      .count("old_unacked", "OLD,\nUNSAVED", \.oldUnacked), .count("lost", "LOST", \.lost),
      .count("error", "ERROR", \.error), .count("new_id", "NEW ID", \.newID, rank: 2),
      .count("mixed_up", "MIXED\nUP", \.foreign, rank: 3), .count("write_failed", "NOT\nSAVED", \.writeFailed),
      Column(
        "longest_wait", title: "LONGEST\nWAIT", alignment: .right, rank: 1,
        human: { row in
          guard let wait = row.counts?.longestWait, wait >= .milliseconds(100) else { return "" }
          return Cell(
            Units.latency(microseconds: Double(wait.microseconds)), tone: wait >= .seconds(1) ? .attention : nil)
        }
      ) { $0.counts.map { "\(Double($0.longestWait.microseconds) / 1_000_000)" } ?? "" },
      Column(
        "differs", title: "DIFFER", alignment: .right,
        human: { row in
          if row.differing > 0 { return Cell("\(row.differing)", tone: .bad) }
          return row.player == .fact ? Cell("0", tone: .faint) : ""
        }
      ) { "\($0.differing)" },
    ]
  }

  public var notes: [Cell] {
    var notes: [Cell] = []
    if showsLetters {
      for (predicted, real) in zip(predicted, real) {
        let pairs = [("", predicted.seen, real.seen), (", saved", predicted.write, real.write)]
        for (what, predicted, fact) in pairs where predicted ?? fact != nil {
          notes.append(Cell("\(real.event)\(what), predicted: \(predicted ?? "all")"))
          notes.append(Cell("\(real.event)\(what), real: \(fact ?? "all")"))
        }
      }
    }
    for difference in shown {
      notes.append(
        Cell(
          "\(difference.event), \(difference.session ?? difference.kind ?? ""): predicted \(difference.predicted), "
            + "real \(difference.real)", tone: .bad))
    }
    if comparison.differences.count > shown.count {
      notes.append(Cell("and \(comparison.differences.count - shown.count) more", tone: .bad))
    }
    notes += remarks.map { Cell($0, tone: .faint) }
    if comparison.isByCounts {
      notes.append(
        Cell(
          "Ids that PHP makes up are random: counts are compared, within what 200 predictions with other ids allow.",
          tone: .faint))
    }
    return notes + [Cell(verdict, tone: comparison.agrees ? .good : .bad)]
  }

  public func text(_ table: Table) -> String {
    let played = servers.map { server in
      "\(server.letter): \(server.playedBy.joined(separator: " = ")) plays \(server.names.joined(separator: " = "))"
    }
    let heading = "\(Units.grouped(ids.count, "session")), \(release), on servers of this machine"
    return ([heading] + played).map { table.note(Cell($0, tone: .faint)) }.joined()
      + table.draw(rows, columns: columns).text + notes.map(table.note).joined()
  }
}

extension DrillReport.Step {
  private enum CodingKeys: CodingKey { case real, differs }

  /// What was foretold has the places that a replay without a drill has.
  public func encode(to encoder: any Encoder) throws {
    try predicted.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(real, forKey: .real)
    try container.encode(differs, forKey: .differs)
  }
}

extension Column where Row == DrillReport.Row {
  fileprivate static func count(
    _ name: String, _ title: String, _ value: @escaping @Sendable (StepCounts) -> Int, rank: Int = 0
  ) -> Column {
    Column(
      name, title: title, alignment: .right, rank: rank,
      human: { row in
        guard let counts = row.counts else { return "" }
        let count = value(counts)
        return count == 0 ? Cell("0", tone: .faint) : Cell("\(count)")
      }
    ) { row in row.counts.map { "\(value($0))" } ?? "" }
  }
}
