import MemcacheClient
public import Operations

/// Where sessions are placed: a row a session.
public struct LocateReport: Report {
  public let rows: [LocatedSession]

  public init(_ rows: [LocatedSession]) { self.rows = rows }

  public var columns: [Column<LocatedSession>] {
    [
      Column("id", title: "ID", human: { Cell(printable($0.idBytes)) }, machine: { KeyText($0.idBytes).text }),
      Column("owner", title: "OWNER", human: { Cell($0.owner ?? "none", tone: $0.owner == nil ? .bad : nil) }) {
        $0.owner ?? ""
      },
      Column("copies", title: "COPIES", human: { Cell($0.copies.isEmpty ? "none" : $0.copies.joined(separator: " ")) })
      {
        $0.copies.joined(separator: " ")
      },
    ]
  }

  public var notes: [Cell] {
    rows.flatMap { row in
      ((row.problem.map { [$0] } ?? []) + row.warnings).map {
        Cell("\(printable(row.idBytes)): \($0)", tone: .attention)
      }
    }
  }
}

/// What the nodes say of sessions: a row for each session and node.
public struct VerifyReport: Report {
  public struct Row: Sendable {
    let id: [UInt8]
    let found: FoundItem
  }

  public let sessions: [LocatedSession]

  public init(_ sessions: [LocatedSession]) { self.sessions = sessions }

  public var lines: [LocatedSession] { sessions }
  public var rows: [Row] {
    sessions.flatMap { session in (session.found ?? []).map { Row(id: session.idBytes, found: $0) } }
  }

  public var columns: [Column<Row>] {
    [
      Column("id", title: "ID", human: { Cell(printable($0.id)) }, machine: { KeyText($0.id).text }),
      Column("node", title: "NODE", human: { Cell($0.found.node) }, machine: { $0.found.node }),
      Column("role", title: "ROLE", human: { Cell($0.found.role?.rawValue ?? "-") }) { $0.found.role?.rawValue ?? "" },
      Column("state", title: "STATE", human: { $0.stateCell }, machine: { $0.found.state.rawValue }),
      Column("present", title: "FOUND", human: { $0.presentCell }) {
        $0.found.present.map { $0 ? "1" : "0" } ?? ""
      },
      Column("ttl", title: "TTL", alignment: .right, human: { $0.ttlCell }) { $0.found.ttl.map(String.init) ?? "" },
      Column("size", title: "SIZE", alignment: .right, rank: 2, human: { $0.sizeCell }) {
        $0.found.size.map(String.init) ?? ""
      },
      Column(
        "flags", title: "FLAGS", alignment: .right, rank: 3, human: { Cell($0.found.flags.map(String.init) ?? "-") }
      ) {
        $0.found.flags.map(String.init) ?? ""
      },
      Column("idle", title: "IDLE", alignment: .right, rank: 1, human: { $0.idleCell }) {
        $0.found.idle.map(String.init) ?? ""
      },
    ]
  }

  public var notes: [Cell] {
    LocateReport(sessions).notes
      + sessions.compactMap { session in
        session.unaskable.map { Cell("\(printable(session.idBytes)): \($0)", tone: .bad) }
      }
  }
}

extension VerifyReport.Row {
  fileprivate var stateCell: Cell { Cell(found.state.rawValue, tone: found.state == .up ? .good : .bad) }

  fileprivate var presentCell: Cell {
    guard let present = found.present else { return "?" }
    if present { return Cell("yes", tone: found.role == .stray ? .attention : .good) }
    return Cell("no", tone: found.role == nil ? .faint : .bad)
  }

  fileprivate var ttlCell: Cell {
    guard found.present == true else { return "-" }
    if found.unknown != nil { return "?" }
    return Cell(found.ttl.map { Units.span(seconds: Double($0)) } ?? "never")
  }

  fileprivate var sizeCell: Cell { Cell(found.size.map { Units.bytes(Double($0)) } ?? "-") }
  fileprivate var idleCell: Cell {
    found.unknown != nil ? "?" : Cell(found.idle.map { Units.span(seconds: Double($0)) } ?? "-")
  }
}
