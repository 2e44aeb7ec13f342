import MemcacheClient
public import Operations

/// A dump restored, planned or done: a row a node.
public struct RestoreTable: Report {
  public let plan: RestorePlan
  public var rows: [RestorePlan.Action] { plan.actions }
  public var document: RestorePlan { plan }

  public init(_ plan: RestorePlan) { self.plan = plan }

  public var columns: [Column<RestorePlan.Action>] {
    let result = Column<RestorePlan.Action>(
      "result", title: "RESULT",
      human: { row in
        row.result.map { Cell(String($0.prefix { $0 != ":" }), tone: row.isDone ? .good : .bad) } ?? ""
      }
    ) { $0.result ?? "" }
    return [
      Column("node", title: "NODE", human: { Cell($0.node) }, machine: \.node),
      Column("state", title: "STATE", human: { Cell($0.state.rawValue, tone: $0.state == .up ? .good : .bad) }) {
        $0.state.rawValue
      },
      Column("copies", title: "COPIES", alignment: .right, human: { $0.isMissed ? "-" : Cell("\($0.copies)") }) {
        "\($0.copies)"
      },
      Column("added", title: "ADDED", alignment: .right, human: { Cell($0.added.map(String.init) ?? "-") }) {
        $0.added.map(String.init) ?? ""
      },
      .machineOnly("reason", \.reason),
      isCarriedOut ? result : .machineOnly("result") { $0.result ?? "" },
    ]
  }

  public var notes: [Cell] {
    let counts = plan.counts
    var notes = plan.actions.filter(\.isMissed).flatMap { action in
      [Cell("\(action.node): \(action.reason)", tone: .bad)]
        + (action.remedy.map { [Cell("  try: \($0)")] } ?? [])
    }
    notes += plan.actions.compactMap { action in
      action.result.flatMap { action.isDone ? nil : Cell("\(action.node): \($0)", tone: .bad) }
    }
    if !plan.isWhole {
      notes.append(
        Cell(
          "the dump is not whole: a node failed while it was made, or could not be listed completely", tone: .bad))
    }
    var parts = ["\(counts.sessions) sessions in the dump"]
    if isCarriedOut { parts.append("\(counts.added) added, \(counts.existing) there already") }
    if counts.expired > 0 { parts.append("\(counts.expired) expired since") }
    if counts.left > 0 { parts.append("\(counts.left) left out: a node of theirs does not answer") }
    if counts.refused > 0 { parts.append("\(counts.refused) refused by their nodes: no room, or too large") }
    if counts.unplaceable > 0 {
      let others = counts.unplaceable > plan.unplaceable.count ? " and others" : ""
      parts.append(
        "\(counts.unplaceable) with an id that has no place here (\(plan.unplaceable.joined(separator: ", "))\(others))"
      )
    }
    return notes + [Cell(parts.joined(separator: "; "))]
  }

  private var isCarriedOut: Bool { plan.actions.contains { $0.result != nil } }
}
