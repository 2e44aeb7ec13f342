/// Draws rows as an aligned table. Pure: width and colour come in, text goes out.
public struct Table: Sendable {
  /// Nil: no limit (not a terminal).
  public var width: Int?
  public var paint: Paint

  public init(width: Int?, paint: Paint) {
    self.width = width
    self.paint = paint
  }

  /// A finished table and the titles of the columns that a narrow terminal has no room for.
  public struct Drawing: Sendable {
    public var text: String
    public var hidden: [String]
  }

  public func draw<Row>(_ rows: [Row], columns: [Column<Row>]) -> Drawing {
    var shown = columns.compactMap { column in column.human.map { Laid(column: column, cells: rows.map($0)) } }
    var hidden: [String] = []
    // A narrow terminal first costs the second blank between columns, then the least important columns.
    let gap = width.map { total(shown, gap: 2) > $0 } == true ? 1 : 2
    while let width, total(shown, gap: gap) > width,
      let last = shown.indices.filter({ shown[$0].column.rank > 0 })
        .max(by: { shown[$0].column.rank < shown[$1].column.rank })
    {
      hidden.append(shown.remove(at: last).column.title.split(separator: "\n").joined(separator: " "))
    }

    let height = shown.map(\.titleLines.count).max() ?? 0
    let headings = (0..<height).map { line in shown.map { $0.heading(line, of: height) } }
    let body = rows.indices.map { row in shown.map { $0.padded($0.cells[row]) } }
    let lines = (headings + body).map { join($0, gap: gap) + "\n" }
    return Drawing(text: lines.joined(), hidden: hidden.reversed())
  }

  /// A line below a table, broken where the terminal ends.
  public func note(_ cell: Cell) -> String {
    wrapped(cell.text, width: width).split(separator: "\n").map { paint(String($0), cell.tone) + "\n" }.joined()
  }

  private func total<Row>(_ shown: [Laid<Row>], gap: Int) -> Int {
    shown.map(\.width).reduce(0, +) + gap * max(0, shown.count - 1)
  }

  private func join(_ cells: [PaddedCell], gap: Int) -> String {
    var line = ""
    var blanks = 0
    for (index, padded) in cells.enumerated() {
      blanks += padded.before + (index == 0 ? 0 : gap)
      if !padded.cell.text.isEmpty {
        line += String(repeating: " ", count: blanks) + paint(padded.cell.text, padded.cell.tone)
        blanks = 0
      }
      blanks += padded.after
    }
    return line
  }
}

/// A column with its cells made, so that its width is known.
private struct Laid<Row> {
  let column: Column<Row>
  let cells: [Cell]
  let titleLines: [String]
  let width: Int

  init(column: Column<Row>, cells: [Cell]) {
    self.column = column
    self.cells = cells
    titleLines = column.title.split(separator: "\n").map(String.init)
    width = max(cells.map(\.text.count).max() ?? 0, titleLines.map(\.count).max() ?? 0)
  }

  func padded(_ cell: Cell) -> PaddedCell {
    let blanks = max(0, width - cell.text.count)
    return column.alignment == .right
      ? PaddedCell(before: blanks, cell: cell, after: 0) : PaddedCell(before: 0, cell: cell, after: blanks)
  }

  /// One line of the heading; titles of fewer lines stand at the bottom.
  func heading(_ line: Int, of height: Int) -> PaddedCell {
    let index = line - (height - titleLines.count)
    return padded(Cell(index < 0 ? "" : titleLines[index], tone: .heading))
  }
}

private struct PaddedCell {
  var before: Int
  var cell: Cell
  var after: Int
}
