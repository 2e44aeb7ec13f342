import Operations
import Presentation

/// The table of `session list`, drawn as its rows come: widths are those of the first rows, and a longer field later
/// only pushes its own line.
struct ListTable: Sendable {
  fileprivate enum Field: CaseIterable { case id, node, role, ttl, idle, size, fetched, locked, copies }

  private let names: [String]
  private let table: Table
  private var fields: [Field]
  /// Those that the question was about.
  private let kept: Set<Field>
  private var widths: [Int] = []
  private var hidden: [Field] = []
  private var gap = 2

  /// - Parameter names: of the nodes.
  init(_ list: SessionRows, names: [String], table: Table) {
    self.names = names.map { printable($0) }
    self.table = table
    fields = Field.allCases.filter { ($0 != .copies || list.copies) && ($0 != .locked || list.locks) }
    var kept: Set<Field> = []
    if let field = list.order.flatMap({ Field($0.field) }) { kept.insert(field) }
    if list.filter.idleOver != nil { kept.insert(.idle) }
    if list.filter.largerThan != nil { kept.insert(.size) }
    self.kept = kept
  }

  /// Settles the widths and writes the heading.
  mutating func begin(_ rows: [ListRow], to text: inout [UInt8]) {
    let id = rows.lazy.map(\.item.id.count).max() ?? 0
    let node = names.lazy.map(\.count).max() ?? 0
    func width(_ field: Field) -> Int {
      switch field {
      // An application's long key among them pushes its own line only.
      case .id: min(max(id, 2), 48)
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
      let dispensable = [Field.fetched, .size, .idle, .copies].filter { fields.contains($0) && !kept.contains($0) }
      for field in dispensable where total() > most {
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
      case .copies: append("\(row.copies?.count ?? 0)\(row.isCopiesWhole ? "" : "+")", index, to: &text)
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
  /// Where a field that one can sort by stands; nil: in no column of the table.
  fileprivate init?(_ field: ListOrder.Field) {
    switch field {
    case .id: self = .id
    case .node: self = .node
    case .role: self = .role
    case .ttl: self = .ttl
    case .idle: self = .idle
    case .size: self = .size
    case .fetched: self = .fetched
    case .written: return nil
    }
  }

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
