import Placement

extension Check {
  static let evictions = Check(
    "evictions", "items that a node threw away for want of memory, a minute, since the last run",
    effect: "whose session is thrown away is logged out; for sessions only 0 is right",
    cure: "give the node more memory (memcached -m), or look with mcpool session summary what fills it",
    unit: .count, warning: .upTo(0), critical: .upTo(60), need: .survey
  ) { sight in
    sight.rates(of: "evictions", remark: "none since the last run") {
      $0.evictions
    } verb: {
      "throws away \(decimal($0)) items a minute"
    }
  }

  static let rejected = Check(
    "rejected", "connections that a node refused because it had too many, a minute, since the last run",
    effect: "PHP takes the node for dead: sessions are read from a copy, or their users are logged out",
    cure: "start memcached with more connections (-c), or have PHP open fewer (FPM's pm.max_children, persistent ones)",
    unit: .count, warning: .upTo(0), critical: .upTo(10), need: .survey
  ) { sight in
    sight.rates(of: "rejected", remark: "none since the last run") {
      $0.rejected
    } verb: {
      "refuses \(decimal($0)) connections a minute"
    }
  }

  static let evictedTime = Check(
    "evicted_time",
    "for how long the item thrown away last since the last run had not been used, in percent of session.gc_maxlifetime",
    effect: "below 100 % sessions are thrown away that PHP still counts as alive: their users are logged out early",
    cure: "give the node more memory (memcached -m), or lower session.gc_maxlifetime", unit: .percent,
    warning: .from(100), critical: .from(50), need: .survey, fearsLow: true
  ) { sight in
    guard let lifetime = sight.php?.sessionLifetime?.components.seconds, lifetime > 0 else {
      return .pointless("this pool states no lifetime of sessions")
    }
    if let problem = sight.stateProblem { return Observation(gaps: [problem], remark: "") }
    return sight.observe(remark: sight.isFirstRun ? Sight.firstRun : "nothing alive was thrown away since the last run")
    {
      node, sample in
      guard let counts = node.counts, let past = node.past else { return .nothing }
      let evicting = counts.classesEvicting(since: past)
      let idle = evicting.compactMap { sample.detail.number("items:\($0):evicted_time") }.min()
      guard let idle else { return .nothing }
      return .value(
        idle / Double(lifetime) * 100,
        "threw away what had not been used for \(span(idle)), while session.gc_maxlifetime is \(lifetime) s")
    }
  }
}

extension Sight {
  /// No node was seen before.
  var isFirstRun: Bool { nodes.allSatisfy { $0.past == nil } }
  static let firstRun = "rates need a second run"

  /// A value a minute for each node that was seen before.
  fileprivate func rates(
    of name: String, remark: String, _ counted: (NodeGrowth) -> Double?, verb: (Double) -> String
  ) -> Observation {
    if let stateProblem { return Observation(gaps: [stateProblem], remark: "") }
    return observe(remark: isFirstRun ? Self.firstRun : remark) { node, _ in
      guard let counts = node.counts else { return .gap("does not tell how long it runs") }
      guard let past = node.past else { return .nothing }
      let growth = NodeGrowth(from: past, to: counts)
      guard let number = counted(growth) else { return .gap("does not count \(name)") }
      let rate = number / growth.minutes
      return .value(rate, verb(rate))
    }
  }
}
