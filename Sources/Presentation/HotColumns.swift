import MemcacheClient
public import Operations

/// The busiest sessions: a row a session.
public struct HotTable: Report {
  public let report: HotReport

  public init(_ report: HotReport) { self.report = report }

  public var rows: [HotReport.Session] { report.sessions }

  /// A session, or behind all of them what is to be known of the watch.
  public enum Line: Encodable, Sendable {
    case session(HotReport.Session)
    case trailer(HotReport)

    private enum Field: String, CodingKey {
      case id, reads, writes, misses, bytes, node, uncounted
      case sessions, locks, foreign
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Field.self)
      let traffic: Traffic
      switch self {
      case .session(let session):
        traffic = session.traffic
        // By the form that tells sessions, an id is ASCII.
        try container.encode(KeyText(session.id).text, forKey: .id)
        try container.encode(session.node, forKey: .node)
        try container.encode(session.uncounted, forKey: .uncounted)
      case .trailer(let report):
        traffic = report.total
        try WatchTrailer(report.watch).encode(to: encoder)
        try container.encode(report.sessionCount, forKey: .sessions)
        try container.encode(report.locks, forKey: .locks)
        try container.encode(report.foreign, forKey: .foreign)
      }
      try container.encode(traffic.reads, forKey: .reads)
      try container.encode(traffic.writes, forKey: .writes)
      try container.encode(traffic.misses, forKey: .misses)
      try container.encode(traffic.bytes, forKey: .bytes)
    }
  }

  public var lines: [Line] { rows.map(Line.session) + [.trailer(report)] }

  public var columns: [Column<HotReport.Session>] {
    [
      Column("id", title: "SESSION", human: { Cell(printable($0.id)) }, machine: { KeyText($0.id).text }),
      rate("reads", "READS\n/s", \.reads),
      rate("writes", "WRITES\n/s", \.writes),
      Column(
        "misses", title: "MISSES", alignment: .right, rank: 2,
        human: { Cell(Units.count(Double($0.traffic.misses)), tone: $0.traffic.misses > 0 ? .attention : nil) }
      ) { "\($0.traffic.misses)" },
      Column(
        "bytes", title: "BYTES\n/s", alignment: .right, rank: 1,
        human: { Cell(Units.bytes(perSecond($0.traffic.bytes))) }
      ) { "\($0.traffic.bytes)" },
      Column("node", title: "NODE", rank: 3, human: { Cell($0.node) }, machine: \.node),
      .machineOnly("uncounted") { "\($0.uncounted)" },
    ]
  }

  private func rate(
    _ name: String, _ title: String, _ value: @escaping @Sendable (Traffic) -> UInt64
  ) -> Column<HotReport.Session> {
    Column(
      name, title: title, alignment: .right,
      human: { Cell(Units.count(perSecond(value($0.traffic)))) }
    ) { "\(value($0.traffic))" }
  }

  private func perSecond(_ count: UInt64) -> Double { Double(count) / max(report.watch.seconds, 0.001) }

  public var notes: [Cell] {
    var notes = report.watch.notes
    let total = report.total
    let sessions = report.sessionCount.map { Units.grouped($0, "session") } ?? "more than \(rows.count) sessions"
    if total.reads + total.writes == 0 {
      notes.append(Cell("no session was read or written in \(report.watch.span)"))
    } else {
      notes.append(
        Cell(
          "\(sessions) in \(report.watch.span): \(Units.count(perSecond(total.reads))) reads and "
            + "\(Units.count(perSecond(total.writes))) writes a second, \(Units.grouped(Int(clamping: total.misses))) misses"
        ))
    }
    if report.locks + report.foreign > 0 {
      notes.append(
        Cell(
          "not counted there: \(Units.count(perSecond(report.locks))) a second on locks, "
            + "\(Units.count(perSecond(report.foreign))) on items that are no sessions of this pool"))
    }
    if let most = rows.map(\.uncounted).max(), most > 0 {
      notes.append(
        Cell(
          "so many sessions that not all could be counted: of one shown here up to \(most) more may have come",
          tone: .attention))
    }
    if let all = report.watch.nothingDropped { notes.append(all) }
    return notes + report.losses
  }
}

extension HotReport {
  /// What its figures lack.
  public var losses: [Cell] { watch.losses("what is shown is too low") }
}

/// What a program should know of a watch: what it did not hear.
struct WatchTrailer: Encodable {
  let watch: Watch

  init(_ watch: Watch) { self.watch = watch }

  private enum Field: String, CodingKey {
    case dropped, seconds, complete, interrupted, failed
    case sameServer = "same_server_as"
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Field.self)
    var dropped = container.nestedContainer(keyedBy: NodeName.self, forKey: .dropped)
    for node in watch.nodes where node.sameServer == nil {
      try dropped.encode(node.dropped, forKey: NodeName(node.node))
    }
    try container.encode(watch.seconds, forKey: .seconds)
    // memcached promises to tell all to nobody.
    try container.encode(false, forKey: .complete)
    try container.encode(watch.isInterrupted, forKey: .interrupted)
    var failed = container.nestedContainer(keyedBy: NodeName.self, forKey: .failed)
    for node in watch.nodes {
      guard let reason = node.reason else { continue }
      try failed.encode(Failed(state: node.state, reason: reason), forKey: NodeName(node.node))
    }
    var names = container.nestedContainer(keyedBy: NodeName.self, forKey: .sameServer)
    for node in watch.nodes {
      if let other = node.sameServer { try names.encode(other, forKey: NodeName(node.node)) }
    }
  }

  private struct Failed: Encodable {
    let state: NodeState
    let reason: String
  }

  private struct NodeName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}

extension Watch {
  /// How long it took, for sentences.
  var span: String { Units.decimal(seconds) + " s" + (isInterrupted ? " (interrupted)" : "") }

  /// What has to be known of the nodes.
  var notes: [Cell] { sameServers + failures }

  /// Nodes that are counted under another name.
  public var sameServers: [Cell] {
    nodes.compactMap { node in
      node.sameServer.map {
        Cell("\(node.node): the same server as \($0), and counted there", tone: .attention)
      }
    }
  }

  /// Nodes of which nothing, or not all, was heard, and what to do.
  var failures: [Cell] {
    nodes.flatMap { node -> [Cell] in
      guard let reason = node.reason else { return [] }
      let consequence = node.dropped == nil ? "not watched" : "watched until it failed"
      return [Cell("\(node.node): \(consequence): \(reason)", tone: .bad)]
        + (node.remedy.map { [Cell("  try: \($0)")] } ?? [])
    }
  }

  /// All that was told has come.
  var nothingDropped: Cell? {
    let counts = nodes.compactMap(\.dropped)
    return counts.isEmpty || counts.contains { $0 > 0 } ? nil : Cell("no line was dropped on the way", tone: .faint)
  }

  /// What the servers did not tell, and what that means.
  func losses(_ meaning: String) -> [Cell] {
    let lossy = nodes.filter { ($0.dropped ?? 0) > 0 }
    if lossy.isEmpty { return [] }
    let each = lossy.map { "\(Units.grouped(Int(clamping: $0.dropped ?? 0))) by \($0.node)" }.joined(separator: ", ")
    return [
      Cell("dropped: \(each). A busy memcached tells only a part of what happens, so \(meaning)", tone: .attention)
    ]
  }
}
