public import Advice
import MemcacheClient
public import Operations
import PHPConfiguration

/// `config diff`: do the web servers agree, what each server gains and loses, and what their configurations say differently.
public struct DiffReport: Report, Encodable {
  /// What one server has by two configurations.
  public struct Row: Encodable, Sendable {
    public let a: String
    public let b: String
    public let node: String
    /// The parts of all sessions that it owns by a and by b.
    public let before: Double
    public let after: Double
    public let gains: Double
    public let loses: Double
    /// The same in sessions that are on the pool now; nil where none were counted.
    @OrNull public var live: LiveCounts?
  }

  public struct LiveCounts: Encodable, Sendable {
    public let before: Int
    public let after: Int
    public let gains: Int
    public let loses: Int
  }

  public let comparison: PoolComparison
  public let live: LiveMoves?
  /// The rows of each pair, all servers that one of the two has.
  let rowsByPair: [[Row]]

  public init(_ comparison: PoolComparison, live: LiveMoves?) {
    self.comparison = comparison
    self.live = live
    let names = comparison.pools.map(\.name)
    rowsByPair = comparison.pairs.enumerated().map { place, pair in
      let counted = live?.pairs[place].owners
      let (whole, owners) = (max(1e-9, pair.diff.owners.total), pair.diff.owners)
      let servers = comparison.servers.names.indices.filter { server in
        [pair.a, pair.b].contains { comparison.servers.places[$0].contains(server) }
      }
      return servers.map { server in
        Row(
          a: names[pair.a], b: names[pair.b], node: comparison.servers.names[server],
          before: owners.owned(before: server) / whole, after: owners.owned(after: server) / whole,
          gains: owners.gained(by: server) / whole, loses: owners.lost(by: server) / whole,
          live: counted.map { LiveCounts($0, server) })
      }
    }
  }

  public var rows: [Row] { rowsByPair.flatMap(\.self) }
  public var document: DiffReport { self }

  public var columns: [Column<Row>] {
    [
      .machineOnly("a", \.a), .machineOnly("b", \.b),
      Column("node", title: "NODE", human: { Cell($0.node) }, machine: \.node),
      .share("before", title: "BEFORE", \.before), .share("after", title: "AFTER", \.after),
      .share("gains", title: "GAINS", tone: .attention, \.gains),
      .share("loses", title: "LOSES", tone: .attention, \.loses),
    ]
      + (live == nil
        ? []
        : [
          .live("live_before", title: "LIVE\nNOW", \.before), .machineOnly("live_after") { "\($0.live?.after ?? 0)" },
          .live("live_gains", title: "LIVE\nGAINS", \.gains), .live("live_loses", title: "LIVE\nLOSES", \.loses),
        ])
  }
}

extension DiffReport.LiveCounts {
  fileprivate init(_ owners: OwnerMoves, _ server: Int) {
    self.init(
      before: Int(owners.owned(before: server)), after: Int(owners.owned(after: server)),
      gains: Int(owners.gained(by: server)), loses: Int(owners.lost(by: server)))
  }
}

extension Column<DiffReport.Row> {
  fileprivate static func share(
    _ name: String, title: String, tone: Tone? = nil, _ value: @escaping @Sendable (DiffReport.Row) -> Double
  ) -> Column {
    Column(
      name, title: title, alignment: .right, human: { Cell(Units.part(value($0)), tone: value($0) > 0 ? tone : nil) },
      machine: { "\(value($0))" })
  }

  fileprivate static func live(
    _ name: String, title: String, _ value: @escaping @Sendable (DiffReport.LiveCounts) -> Int
  ) -> Column {
    Column(
      name, title: title, alignment: .right, human: { Cell($0.live.map { Units.grouped(value($0)) } ?? "") },
      machine: { $0.live.map { "\(value($0))" } ?? "" })
  }
}

extension Units {
  /// As `share`, but what is not nothing does not look like nothing, and what is not all not like all.
  public static func part(_ part: Double) -> String {
    if part > 0, part < 0.0005 { return "<0.1%" }
    if part < 1, part >= 0.9995 { return ">99.9%" }
    return share(part)
  }
}
