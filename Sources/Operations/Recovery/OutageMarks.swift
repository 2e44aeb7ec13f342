import MemcacheProtocol

/// The CAS of the last item that was known on each node just before one of them went away.
///
/// A server gives each write a higher CAS than the one before, and a touch leaves it, so an item with a higher one was
/// written since, and one with a lower one than that of the item before the last was written before. Between the two
/// nothing is known: marks of two nodes are not of one moment.
public struct OutageMarks: Hashable, Sendable {
  struct Mark: Hashable, Codable, Sendable {
    /// Up to this CAS an item was written before.
    var before: UInt64?
    /// Above this CAS it was written since.
    var since: UInt64
  }

  /// By index in the live pool; nil: not known.
  let marks: [Mark?]

  /// The node that was away, by index in the live pool; nil: nobody says.
  let away: Int?

  init(_ marks: [Mark?], away: Int? = nil) {
    self.marks = marks
    self.away = away
  }

  /// Nil: not known.
  func isSince(_ cas: UInt64?, on node: Int) -> Bool? {
    guard let cas, cas > 0, marks.indices.contains(node), let mark = marks[node], mark.since > 0 else { return nil }
    if cas > mark.since { return true }
    return mark.before.flatMap { cas <= $0 ? false : nil }
  }

  /// Only the node that was away has the session, from before, and the others have counted all the time: it may have ended
  /// there meanwhile, and what is left would sign its user in again.
  func mayHaveEnded(_ session: ShownSession) -> Bool {
    let present = session.copies.filter { $0.item != nil }
    guard present.count == 1, let left = present.first, left.node == away,
      isSince(left.item?.cas, on: left.node) == false
    else { return false }
    return session.copies.filter { ($0.role == .owner || $0.role == .copy) && $0.node != left.node }.allSatisfy {
      $0.isPresent == false && marks.indices.contains($0.node) && marks[$0.node] != nil
    }
  }
}
