import MemcacheClient
import MemcacheProtocol
public import Operations
public import SessionData

/// One session for people, and a row for each of its copies for CSV.
public struct ShowTable: Sendable {
  /// What one node says of it.
  public struct Row: Sendable {
    let session: ShownSession
    let copy: ShownCopy
    let node: String
    let lockNode: String
    let readNode: String
  }

  public let session: ShownSession
  /// Of the live pool's nodes.
  public let nodes: [String]

  public init(_ session: ShownSession, nodes: [String]) {
    self.session = session
    self.nodes = nodes
  }

  public var rows: [Row] {
    session.copies.map {
      Row(
        session: session, copy: $0, node: nodes[$0.node], lockNode: session.lock.node.map { nodes[$0] } ?? "",
        readNode: session.next.node.map { nodes[$0] } ?? "")
    }
  }

  public static var columns: [Column<Row>] {
    [
      .machineOnly("id") { KeyText($0.session.id).text },
      Column("node", title: "NODE", human: { Cell($0.node) }, machine: \.node),
      Column("role", title: "ROLE", human: { Cell($0.copy.role?.rawValue ?? "-") }) { $0.copy.role?.rawValue ?? "" },
      Column("state", title: "STATE", human: { $0.stateCell }, machine: { $0.copy.state.rawValue }),
      Column("present", title: "FOUND", human: { $0.presentCell }) {
        $0.copy.isPresent.map { $0 ? "1" : "0" } ?? ""
      },
      Column("ttl", title: "TTL", alignment: .right, human: { $0.ttlCell }) {
        $0.copy.item?.ttl.map(String.init) ?? ""
      },
      Column("idle", title: "IDLE", alignment: .right, rank: 1, human: { $0.idleCell }) {
        $0.copy.item?.idle.map(String.init) ?? ""
      },
      Column("size", title: "SIZE", alignment: .right, human: { $0.sizeCell }) {
        $0.copy.item.map { String($0.valueBytes) } ?? ""
      },
      Column("flags", title: "FLAGS", alignment: .right, rank: 3, human: { Cell($0.flags ?? "-") }) { $0.flags ?? "" },
      Column("cas", title: "CAS", alignment: .right, rank: 2, human: { Cell($0.cas ?? "-") }) { $0.cas ?? "" },
      Column("newest", title: "NEWEST", human: { $0.newestCell }) { $0.copy.isNewest.map { $0 ? "1" : "0" } ?? "" },
      .machineOnly("agree") { $0.session.agree.map { $0 ? "1" : "0" } ?? "" },
      .machineOnly("lock_state") { $0.session.lock.word },
      .machineOnly("lock_age") { $0.session.lock.taken?.age.map { String($0.components.seconds) } ?? "" },
      .machineOnly("lock_node", \.lockNode),
      .machineOnly("read_by_php", \.readNode),
      .machineOnly("session_start") { $0.session.next.word },
    ]
  }

  /// - Parameter content: of the copy that is shown.
  public func text(_ table: Table, content: SessionContent?, revealing: Bool) -> String {
    let drawing = table.draw(rows, columns: Self.columns)
    var text = table.note(Cell("session \(printable(session.id))", tone: .heading)) + drawing.text
    if !drawing.hidden.isEmpty {
      text += table.note(
        Cell("no room here for: \(drawing.hidden.joined(separator: ", ")) (-o csv has all)", tone: .faint))
    }
    text += notes.map(table.note).joined()
    guard let content, let shown = session.shown else { return text }
    let words = ContentWords(content, node: nodes[session.copies[shown].node], revealing: revealing)
    text += words.notes.map(table.note).joined()
    return text + content.tree.text(revealing: revealing).split(separator: "\n").map { "  \($0)\n" }.joined()
  }
}

extension ShowTable.Row {
  fileprivate var flags: String? { copy.item.map { String($0.flags) } }
  fileprivate var cas: String? { copy.item?.cas.map(String.init) }

  fileprivate var stateCell: Cell { Cell(copy.state.rawValue, tone: copy.state == .up ? .good : .bad) }

  fileprivate var presentCell: Cell {
    guard let present = copy.isPresent else { return "?" }
    if present { return Cell("yes", tone: copy.role == .stray ? .attention : .good) }
    return Cell("no", tone: copy.role == nil ? .faint : .bad)
  }

  fileprivate var ttlCell: Cell {
    guard let item = copy.item else { return "-" }
    guard item.tellsLife else { return "?" }
    return Cell(item.ttl.map { Units.span(seconds: Double($0)) } ?? "never")
  }

  fileprivate var idleCell: Cell {
    guard let item = copy.item else { return "-" }
    return Cell(item.idle.map { Units.span(seconds: Double($0)) } ?? "?")
  }

  fileprivate var sizeCell: Cell { Cell(copy.item.map { Units.bytes(Double($0.valueBytes)) } ?? "-") }

  fileprivate var newestCell: Cell {
    guard copy.item != nil else { return "-" }
    guard let newest = copy.isNewest else { return "?" }
    return Cell(newest ? "yes" : "no", tone: newest ? nil : .attention)
  }
}
