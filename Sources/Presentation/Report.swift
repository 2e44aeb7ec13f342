/// What a command ends in. Table, CSV and JSON are faces of the same rows, in the same order.
public protocol Report: Sendable {
  associatedtype Row: Sendable
  associatedtype Document: Encodable
  associatedtype Line: Encodable

  var rows: [Row] { get }
  var columns: [Column<Row>] { get }
  /// What `-o json` prints.
  var document: Document { get }
  /// What `-o jsonl` prints, one a line.
  var lines: [Line] { get }
  /// Lines that stand below the table for people: why a node has no numbers, what a column left out.
  var notes: [Cell] { get }
  /// The face for people. The rows as one table and the notes, unless a report has more to show.
  func text(_ table: Table) -> String
}

extension Report where Line == Row {
  public var lines: [Row] { rows }
}

extension Report where Document == [Line] {
  public var document: [Line] { lines }
}

extension Report {
  public var notes: [Cell] { [] }

  public func text(_ table: Table) -> String {
    let drawing = table.draw(rows, columns: columns)
    var notes = notes
    if !drawing.hidden.isEmpty {
      notes.append(Cell("no room here for: \(drawing.hidden.joined(separator: ", ")) (-o csv has all)", tone: .faint))
    }
    return drawing.text + notes.map(table.note).joined()
  }
}
