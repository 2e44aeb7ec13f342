import MemcacheClient
public import Operations

/// Copies mended, planned or done: a row a node.
public struct RecoverTable: Report {
  public let plan: RecoverPlan
  public var rows: [RecoverPlan.Action] { plan.actions }
  public var document: RecoverPlan { plan }

  public init(_ plan: RecoverPlan) { self.plan = plan }

  public var columns: [Column<RecoverPlan.Action>] {
    let columns: [Column<RecoverPlan.Action>] = [
      Column("node", title: "NODE", human: { Cell($0.node) }, machine: \.node),
      Column(
        "action", title: "ACTION", human: { Cell($0.action, tone: $0.isMissed ? .bad : nil) }, machine: \.action),
      .number("safe", "NEWEST", \.safe),
      .number("at_risk", "OLD", tone: .bad, \.atRisk),
      .number("lost", "MISSING", tone: .bad, \.lost),
      .number("undecided", "UN-\nKNOWN", tone: .attention, \.undecided),
      .number("only_copy", "ONLY\nCOPY", tone: .attention, \.onlyCopy),
      .machineOnly("foreign", { "\($0.foreign)" }),
      .machineOnly("policy", \.policy),
      .machineOnly("reason", \.reason),
    ]
    let result = Column<RecoverPlan.Action>(
      "result", title: "RESULT", human: { $0.resultCell }, machine: { $0.result ?? "" })
    return columns + (isCarriedOut ? [result] : [.machineOnly("result", { _ in "" })])
  }

  public var notes: [Cell] {
    let missed = plan.actions.filter { $0.isMissed || $0.remedy != nil }.flatMap { action in
      [Cell("\(action.node): \(action.reason)", tone: action.isMissed ? .bad : .attention)]
        + (action.remedy.map { [Cell("  try: \($0)")] } ?? [])
    }
    if isCarriedOut { return missed }
    let told = 3
    let remarks = plan.remarks.map { Cell($0, tone: .attention) }
    return missed + remarks + plan.doubts.prefix(told).map { Cell("\($0.id): \($0.reason)", tone: .attention) }
      + (plan.doubts.count > told ? [Cell("-o json has \(plan.doubts.count - told) more such reasons")] : [])
  }

  private var isCarriedOut: Bool { plan.actions.contains { $0.result != nil } }
}

extension Column where Row == RecoverPlan.Action {
  fileprivate static func number(
    _ name: String, _ title: String, tone: Tone? = nil, _ value: @escaping @Sendable (Row) -> Int
  ) -> Column {
    Column(
      name, title: title, alignment: .right,
      human: { row in row.state == .up ? Cell("\(value(row))", tone: value(row) > 0 ? tone : nil) : "-" }
    ) { "\(value($0))" }
  }
}

extension RecoverPlan.Action {
  fileprivate var resultCell: Cell {
    guard let result else { return "" }
    return Cell(result, tone: isDone ? .good : .bad)
  }
}
