/// One column of a report: what people see in a table, and what programs read in CSV.
public struct Column<Row>: Sendable {
  public enum Alignment: Sendable { case left, right }

  /// The header in CSV; a promise: never renamed.
  public var name: String
  /// The heading of the table; `\n` begins its second line.
  public var title: String
  public var alignment: Alignment
  /// Columns of a higher rank leave first when the terminal is too narrow; rank 0 always stays.
  public var rank: Int
  /// Nil: the column is for programs only.
  public var human: (@Sendable (Row) -> Cell)?
  public var machine: @Sendable (Row) -> String

  public init(
    _ name: String, title: String, alignment: Alignment = .left, rank: Int = 0,
    human: @escaping @Sendable (Row) -> Cell, machine: @escaping @Sendable (Row) -> String
  ) {
    self.name = name
    self.title = title
    self.alignment = alignment
    self.rank = rank
    self.human = human
    self.machine = machine
  }

  /// A column that tables leave out.
  public static func machineOnly(_ name: String, _ machine: @escaping @Sendable (Row) -> String) -> Column {
    var column = Column(name, title: "", human: { _ in "" }, machine: machine)
    column.human = nil
    return column
  }
}

/// What stands in one place of a table, escaped for a terminal when it is made.
public struct Cell: Sendable, ExpressibleByStringInterpolation {
  public var text: String
  public var tone: Tone?

  public init(_ text: String, tone: Tone? = nil) {
    self.text = printable(text)
    self.tone = tone
  }

  public init(stringLiteral text: String) { self.init(text) }
}

/// What a colour means; how it looks is `Paint`'s.
public enum Tone: Sendable { case good, bad, attention, faint, heading }
