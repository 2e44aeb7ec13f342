/// `[HOST=…]` and `[PATH=…]`: they send the lines after them into tables of their own, to the end of the file.
///
/// Any section whose name begins with these four letters is one, so `[hosts]` and `[Pathology]` too, and an ordinary
/// section later in the file does not switch back (PHP 8.2).
struct SpecialSections {
  struct Moved {
    var title: String
    var line: Int
    var names: [String] = []
  }

  /// Whether the last section was one of them.
  private(set) var isSpecial = false
  /// Whether lines go into a table of their own.
  var isElsewhere = false
  /// What each section took away from the directives that matter here.
  private(set) var movedAway: [Moved] = []

  /// Opens a section; gives the name of its table, nil when the section is an ordinary one or names nothing.
  mutating func open(_ name: [UInt8], line: Int) -> [UInt8]? {
    let isHost = name.startsIgnoringCase("host")
    isSpecial = isHost || name.startsIgnoringCase("path")
    guard isSpecial, name.count > 4 else { return nil }
    movedAway.append(Moved(title: name.text, line: line))
    var table = (isHost ? name.lowercased : name).dropFirst(4)
    while let last = table.last, last == UInt8(ascii: "/") || last == UInt8(ascii: "\\") { table.removeLast() }
    return Array(table.drop { $0 == UInt8(ascii: "=") || $0.isBlank })
  }

  mutating func moveAway(_ name: [UInt8]) {
    guard !movedAway.isEmpty, DirectiveName.isWatched(name) else { return }
    movedAway[movedAway.count - 1].names.append(name.text)
  }
}
