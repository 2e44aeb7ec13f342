import MemcacheClient
public import Operations

/// Locks freed, planned or done: a row for each session and node that has its lock.
public struct UnlockTable: Report {
  public let plan: UnlockPlan
  public var rows: [UnlockPlan.Action] { plan.actions }
  public var document: UnlockPlan { plan }

  public init(_ plan: UnlockPlan) { self.plan = plan }

  public var columns: [Column<UnlockPlan.Action>] {
    [
      Column(
        "id", title: "ID", human: { $0.id.isEmpty ? "-" : Cell(printable($0.id)) }, machine: { KeyText($0.id).text }),
      Column("node", title: "NODE", human: { Cell($0.node) }, machine: \.node),
      Column("lock", title: "LOCK", human: { $0.lock?.state.cell ?? Cell($0.state.rawValue, tone: .bad) }) {
        $0.lock?.state.rawValue ?? ""
      },
      .seconds("age", "AGE", none: "?") { $0.lock?.age },
      .seconds("ttl", "ENDS\nIN", none: "never") { $0.lock?.ttl },
      Column(
        "tries", title: "TRIES", alignment: .right, rank: 1, human: { Cell($0.lock?.tries.map(String.init) ?? "-") }
      ) {
        $0.lock?.tries.map(String.init) ?? ""
      },
      .machineOnly("reason", \.reason),
      .result(isShown: plan.isCarriedOut),
    ]
  }

  public var notes: [Cell] {
    plan.misses + stays + plan.unasked.notes
      + plan.notLocked.prefix(Self.named).map { Cell("\(printable($0)): no node that answered has a lock of it") }
      + (plan.notLocked.count > Self.named
        ? [Cell("not locked either: \(Units.grouped(plan.notLocked.count - Self.named, "session")) more")] : [])
  }

  /// Locks that can be in use, beside others that cannot.
  private var stays: [Cell] {
    let stays = plan.actions.filter(\.isRefused)
    if stays.isEmpty { return [] }
    let ids = stays.prefix(Self.named).map { printable($0.id) }.joined(separator: " ")
    let more = stays.count > Self.named ? " and \(stays.count - Self.named) more" : ""
    return [
      Cell(
        "\(Units.grouped(stays.count, "lock")) \(stays.count == 1 ? "stays" : "stay"), in use as far as can be known: "
          + "\(ids)\(more)", tone: .bad),
      Cell("  try: see whether their requests still run; --force frees these too"),
    ]
  }

  /// How many ids are named in notes.
  private static let named = 10

  public func text(_ table: Table) -> String {
    (rows.isEmpty ? "" : table.draw(rows, columns: columns).text) + notes.map(table.note).joined()
  }
}

/// A session's end set anew, planned or done: a row for each node where PHP has it, and for each that has a stray.
public struct TouchTable: Report {
  public let plan: TouchPlan
  public var rows: [TouchPlan.Action] { plan.actions }
  public var document: TouchPlan { plan }

  public init(_ plan: TouchPlan) { self.plan = plan }

  public var columns: [Column<TouchPlan.Action>] {
    [
      Column("node", title: "NODE", human: { Cell($0.node) }, machine: \.node),
      Column("role", title: "ROLE", human: { Cell($0.role?.rawValue ?? "-") }) { $0.role?.rawValue ?? "" },
      Column(
        "action", title: "ACTION", human: { Cell($0.action, tone: $0.changesNode ? nil : .bad) }, machine: \.action),
      .seconds("ttl", plan.isCarriedOut ? "TTL\nBEFORE" : "TTL\nNOW", none: "?") { $0.ttl },
      .machineOnly("reason", \.reason),
      .result(isShown: plan.isCarriedOut),
    ]
  }

  public var notes: [Cell] {
    let isThere = plan.actions.contains(where: \.changesNode)
    let others = plan.actions.filter { $0.action == "none" && (isThere || $0.role == .stray || $0.state != .up) }
    let absence =
      plan.actions.contains { $0.role == .stray }
      ? "no node where PHP looks for this session has it" : "no node that answered has this session"
    return plan.misses + others.map { Cell("\($0.node): \($0.reason)", tone: .attention) }
      + (plan.isCarriedOut ? [] : plan.remarks.map { Cell($0, tone: .attention) })
      + (isThere ? [] : [Cell(absence, tone: .bad)])
  }
}

/// Sessions removed, planned or done: a row a node.
public struct RemoveTable: Report {
  public let plan: RemovePlan
  public var rows: [RemovePlan.Action] { plan.actions }
  public var document: RemovePlan { plan }

  public init(_ plan: RemovePlan) { self.plan = plan }

  public var columns: [Column<RemovePlan.Action>] {
    [
      Column("node", title: "NODE", human: { Cell($0.node) }, machine: \.node),
      Column("action", title: "ACTION", human: { Cell($0.action, tone: $0.isMissed ? .bad : nil) }, machine: \.action),
      .count("copies", "COPIES", \.copies),
      .count("strays", "STRAYS", \.strays),
      .count("locks", "LOCKS", \.locks),
      .machineOnly("reason", \.reason),
      .result(isShown: plan.isCarriedOut),
    ]
  }

  public var notes: [Cell] {
    // Whoever was locked when it was removed stands in the results.
    if plan.isCarriedOut { return plan.misses + plan.unasked.notes + (plan.open == nil ? [Self.unlocked] : []) }
    let found = plan.sessions == 1 ? "1 session was found" : "\(plan.sessions) sessions were found"
    let place = plan.actions.contains(where: \.isMissed) ? " on the nodes that answered" : ""
    var notes = plan.misses + plan.unasked.notes
    notes.append(Cell(plan.missing == 0 ? "\(found)." : "\(found)\(place), \(plan.missing) not."))
    guard let open = plan.open else { return plan.sessions > 0 ? notes + [Self.unlocked] : notes }
    if open > 0 {
      notes.append(
        Cell(
          "\(open) of them \(open == 1 ? "is" : "are") locked, so a request may have it open now: PHP writes it "
            + "again when that request ends. Remove it again then, or end the request.", tone: .attention))
    }
    return notes
  }

  private static let unlocked = Cell(
    "By this configuration PHP locks no session, so nobody knows which are open: PHP writes such a session again when its "
      + "request ends. Look again then (mcpool session show), and remove it again.", tone: .attention)
}

extension ActPlan {
  fileprivate var isCarriedOut: Bool { actions.contains { $0.result != nil } }
}

/// An action on sessions, which says why a node is left as it is.
private protocol ExplainedAction: PlannedAction {
  var reason: String { get }
  var remedy: String? { get }
}

extension UnlockPlan.Action: ExplainedAction {}
extension TouchPlan.Action: ExplainedAction {}
extension RemovePlan.Action: ExplainedAction {}

extension ActPlan where Action: ExplainedAction {
  /// Why nodes are left as they are, and what came out otherwise than planned.
  fileprivate var misses: [Cell] {
    actions.filter(\.isMissed).flatMap { action in
      [Cell("\(action.node) stays as it is: \(action.reason)", tone: .bad)]
        + (action.remedy.map { [Cell("  try: \($0)")] } ?? [])
    }
      + failedResults
  }

  /// The same of several sessions on one node once.
  private var failedResults: [Cell] {
    var counts: [String: Int] = [:]
    var texts: [String] = []
    for action in actions where !action.isDone {
      guard let result = action.result else { continue }
      let text = "\(action.node): \(result)"
      if counts.updateValue(counts[text, default: 0] + 1, forKey: text) == nil { texts.append(text) }
    }
    return texts.map { text in
      let count = counts[text] ?? 1
      return Cell(count == 1 ? text : "\(text) (\(count) times)", tone: .bad)
    }
  }
}

extension [Unasked] {
  /// The first ones by name; what is said of one holds for all.
  fileprivate var notes: [Cell] {
    guard let first else { return [] }
    let ids = prefix(10).map { printable($0.id) }.joined(separator: " ")
    return [Cell("not asked for: \(ids)\(count > 10 ? " and \(count - 10) more" : ""): \(first.reason)", tone: .bad)]
  }
}

extension Column where Row: PlannedAction {
  fileprivate static func result(isShown: Bool) -> Column {
    guard isShown else { return .machineOnly("result") { $0.result ?? "" } }
    return Column(
      "result", title: "RESULT",
      human: { row in
        guard let result = row.result else { return "" }
        // The whole of it stands in the notes.
        return row.isDone
          ? Cell(result, tone: .good) : Cell(String(result.prefix { $0 != ":" && $0 != "," }), tone: .bad)
      }
    ) { $0.result ?? "" }
  }

  fileprivate static func seconds(
    _ name: String, _ title: String, none: String, _ value: @escaping @Sendable (Row) -> Duration?
  ) -> Column {
    Column(
      name, title: title, alignment: .right,
      human: { row in
        guard let value = value(row) else { return Cell(row.changesNode ? none : "-") }
        return Cell(Units.span(seconds: Double(value.components.seconds)))
      }
    ) { value($0).map { "\($0.components.seconds)" } ?? "" }
  }

  fileprivate static func count(
    _ name: String, _ title: String, _ value: @escaping @Sendable (Row) -> Int
  ) -> Column {
    Column(name, title: title, alignment: .right, human: { $0.isMissed ? "-" : Cell("\(value($0))") }) {
      "\(value($0))"
    }
  }
}

extension SessionLock.State {
  var cell: Cell {
    switch self {
    case .held: Cell(rawValue)
    case .abandoned, .immortal: Cell(rawValue, tone: .bad)
    case .free: Cell(rawValue, tone: .faint)
    }
  }
}
