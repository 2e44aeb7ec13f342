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

  public func draw<Row>(_ rows: [Row], columns: [Column<Row>], heading: Bool = true) -> Drawing {
    var shown = columns.map { Laid(column: $0, cells: rows.map($0.human)) }
    var hidden: [String] = []
    while let width, total(shown) > width,
      let last = shown.indices.filter({ shown[$0].column.rank > 0 })
        .max(by: { shown[$0].column.rank < shown[$1].column.rank })
    {
      hidden.append(shown.remove(at: last).column.title.split(separator: "\n").joined(separator: " "))
    }

    var lines: [String] = []
    if heading {
      let height = shown.map(\.titleLines.count).max() ?? 0
      for line in 0..<height {
        lines.append(
          join(
            shown.map { laid in
              let at = line - (height - laid.titleLines.count)
              return laid.pad(Cell(at < 0 ? "" : laid.titleLines[at], tone: .heading))
            }))
      }
    }
    for row in rows.indices { lines.append(join(shown.map { $0.pad($0.cells[row]) })) }
    return Drawing(text: lines.map { $0 + "\n" }.joined(), hidden: hidden.reversed())
  }

  private func total<Row>(_ shown: [Laid<Row>]) -> Int { shown.map(\.width).reduce(0, +) + 2 * max(0, shown.count - 1) }

  private func join(_ cells: [(before: Int, cell: Cell, after: Int)]) -> String {
    var line = ""
    var blanks = 0
    for (index, padded) in cells.enumerated() {
      blanks += padded.before + (index == 0 ? 0 : 2)
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

  func pad(_ cell: Cell) -> (before: Int, cell: Cell, after: Int) {
    let blanks = max(0, width - cell.text.count)
    return column.alignment == .right ? (blanks, cell, 0) : (0, cell, blanks)
  }
}
