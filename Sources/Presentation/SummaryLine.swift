import MemcacheClient
import Operations

/// One line of the summary for people: a figure of each node and of the pool.
struct SummaryLine: Sendable {
  let title: String
  let nodes: [Cell]
  let pool: Cell

  static func all(of summary: SessionSummary) -> [SummaryLine] {
    func line(
      _ title: String, tone: Tone? = nil, _ value: @escaping (SummaryTable.Row) -> Int?,
      _ text: (Int) -> String = Units.grouped
    ) -> SummaryLine {
      func cell(_ row: SummaryTable.Row) -> Cell {
        if row.figures == nil { return "-" }
        guard let value = value(row) else { return "?" }
        return Cell(text(value), tone: value > 0 ? tone : nil)
      }
      return SummaryLine(
        title: title, nodes: summary.nodes.map { cell(.node($0)) }, pool: cell(.total(summary)))
    }
    func onPool(_ title: String, _ value: Int) -> SummaryLine {
      SummaryLine(
        title: title, nodes: summary.nodes.map { _ in "" },
        pool: Cell(Units.grouped(value), tone: value > 0 ? .attention : nil))
    }
    let isSingle = summary.nodes.count == 1
    let states = SummaryLine(
      title: "state",
      nodes: summary.nodes.map { Cell($0.state.rawValue, tone: $0.state == .up ? .good : .bad) },
      pool: Cell("\(summary.nodes.filter { $0.state == .up }.count)/\(summary.nodes.count)"))
    return [
      states,
      line("sessions", { $0.figures?.sessions }),
      line("active, 1 min", { $0.figures?.ofUse(\.active1) }),
      line("active, 5 min", { $0.figures?.ofUse(\.active5) }),
      line("active, 15 min", { $0.figures?.ofUse(\.active15) }),
      line("never read", { $0.figures?.ofUse(\.neverRead) }),
      line("never expire", tone: .attention, { $0.figures?.neverExpire }),
      line("memory", { $0.figures?.bytes }) { Units.bytes(Double($0)) },
      line("strays", tone: .attention, { $0.strays }),
    ] + (isSingle ? [] : [onPool("duplicates", summary.duplicates)])
      + (summary.copies > 1 && !isSingle && summary.isWhole ? [onPool("copies missing", summary.incomplete)] : [])
      + [
        line("locks", { $0.locks }),
        line("other items", { $0.foreign }),
      ]
  }

  /// The pool first: it is what stays where there is no room for all nodes.
  static func columns(of summary: SessionSummary) -> [Column<SummaryLine>] {
    let label = Column<SummaryLine>("figure", title: "NODE", human: { Cell($0.title) }, machine: \.title)
    let pool = Column<SummaryLine>(
      "pool", title: "POOL", alignment: .right, human: { $0.pool }, machine: { $0.pool.text })
    let nodes = summary.nodes.enumerated().map { place, node in
      Column<SummaryLine>(
        node.node, title: broken(node.node), alignment: .right, rank: summary.nodes.count == 1 ? 0 : place + 1,
        human: { $0.nodes[place] }, machine: { $0.nodes[place].text })
    }
    return [label] + (summary.nodes.count > 1 ? [pool] : []) + nodes
  }

  /// The port on a line of its own, so that more nodes have room.
  private static func broken(_ name: String) -> String {
    guard !name.contains("/"), let colon = name.lastIndex(of: ":") else { return printable(name) }
    return printable(name[..<colon].utf8) + "\n" + printable(name[colon...].utf8)
  }
}

/// Histograms in text.
struct Bars: Sendable {
  let width: Int
  let drawsBlocks: Bool

  /// A line a bin.
  func draw(_ shown: [(name: String, count: Int)]) -> String {
    let most = max(1, shown.map(\.count).max() ?? 1)
    let names = shown.map(\.name.count).max() ?? 0
    let counts = shown.map { Units.grouped($0.count).count }.max() ?? 0
    let room = max(5, min(width, 100) - names - counts - 4)
    return shown.map { bin in
      let number = Units.grouped(bin.count)
      let bar = bar(Double(bin.count) / Double(most) * Double(room), isEmpty: bin.count == 0)
      let line =
        String(repeating: " ", count: names - bin.name.count) + bin.name + "  "
        + String(repeating: " ", count: counts - number.count) + number + "  " + bar
      return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
    }.joined()
  }

  /// Whatever is not empty shows.
  private func bar(_ length: Double, isEmpty: Bool) -> String {
    if isEmpty { return "" }
    guard drawsBlocks else { return String(repeating: "#", count: max(1, Int(length.rounded()))) }
    let eighths = max(1, Int((length * 8).rounded()))
    let rest = ["", "\u{258f}", "\u{258e}", "\u{258d}", "\u{258c}", "\u{258b}", "\u{258a}", "\u{2589}"][eighths % 8]
    return String(repeating: "\u{2588}", count: eighths / 8) + rest
  }
}
