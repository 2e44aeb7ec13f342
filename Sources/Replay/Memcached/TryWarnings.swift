/// What PHP logs while it repeats one command: each failed try warns, and a configuration can ask for millions of them.
struct TryWarnings {
  /// No more than these are told one by one.
  private static let longest = 10

  private var first: [String] = []
  private var kinds: [String] = []
  private var count = 0

  mutating func append(_ warning: String) {
    count += 1
    if count <= Self.longest { first.append(warning) }
    if !kinds.contains(warning) { kinds.append(warning) }
  }

  /// All of them where they are few, else each kind once and how many more there were.
  var lines: [String] {
    count <= Self.longest ? first : kinds + ["… \(count - kinds.count) more times"]
  }
}
