import Advice
import MemcacheClient
import Operations
import PHPConfiguration
import Placement

extension DiffReport {
  /// Lines of nodes that a terminal is shown of each pair.
  private static let mostNodes = 12

  public func text(_ table: Table) -> String {
    var parts = [verdict.map(table.note).joined()]
    if comparison.pools.count > 2 {
      parts.append(
        table.draw(comparison.pairs.indices.map { self.line($0) }, columns: Self.pairs(isLive: live != nil)).text)
    }
    for place in comparison.pairs.indices where comparison.pairs[place].diff.ownersShare > 0 {
      parts.append(nodeText(place, table))
    }
    parts += comparison.differences.map { text(of: $0, table) }
    let remarks = liveRemarks + loopbackRemarks
    if !remarks.isEmpty { parts.append(remarks.map(table.note).joined()) }
    return parts.joined(separator: "\n")
  }

  /// The answer first, and then how it is known.
  private var verdict: [Cell] {
    let names = comparison.pools.map(\.name)
    let who = names.count == 2 ? "\(names[0]) and \(names[1])" : "these \(names.count) configurations"
    var lines: [Cell] = []
    if comparison.agree {
      lines.append(Cell("\(who) agree: every session has one owner and the same copies", tone: .good))
    } else if comparison.disagreement > 0 {
      lines.append(Cell("\(who) disagree on \(Units.part(comparison.disagreement)) of the sessions", tone: .bad))
      if let pair = comparison.pairs.first, names.count == 2 { lines += self.details(pair.diff) }
    } else {
      lines.append(
        Cell("\(who) have every session on one owner, but treat it differently: see below", tone: .attention))
    }
    lines.append(Cell(basis, tone: .faint))
    if let live {
      lines.append(Cell("\(Units.grouped(live.sessions, "session")) on the nodes now\(moved(live))"))
    }
    return lines
  }

  private func details(_ diff: PlacementDiff) -> [Cell] {
    let hasCopies = comparison.pools.contains { $0.pool.placement.copyCount > 1 }
    let owners =
      "\(Units.part(diff.ownersShare)) have another owner"
      + (hasCopies ? ", \(Units.part(diff.copiesShare)) copies elsewhere" : "")
    return diff.keysDiffer
      ? [Cell("the keys differ, so neither finds what the other wrote; \(owners)")] : [Cell(owners)]
  }

  private func moved(_ live: LiveMoves) -> String {
    guard comparison.pairs.count == 1, let tally = live.pairs.first else { return "" }
    if comparison.pairs[0].diff.keysDiffer { return "; none of them is found under the other's keys" }
    let moved = Int(tally.owners.moved)
    let unplaced = tally.unplaced == 0 ? "" : "; \(Units.grouped(tally.unplaced)) have ids that PHP would not take"
    return moved == 0 ? "; none of them moves\(unplaced)" : "; \(Units.grouped(moved)) of them would move\(unplaced)"
  }

  private var basis: String {
    comparison.sample == 0
      ? "exact: worked out from the rings"
      : "counted on \(Units.grouped(comparison.sample)) generated ids\(form) (within 0.5 points)"
        + (comparison.pairs.allSatisfy(\.diff.isExact) ? ", owners worked out from the rings" : "")
  }

  /// Of the ids, where PHP's own default is not the form of all.
  private var form: String {
    let form = comparison.sampleForm
    if comparison.isFormShared, form == .usual { return "" }
    let words = " of \(form.length) characters of \(form.bitsPerCharacter) bits"
    return comparison.isFormShared ? words : "\(words), as \(comparison.pools[0].name) makes them and others do not"
  }

  private func nodeText(_ place: Int, _ table: Table) -> String {
    let pair = comparison.pairs[place]
    let names = comparison.pools.map(\.name)
    let heading = "\(names[pair.a]) -> \(names[pair.b])"
    let changed = rowsByPair[place].sorted { $0.gains + $0.loses > $1.gains + $1.loses }
    let shown = changed.count > Self.mostNodes ? Array(changed.prefix(Self.mostNodes)) : rowsByPair[place]
    var text = table.paint(printable(heading), .heading) + "\n" + table.draw(shown, columns: columns).text
    if changed.count > shown.count {
      text += table.note(Cell("and \(changed.count - shown.count) more (-o csv has all)", tone: .faint))
    }
    return text
  }

  private func text(of difference: ConfigurationDifference, _ table: Table) -> String {
    let tone: Tone =
      difference.severity == .critical ? .bad : difference.severity == .warning ? .attention : .faint
    let severity = difference.severity.word
    // Many web servers say few things: those that say the same share a line.
    var texts: [(text: String, places: [String])] = []
    for value in difference.values {
      let place = value.location.map { "\($0)" } ?? "not set"
      let pool = comparison.pools[value.pool].name
      let who = place.hasPrefix(pool) ? place : "\(pool) (\(place))"
      if let known = texts.firstIndex(where: { $0.text == value.text }) {
        texts[known].places.append(who)
      } else {
        texts.append((value.text, [who]))
      }
    }
    let values = texts.map { text, places in
      let more = places.count > 3 ? " and \(places.count - 3) more" : ""
      return Cell("  \(places.prefix(3).joined(separator: ", "))\(more): \(text.isEmpty ? "-" : text)")
    }
    let lines =
      [Cell("\(severity) \(difference.aspect.rawValue): \(difference.message)", tone: tone)] + values
      + [Cell("  PHP: \(difference.effect)"), Cell("  try: \(difference.cure)")]
    return lines.map(table.note).joined()
  }

  private var liveRemarks: [Cell] {
    (live?.nodes ?? []).compactMap { node in
      node.remark.map { Cell("\(node.node.name): \($0.summary); try: \($0.remedy)", tone: .attention) }
    }
  }

  private var loopbackRemarks: [Cell] {
    let names = comparison.ownToEachHost
    if names.isEmpty { return [] }
    let more = names.count > 3 ? " and \(names.count - 3) more" : ""
    return [
      Cell(
        "mind: \(names.prefix(3).joined(separator: ", "))\(more): on each web host another server; here it counts as one",
        tone: .attention)
    ]
  }

  private struct PairLine: Sendable {
    let pair: String
    let diff: PlacementDiff
    let live: Int?
  }

  private func line(_ place: Int) -> PairLine {
    let pair = comparison.pairs[place]
    return PairLine(
      pair: "\(comparison.pools[pair.a].name) - \(comparison.pools[pair.b].name)", diff: pair.diff,
      live: live.map { Int($0.pairs[place].owners.moved) })
  }

  private static func pairs(isLive: Bool) -> [Column<PairLine>] {
    func part(_ name: String, _ title: String, _ value: @escaping @Sendable (PlacementDiff) -> Double) -> Column<
      PairLine
    > {
      Column(
        name, title: title, alignment: .right, human: { Cell(Units.part(value($0.diff))) },
        machine: { "\(value($0.diff))" })
    }
    let parts = [
      Column<PairLine>("pair", title: "PAIR", human: { Cell($0.pair) }, machine: \.pair),
      part("share", "DISAGREE", \.disagreement), part("owners", "OWNER", \.ownersShare),
      part("copies", "COPIES", \.copiesShare),
    ]
    let moved = Column<PairLine>(
      "live", title: "LIVE\nMOVED", alignment: .right, human: { Cell($0.live.map { Units.grouped($0) } ?? "") },
      machine: { $0.live.map { "\($0)" } ?? "" })
    return isLive ? parts + [moved] : parts
  }
}
