public import Operations

/// The locks of a pool: a row for each that is taken.
public struct LockTable: Report {
  public let outcome: LockSearch.Outcome
  public var rows: [FoundLock] { outcome.taken }

  public init(_ outcome: LockSearch.Outcome) { self.outcome = outcome }

  public var columns: [Column<FoundLock>] {
    [
      Column("id", title: "ID", human: { Cell(printable($0.id)) }, machine: { KeyText($0.id).text }),
      Column("node", title: "NODE", human: { Cell($0.node) }, machine: \.node),
      Column("state", title: "LOCK", human: { $0.lock.state.cell }, machine: \.lock.state.rawValue),
      .seconds("age", "AGE", none: "?", \.lock.age),
      .seconds("ttl", "ENDS\nIN", none: "never", \.lock.ttl),
      Column(
        "tries", title: "TRIES", alignment: .right, rank: 1, human: { Cell($0.lock.tries.map(String.init) ?? "-") }
      ) {
        $0.lock.tries.map(String.init) ?? ""
      },
    ]
  }

  public var notes: [Cell] {
    var notes: [Cell] = []
    if rows.isEmpty {
      notes.append(outcome.isWhole ? "no session is locked" : "no lock was found on the nodes that told")
    }
    if outcome.free > 0 {
      let were = outcome.free == 1 ? "was" : "were"
      notes.append(Cell("\(Units.grouped(outcome.free)) more \(were) given back and not taken again", tone: .faint))
    }
    return notes
      + outcome.remarks.flatMap { remark in
        [Cell("\(remark.node): \(remark.summary)", tone: .bad), Cell("  try: \(remark.remedy)")]
      }
  }

  public func text(_ table: Table) -> String {
    (rows.isEmpty ? "" : table.draw(rows, columns: columns).text) + notes.map(table.note).joined()
  }
}

extension Column where Row == FoundLock {
  fileprivate static func seconds(
    _ name: String, _ title: String, none: String, _ value: @escaping @Sendable (Row) -> Duration?
  ) -> Column {
    Column(
      name, title: title, alignment: .right,
      human: { row in Cell(value(row).map { Units.span(seconds: Double($0.components.seconds)) } ?? none) }
    ) { value($0).map { "\($0.components.seconds)" } ?? "" }
  }
}
