import MemcacheClient
public import Operations

/// A flush, planned or done: a row a node.
public struct FlushTable: Report {
  public let plan: FlushPlan
  public var rows: [FlushPlan.Action] { plan.actions }
  public var document: FlushPlan { plan }

  public init(_ plan: FlushPlan) { self.plan = plan }

  public var columns: [Column<FlushPlan.Action>] {
    let columns: [Column<FlushPlan.Action>] = [
      Column("node", title: "NODE", human: { Cell($0.node) }, machine: \.node),
      Column(
        "action", title: "ACTION", human: { Cell($0.action, tone: $0.changesNode ? nil : .bad) }, machine: \.action
      ),
      .number("items", "ITEMS", \.items),
      .number("sessions", "SESSIONS", \.sessions),
      .number("safe", "SAFE", \.safe),
      .number("at_risk", "STALE", tone: .attention, \.atRisk),
      .number("lost", "LOGGED\nOUT", tone: .bad, \.lost),
      .number("undecided", "UN-\nKNOWN", tone: .attention, \.undecided),
      .number("foreign", "OTHER\nITEMS", tone: .attention, \.foreign),
      .machineOnly("reason", \.reason),
    ]
    let result = Column<FlushPlan.Action>(
      "result", title: "RESULT", human: { $0.resultCell }, machine: { $0.result ?? "" })
    return columns + (isCarriedOut ? [result] : [.machineOnly("result", { _ in "" })])
  }

  public var notes: [Cell] {
    var notes = plan.actions.filter { !$0.changesNode }.flatMap { action in
      [Cell("\(action.node) stays as it is: \(action.reason)", tone: .bad)]
        + (action.remedy.map { [Cell("  try: \($0)")] } ?? [])
    }
    if isCarriedOut || !plan.actions.contains(where: \.changesNode) { return notes }
    notes += plan.actions.flatMap { action in action.remarks.map { Cell("\(action.node): \($0)", tone: .attention) } }
    guard let consequence = plan.consequence else { return notes }
    let users =
      switch plan.usersLost {
      case nil: "How many users are logged out is not known: not every node could be counted."
      case 1?: "1 user is logged out."
      case let count?: "\(count) users are logged out."
      }
    if plan.usersUndecided > 0 {
      notes.append(
        Cell(
          "For \(plan.usersUndecided) users it is not known: the node with their other copy does not answer now, or does "
            + "not tell how old that copy is.", tone: .attention))
    }
    return notes + [Cell("\(users) \(consequence)", tone: plan.usersLost == 0 ? nil : .bad)]
  }

  private var isCarriedOut: Bool { plan.actions.contains { $0.result != nil } }
}

extension Column where Row == FlushPlan.Action {
  fileprivate static func number(
    _ name: String, _ title: String, tone: Tone? = nil, _ value: @escaping @Sendable (Row) -> Int
  ) -> Column {
    Column(
      name, title: title, alignment: .right,
      human: { row in
        if !row.changesNode || row.isUncounted(name) { return "-" }
        return Cell("\(value(row))", tone: value(row) > 0 ? tone : nil)
      }
    ) { "\(value($0))" }
  }
}

extension FlushPlan.Action {
  /// Only the number of its items is known of a node that does not list them.
  fileprivate func isUncounted(_ column: String) -> Bool { unlisted != nil && column != "items" }

  fileprivate var resultCell: Cell {
    guard let result else { return "" }
    return Cell(result, tone: isDone ? .good : .bad)
  }
}
