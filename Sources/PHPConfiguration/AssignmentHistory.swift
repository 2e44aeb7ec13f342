/// All lines that set one directive, in the order of reading.
struct AssignmentHistory: Hashable {
  private(set) var all: [Assignment] = []
  /// What php.ini, conf.d and definitions hold: PHP's `get_cfg_var`.
  private(set) var configured: Assignment?

  mutating func append(_ assignment: Assignment) {
    all.append(assignment)
    guard assignment.layer == .ini || assignment.layer == .define else { return }
    if configured?.isWeaker(than: assignment) ?? true { configured = assignment }
  }

  /// The texts that PHP offers to the directive, strongest first; a text that is not refused shuts out the weaker ones.
  var offered: [Assignment] {
    var offers: Set<Assignment.Offer> = []
    return all.sorted { $1.isWeaker(than: $0) }.filter { offers.insert($0.offer).inserted }
  }
}
