/// How a drill ended, counted in sessions where nothing else is said.
public struct DrillOutcome: Sendable {
  public let sessions: Int
  /// Older than the newest version of which PHP said that it was saved.
  public var stale = 0
  /// Empty, though PHP had said that it was saved.
  public var lost = 0
  /// `session_start` said false.
  public var refused = 0
  /// Another's data.
  public var foreign = 0
  /// Of which no copy was left when the node came back.
  public var unsurvived = 0
  /// How many pages were visited meanwhile.
  public var visits = 0
  /// Visited between the return and its end of mending.
  public var visitedBetween = 0
  /// Stale or lost although a good copy was left and nobody visited them before they were mended.
  public var harmed: [Int] = []
  /// Of which a node has an older version than it had, and no visit explains it.
  public var overwritten: [Int] = []
  /// What PHP asks the broken node first for.
  public var owned = 0
  /// As mcpool told of the node; nil: nothing.
  public var atRisk: Int?
  public var undecided: Int?
  public var kind: String?
  /// Seconds from the first good answer until all locks had been held, until all was mended, and until all was settled.
  public var untilLocked: Double?
  public var untilMended: Double?
  public var untilSettled: Double?

  mutating func note(_ told: Told, of node: String) {
    let actions = told.actions.filter { $0.node == node }
    atRisk = actions.compactMap(\.atRisk).max()
    undecided = actions.compactMap(\.undecided).max()
    kind = told.kind
    untilLocked = told.untilLocked
    untilMended = told.untilMended
    untilSettled = told.untilSettled
  }
}
