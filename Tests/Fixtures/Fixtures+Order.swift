extension Fixtures {
  /// The lines of `recorded/NAME` as they stand, for what a decoded object forgets: the order of its members.
  public static func texts(_ name: String) throws -> [String] {
    try contents(name).split(separator: "\n").map(String.init)
  }

  /// Names in the order in which they stand behind a member of a line.
  public static func order(_ names: some Collection<String>, in line: String, behind member: String) -> [String] {
    guard let start = line.ranges(of: "\"\(member)\":").first?.upperBound else { return [] }
    let rest = line[start...]
    let places = names.map { name in (name, rest.ranges(of: "\"\(name)\":").first?.lowerBound ?? rest.endIndex) }
    return places.sorted { $0.1 < $1.1 }.map(\.0)
  }
}
