import Placement

extension Check {
  static let copiesDiffer = Check(
    "copies_differ", "of a sample of up to 200 sessions, those whose copies are not the same",
    effect: "who reads the other copy sees an older session: a cart from an hour ago, a login undone",
    cure:
      "mcpool session show ID tells which copy is the newest; a node that was away and came back is the usual reason",
    unit: .percent, warning: .upTo(0), critical: .upTo(10), need: .copies
  ) { sight in
    sight.judgeCopies(remark: "all copies in the sample are the same") { copies in
      let part = copies.part(copies.differing.count)
      return Observation.Value(
        node: nil, number: part,
        text: "\(percent(part)) of \(count(copies.judged, "session")) have copies that differ: "
          + copies.differing.prefix(3).joined(separator: ", "))
    }
  }

  static let copiesMissing = Check(
    "copies_missing", "of a sample of up to 200 sessions, those with fewer copies than PHP writes",
    effect: "if the node with the one that is left goes away, the user is logged out",
    cure: "PHP writes the copies again when the user comes back; mcpool session list --copies shows which are missing",
    unit: .percent, warning: .upTo(10), critical: nil, need: .copies
  ) { sight in
    sight.judgeCopies(remark: "none in the sample") { copies in
      let part = copies.part(copies.missing)
      return Observation.Value(
        node: nil, number: part,
        text: "\(percent(part)) of \(count(copies.judged, "session")) have fewer than \(copies.configured) copies")
    }
  }
}

/// What comparing the copies of some sessions has shown.
struct CopiesSight: Hashable, Sendable {
  /// How many copies PHP writes.
  var configured: Int
  /// The sessions that could be judged: not in use at that moment, not about to end, all nodes told.
  var judged: Int
  /// Those whose copies differ, by the beginnings of their ids.
  var differing: [String]
  var missing: Int
  /// Why not all nodes could be looked at.
  var gaps: [String]

  func part(_ number: Int) -> Double { judged == 0 ? 0 : Double(number) / Double(judged) * 100 }
}

extension Sight {
  fileprivate func judgeCopies(remark: String, _ value: (CopiesSight) -> Observation.Value) -> Observation {
    guard let php else { return .pointless("bare nodes: nothing tells where copies belong") }
    guard php.placement.copyCount > 1 else { return .pointless("PHP keeps one copy of each session") }
    return judge(copies) { copies in
      guard copies.judged > 0 else {
        return Observation(gaps: copies.gaps, remark: "there is no session to compare")
      }
      return Observation([value(copies)], gaps: copies.gaps, remark: remark)
    }
  }
}
