import MemcacheClient
public import Operations

/// Sessions that were thrown away: a row for each.
public struct EvictionTable: Report {
  public let rows: [EvictedSession]
  /// Nil while the watch is going on.
  public let outcome: EvictionWatch?
  /// How many copies PHP writes of a session.
  public let copies: Int

  public init(_ rows: [EvictedSession], outcome: EvictionWatch? = nil, copies: Int = 1) {
    self.rows = rows
    self.outcome = outcome
    self.copies = copies
  }

  /// A session, or behind all of them what is to be known of the watch.
  public enum Line: Encodable, Sendable {
    case session(EvictedSession)
    case trailer(EvictionWatch)

    private enum Field: String, CodingKey { case id, node, idle, ttl, sessions, locks, foreign, untold }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Field.self)
      switch self {
      case .session(let session):
        try container.encode(KeyText(session.id).text, forKey: .id)
        try container.encode(session.node, forKey: .node)
        try container.encode(session.idle, forKey: .idle)
        try container.encode(session.ttl, forKey: .ttl)
      case .trailer(let outcome):
        try WatchTrailer(outcome.watch).encode(to: encoder)
        try container.encode(outcome.sessions, forKey: .sessions)
        try container.encode(outcome.locks, forKey: .locks)
        try container.encode(outcome.foreign, forKey: .foreign)
        try container.encode(outcome.untold, forKey: .untold)
      }
    }
  }

  public var lines: [Line] { rows.map(Line.session) + (outcome.map { [.trailer($0)] } ?? []) }

  public var columns: [Column<EvictedSession>] {
    [
      Column("id", title: "SESSION", human: { Cell(printable($0.id)) }, machine: { KeyText($0.id).text }),
      Column("node", title: "NODE", human: { Cell($0.node) }, machine: \.node),
      Column(
        "idle", title: "IDLE", alignment: .right, human: { Cell(Units.span(seconds: Double($0.idle))) }
      ) { "\($0.idle)" },
      Column(
        "ttl", title: "TTL", alignment: .right,
        human: { Cell($0.ttl.map { Units.span(seconds: Double($0)) } ?? "never") }
      ) { $0.ttl.map { "\($0)" } ?? "" },
    ]
  }

  public var notes: [Cell] {
    guard let outcome else { return [] }
    var notes = outcome.watch.notes
    if outcome.sessions > rows.count {
      notes.append(Cell("shown are those that were used last; -o csv has all", tone: .faint))
    }
    let others =
      outcome.locks + outcome.foreign == 0
      ? ""
      : "; also \(Units.grouped(Int(clamping: outcome.locks), "lock")) and \(Units.grouped(Int(clamping: outcome.foreign), "item")) "
        + "of no session of this pool"
    if outcome.sessions > 0 {
      let sessions = Int(clamping: outcome.sessions)
      let rate = Units.count(Double(outcome.sessions) / max(outcome.watch.seconds, 0.001))
      let meaning =
        copies == 1
        ? "each is a user who is logged out" : "a user is logged out when the last of his \(copies) copies is gone"
      notes.append(
        Cell(
          "\(Units.grouped(sessions, "session")) \(sessions == 1 ? "was" : "were") thrown away in \(outcome.watch.span), \(rate) a "
            + "second: \(meaning)\(others)", tone: .bad))
      notes.append(
        "  try: memcached has too little memory: raise -m (a restart empties it), or see with mcpool stats who fills it"
      )
    } else {
      notes.append(Cell("no session was thrown away in \(outcome.watch.span)\(others)"))
    }
    if let all = outcome.watch.nothingDropped { notes.append(all) }
    return notes + outcome.losses
  }
}

extension EvictionWatch {
  /// Which sessions are not among the rows although they went.
  public var losses: [Cell] {
    let untold = Int(clamping: self.untold)
    let unread =
      untold == 0
      ? []
      : [
        Cell(
          "\(Units.grouped(untold, "session")) that \(untold == 1 ? "was" : "were") thrown away \(untold == 1 ? "is" : "are") not "
            + "listed: whoever reads this output was too slow", tone: .attention)
      ]
    return unread + watch.losses("these sessions are not all that were thrown away")
  }
}
