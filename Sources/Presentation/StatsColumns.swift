import FoundationEssentials
import MemcacheClient
public import Operations

extension StatsReport: Report {
  /// A node, or the pool as one.
  public enum TableRow: Sendable {
    case node(NodeStats)
    case total(Total)
  }

  public var rows: [TableRow] { nodes.map(TableRow.node) + (nodes.count > 1 ? [.total(total)] : []) }
  public var lines: [NodeStats] { nodes }
  public var document: StatsReport { self }

  public var columns: [Column<TableRow>] {
    let rate = isInterval ? "/s" : "/s avg"
    return [
      Column("node", title: "NODE", human: { $0.nameCell }, machine: \.name),
      Column("state", title: "STATE", human: { $0.stateCell }, machine: \.state),
      Column(
        "version", title: "VERSION", rank: 4, human: { Cell($0.text("version")) }, machine: { $0.machine("version") }),
      Column("uptime", title: "UP", alignment: .right, rank: 3, human: { $0.uptimeCell }) { $0.machine("uptime") },
      .count("items", "ITEMS") { $0.number("curr_items") },
      .percent("memory_percent", "MEM%") { $0.ratio("bytes", "limit_maxbytes") },
      .percent("hit_percent", "HIT%") { $0.rates?.hitShare },
      .rate("gets_per_second", "GETS\n\(rate)") { $0.rates?.gets },
      .rate("sets_per_second", "SETS\n\(rate)") { $0.rates?.sets },
      Column("evictions_per_second", title: "EVICT\n\(rate)", alignment: .right, human: { $0.evictionCell }) {
        $0.rates.map { "\($0.evictions)" } ?? ""
      },
      .count("connections", "CONNS", rank: 2) { $0.number("curr_connections") },
      Column(
        "last_flush", title: "LAST\nFLUSH", alignment: .right, rank: 1, human: { $0.flushCell }, machine: \.flushDate),
      Column("rtt_us", title: "RTT", alignment: .right, rank: 5, human: { $0.tripCell }) {
        $0.roundTrip.map { "\($0.microseconds)" } ?? ""
      },
    ]
  }

  public var notes: [Cell] {
    nodes.flatMap { row -> [Cell] in
      var notes: [Cell] = []
      if let reason = row.sample.reason {
        notes.append(Cell("\(row.sample.node): \(reason)", tone: .bad))
        notes.append(Cell("  try: \(row.sample.remedy ?? "")"))
      }
      if let other = row.sample.sameServer {
        notes.append(
          Cell("\(row.sample.node): the same server as \(other); the total counts it once", tone: .attention))
      }
      if let pending = row.sample.life?.pendingIn {
        notes.append(
          Cell(
            "\(row.sample.node): a flush is pending, it fires in \(Units.span(seconds: Double(pending))); an immediate flush would cancel it",
            tone: .attention))
      }
      if let skew = row.sample.life?.clockSkew, abs(skew) >= 2 {
        notes.append(
          Cell(
            "\(row.sample.node): its clock is \(abs(skew)) s \(skew > 0 ? "ahead of" : "behind") this machine's; sessions end that much \(skew > 0 ? "earlier" : "later") where PHP sends absolute times",
            tone: .attention))
      }
      return notes
    }
  }
}

extension Column where Row == StatsReport.TableRow {
  fileprivate static func count(
    _ name: String, _ title: String, rank: Int = 0, _ value: @escaping @Sendable (Row) -> Double?
  ) -> Column {
    Column(name, title: title, alignment: .right, rank: rank, human: { Cell(value($0).map(Units.count) ?? "-") }) {
      value($0).map { "\(Int($0))" } ?? ""
    }
  }

  fileprivate static func rate(_ name: String, _ title: String, _ value: @escaping @Sendable (Row) -> Double?) -> Column
  {
    Column(name, title: title, alignment: .right, human: { Cell(value($0).map(Units.count) ?? "-") }) {
      value($0).map { "\($0)" } ?? ""
    }
  }

  fileprivate static func percent(_ name: String, _ title: String, _ share: @escaping @Sendable (Row) -> Double?)
    -> Column
  {
    Column(name, title: title, alignment: .right, human: { Cell(share($0).map(Units.percent) ?? "-") }) {
      share($0).map { "\($0 * 100)" } ?? ""
    }
  }
}

extension StatsReport.TableRow {
  fileprivate var name: String {
    switch self {
    case .node(let row): row.sample.node
    case .total: "total"
    }
  }

  fileprivate var nameCell: Cell {
    switch self {
    case .node(let row): Cell(row.sample.node)
    case .total: Cell("total", tone: .heading)
    }
  }

  fileprivate var state: String {
    switch self {
    case .node(let row): row.sample.state.rawValue
    case .total(let total): "\(total.up)/\(total.nodes)"
    }
  }

  fileprivate var stateCell: Cell {
    switch self {
    case .node(let row): Cell(row.sample.state.rawValue, tone: row.sample.isUp ? .good : .bad)
    case .total(let total): Cell(state, tone: total.up == total.nodes ? .good : .bad)
    }
  }

  fileprivate var rates: StatsReport.Rates? {
    switch self {
    case .node(let row): row.rates
    case .total(let total): total.rates
    }
  }

  fileprivate func number(_ field: String) -> Double? {
    switch self {
    case .node(let row): row.sample.general.number(field)
    case .total(let total): total.sums[field]
    }
  }

  fileprivate func ratio(_ part: String, _ whole: String) -> Double? {
    guard let part = number(part), let whole = number(whole), whole > 0 else { return nil }
    return part / whole
  }

  fileprivate func machine(_ field: String) -> String {
    if case .node(let row) = self { row.sample.general[field] ?? "" } else { "" }
  }

  fileprivate func text(_ field: String) -> String {
    if case .node(let row) = self { row.sample.general[field] ?? "-" } else { "" }
  }

  fileprivate var uptimeCell: Cell {
    guard case .node = self else { return "" }
    return Cell(number("uptime").map { Units.span(seconds: $0) } ?? "-")
  }

  /// Evictions are users logged out, so any at all stand out.
  fileprivate var evictionCell: Cell {
    guard let rates else { return "-" }
    return Cell(Units.count(rates.evictions), tone: rates.evictions > 0 ? .attention : nil)
  }

  fileprivate var roundTrip: Duration? {
    if case .node(let row) = self { row.sample.roundTrip } else { nil }
  }

  fileprivate var tripCell: Cell {
    guard case .node = self else { return "" }
    return Cell(roundTrip.map { Units.latency(microseconds: Double($0.microseconds)) } ?? "-")
  }

  fileprivate var flushCell: Cell {
    guard case .node(let row) = self else { return "" }
    guard let life = row.sample.life else { return "-" }
    if life.pendingIn != nil { return Cell("pending", tone: .attention) }
    return Cell(life.lastFlush.map { Units.span(seconds: -$0.timeIntervalSinceNow) } ?? "never")
  }

  fileprivate var flushDate: String {
    guard case .node(let row) = self, let flush = row.sample.life?.lastFlush else { return "" }
    return flush.ISO8601Format()
  }
}
