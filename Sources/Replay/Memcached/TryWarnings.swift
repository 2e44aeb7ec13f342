/// What PHP logs while it repeats one command: each failed try warns, and a configuration can ask for millions of them.
struct TryWarnings {
  /// No more than these are told one by one.
  private static let longest = 10

  private var first: [String] = []
  private var kinds: [String] = []
  private var count = 0

  /// `times`: one after the other, 1 or more.
  mutating func append(_ warning: String, times: Int = 1) {
    first += Array(repeating: warning, count: min(times, max(0, Self.longest - count)))
    count += times
    if !kinds.contains(warning) { kinds.append(warning) }
  }

  /// All of them where they are few, else each kind once and how many more there were.
  var lines: [String] {
    count <= Self.longest ? first : kinds + ["… \(count - kinds.count) more times"]
  }
}
