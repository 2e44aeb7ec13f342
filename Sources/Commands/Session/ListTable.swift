import Operations
import Presentation

/// The table of `session list`, drawn as its rows come: widths are those of the first rows, and a longer field later
/// only pushes its own line.
struct ListTable: Sendable {
  fileprivate enum Field: CaseIterable { case id, node, role, ttl, idle, size, fetched, locked, copies }

  private let names: [String]
  private let table: Table
  private var fields: [Field]
  private var widths: [Int] = []
  private var hidden: [Field] = []
  private var gap = 2

  init(names: [String], table: Table, copies: Bool, locks: Bool) {
    self.names = names.map { printable($0) }
    self.table = table
    fields = Field.allCases.filter { ($0 != .copies || copies) && ($0 != .locked || locks) }
  }

  /// Settles the widths and writes the heading.
  mutating func begin(_ rows: [ListRow], to text: inout [UInt8]) {
    let id = rows.lazy.map(\.item.id.count).max() ?? 0
    let node = names.lazy.map(\.count).max() ?? 0
    func width(_ field: Field) -> Int {
      switch field {
      case .id: max(id, 2)
      case .node: max(node, 4)
      case .role: 5
      case .ttl, .idle: 7
      case .size: 8
      case .fetched: 4
      case .locked, .copies: 6
      }
    }
    func total() -> Int { fields.map(width).reduce(0, +) + gap * (fields.count - 1) }
    if let most = table.width {
      // A narrow terminal first costs the second blank between columns, then the least important columns.
      if total() > most { gap = 1 }
      for field in [Field.fetched, .copies, .idle, .size] where total() > most && fields.contains(field) {
        fields.removeAll { $0 == field }
        hidden.append(field)
      }
    }
    widths = fields.map(width)
    for (index, field) in fields.enumerated() {
      append(field.title, index, painted: table.paint(field.title, .heading), to: &text)
    }
    text.append(newline)
  }

  func append(_ row: ListRow, to text: inout [UInt8]) {
    let item = row.item
    for (index, field) in fields.enumerated() {
      switch field {
      case .id:
        text += item.id
        if item.id.count < widths[index] { blanks(widths[index] - item.id.count, to: &text) }
      case .node: append(names[item.node], index, to: &text)
      case .role:
        let isStray = row.role == .stray
        append(
          row.role.rawValue, index, painted: isStray ? table.paint("stray", .attention) : row.role.rawValue, to: &text)
      case .ttl: append(item.ttl.map { Units.span(seconds: Double($0)) } ?? "never", index, to: &text)
      case .idle: append(item.idle.map { Units.span(seconds: Double($0)) } ?? "?", index, to: &text)
      case .size: append(Units.bytes(Double(item.itemBytes)), index, to: &text)
      case .fetched: append(Self.answer(item.fetched), index, to: &text)
      case .locked:
        let answer = Self.answer(row.locked)
        append(answer, index, painted: row.locked == true ? table.paint(answer, .attention) : answer, to: &text)
      case .copies: append(String(row.copies?.count ?? 0), index, to: &text)
      }
    }
    text.append(newline)
  }

  /// What stands below the rows.
  var ending: String {
    if hidden.isEmpty { return "" }
    let titles = hidden.map(\.title).joined(separator: ", ")
    return table.note(Cell("no room here for: \(titles) (-o csv has all)", tone: .faint))
  }

  private static func answer(_ truth: Bool?) -> String { truth.map { $0 ? "yes" : "no" } ?? "?" }

  private func append(_ plain: String, _ index: Int, painted: String? = nil, to text: inout [UInt8]) {
    if index > 0 { blanks(gap, to: &text) }
    let missing = max(0, widths[index] - plain.utf8.count)
    let isLast = index == fields.count - 1
    if fields[index].isNumber { blanks(missing, to: &text) }
    text += (painted ?? plain).utf8
    if !fields[index].isNumber, !isLast { blanks(missing, to: &text) }
  }

  private func blanks(_ count: Int, to text: inout [UInt8]) {
    for _ in 0..<count { text.append(UInt8(ascii: " ")) }
  }
}

extension ListTable.Field {
  fileprivate var title: String {
    switch self {
    case .id: "ID"
    case .node: "NODE"
    case .role: "ROLE"
    case .ttl: "TTL"
    case .idle: "IDLE"
    case .size: "SIZE"
    case .fetched: "READ"
    case .locked: "LOCKED"
    case .copies: "COPIES"
    }
  }

  fileprivate var isNumber: Bool {
    switch self {
    case .ttl, .idle, .size, .copies: true
    case .id, .node, .role, .fetched, .locked: false
    }
  }
}
