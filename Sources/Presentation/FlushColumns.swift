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
        "action", title: "ACTION", human: { Cell($0.action, tone: $0.action == "skip" ? .bad : nil) }, machine: \.action
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
    let skipped = plan.actions.filter { $0.action == "skip" }.map {
      Cell("\($0.node) stays as it is: \($0.reason)", tone: .bad)
    }
    guard !isCarriedOut, let consequence = plan.consequence else { return skipped }
    let users = plan.loggedOut == 1 ? "1 user is" : "\(plan.loggedOut) users are"
    return skipped + [Cell("\(users) logged out. \(consequence)", tone: plan.loggedOut > 0 ? .bad : nil)]
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
        if row.action == "skip" { return "-" }
        return Cell("\(value(row))", tone: value(row) > 0 ? tone : nil)
      }
    ) { "\(value($0))" }
  }
}

extension FlushPlan.Action {
  fileprivate var resultCell: Cell {
    guard let result else { return "" }
    return Cell(result, tone: result == "flushed" ? .good : .bad)
  }
}
