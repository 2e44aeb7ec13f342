import Operations
import Presentation

/// Writes the rows of `session list` straight to bytes in one of the formats, so that a million of them take little more
/// than their listing. The characters of an id are those of `SessionKeyForm`, which need no escape but the quotes of CSV.
struct ListWriter: Sendable {
  let renderer: Renderer
  private let copies: Bool
  private let locks: Bool
  private let nodes: [Names]
  private var table: ListTable

  /// The name of a node as each format has it.
  private struct Names: Sendable {
    var csv: [UInt8]
    var json: [UInt8] = []

    init(_ name: String) {
      csv = Array(CSV.quoted(name).utf8)
      JSONBytes.append(name, to: &json)
    }
  }

  init(_ list: SessionRows, renderer: Renderer) {
    self.renderer = renderer
    (copies, locks) = (list.copies, list.locks)
    let names = list.pool.live.nodes.map(\.name)
    nodes = names.map(Names.init)
    table = ListTable(list, names: names, table: renderer.table)
  }

  var beginning: String {
    switch renderer.format {
    case .csv: CSV.line(columns)
    case .json: "["
    case .table, .jsonl: ""
    }
  }

  var ending: String {
    switch renderer.format {
    case .json: "\n]\n"
    case .table: table.ending
    case .csv, .jsonl: ""
    }
  }

  private var columns: [String] {
    ["id", "node", "role", "written", "ttl", "idle", "size", "fetched"] + (locks ? ["locked"] : [])
      + (copies ? ["copies", "copies_whole"] : [])
  }

  /// - Parameter isFirst: nothing was written before them.
  mutating func text(_ rows: [ListRow], isFirst: Bool) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(rows.count * 100)
    switch renderer.format {
    case .table:
      if isFirst { table.begin(rows, to: &text) }
      for row in rows { table.append(row, to: &text) }
    case .csv:
      for row in rows { appendCSV(row, to: &text) }
    case .jsonl:
      for row in rows {
        appendJSON(row, to: &text)
        text.append(newline)
      }
    case .json:
      for (index, row) in rows.enumerated() {
        text += (isFirst && index == 0 ? "\n" : ",\n").utf8
        appendJSON(row, to: &text)
      }
    }
    return text
  }

  private func appendCSV(_ row: ListRow, to text: inout [UInt8]) {
    func field(_ number: Int?) {
      text.append(UInt8(ascii: ","))
      if let number { JSONBytes.append(number, to: &text) }
    }
    func field(_ truth: Bool?) { field(truth.map { $0 ? 1 : 0 }) }
    let item = row.item
    if item.id.contains(UInt8(ascii: ",")) {
      text.append(UInt8(ascii: "\""))
      text += item.id
      text.append(UInt8(ascii: "\""))
    } else {
      text += item.id
    }
    text.append(UInt8(ascii: ","))
    text += nodes[item.node].csv
    text.append(UInt8(ascii: ","))
    text += row.role.rawValue.utf8
    text.append(UInt8(ascii: ","))
    if let written = row.written { ISOTime.append(written, to: &text) }
    field(item.ttl)
    field(item.idle)
    field(item.itemBytes)
    field(item.fetched)
    if locks { field(row.locked) }
    if copies {
      for (index, node) in (row.copies ?? []).enumerated() {
        text.append(index == 0 ? UInt8(ascii: ",") : UInt8(ascii: " "))
        text += nodes[node].csv
      }
      field(row.isCopiesWhole)
    }
    text.append(newline)
  }

  /// The keys in the order in which the reports' encoder sorts them.
  private func appendJSON(_ row: ListRow, to text: inout [UInt8]) {
    let item = row.item
    var object = JSONObject(&text)
    if copies {
      object.name("copies", &text)
      text.append(UInt8(ascii: "["))
      for (index, node) in (row.copies ?? []).enumerated() {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        text += nodes[node].json
      }
      text.append(UInt8(ascii: "]"))
      object.name("copies_whole", &text)
      JSONBytes.append(row.isCopiesWhole, to: &text)
    }
    object.name("fetched", &text)
    JSONBytes.append(item.fetched, to: &text)
    object.name("id", &text)
    text.append(UInt8(ascii: "\""))
    text += item.id
    text.append(UInt8(ascii: "\""))
    object.name("idle", &text)
    JSONBytes.append(item.idle, to: &text)
    if locks {
      object.name("locked", &text)
      JSONBytes.append(row.locked, to: &text)
    }
    object.name("node", &text)
    text += nodes[item.node].json
    object.name("role", &text)
    JSONBytes.append(row.role.rawValue, to: &text)
    object.name("size", &text)
    JSONBytes.append(item.itemBytes, to: &text)
    object.name("ttl", &text)
    JSONBytes.append(item.ttl, to: &text)
    object.name("written", &text)
    if let written = row.written {
      text.append(UInt8(ascii: "\""))
      ISOTime.append(written, to: &text)
      text.append(UInt8(ascii: "\""))
    } else {
      text += "null".utf8
    }
    object.end(&text)
  }
}
