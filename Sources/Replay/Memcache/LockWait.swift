/// How long PHP sleeps between its tries for a lock that another request holds: 5 ms, twice as long each time, at most 1 s,
/// until the budget is used up.
struct LockWait {
  private static let longestNap = Duration.seconds(1)

  let budget: Duration
  private(set) var slept = Duration.zero
  private var nap = Duration.milliseconds(5)

  init(budget: Duration) { self.budget = budget }

  /// PHP gives up.
  var isOver: Bool { slept >= budget }

  /// The time to the next try that can turn out otherwise: naps of a second are taken together, up to the first one
  /// behind the end of the lock or of the budget.
  /// - Parameter lockLife: how long the lock will live; nil has no end.
  mutating func next(lockLife: Duration?) -> Duration {
    let time = nap < Self.longestNap ? nap : Self.wholeNaps(for: min(lockLife ?? budget, budget - slept))
    slept += time
    nap = min(nap * 2, Self.longestNap)
    return time
  }

  private static func wholeNaps(for time: Duration) -> Duration {
    let (seconds, rest) = time.components
    return longestNap * max(1, rest > 0 ? seconds + 1 : seconds)
  }
}
