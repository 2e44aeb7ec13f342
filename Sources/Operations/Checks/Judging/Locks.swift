import Placement

extension Check {
  static let locks = Check(
    "locks", "locks of sessions that no request can hold any more, or that never end and are older than 15 minutes",
    effect: "each page of these users waits for its lock, and then fails or goes on without",
    cure: "mcpool session locks lists them, mcpool session unlock ID frees one", unit: .count, warning: .upTo(0),
    critical: .upTo(10), need: .locks
  ) { sight in
    guard let php = sight.php else { return .pointless("bare nodes: nothing tells locks from other items") }
    guard php.locksSessions else { return .pointless("this pool takes no locks") }
    return sight.judge(sight.locks) { locks in
      let left = locks.abandoned + locks.endless
      let kinds = [
        locks.abandoned > 0 ? "\(locks.abandoned) abandoned" : nil,
        locks.endless > 0 ? "\(locks.endless) without end" : nil,
      ]
      return Observation(
        [
          Observation.Value(
            node: nil, number: Double(left),
            text: "\(count(left, "lock")) left behind (\(kinds.compactMap { $0 }.joined(separator: ", ")))")
        ], gaps: locks.gaps, remark: "none is left behind, \(locks.held) held")
    }
  }
}

/// What looking at the locks has shown.
struct LocksSight: Hashable, Sendable {
  /// By a request that may still live.
  var held: Int
  var abandoned: Int
  /// Never end by themselves, and nobody has asked for them lately.
  var endless: Int
  var gaps: [String]
}
