import MemcacheProtocol

/// The CAS of the last item that was known on each node just before one of them went away.
///
/// A server gives each write a higher CAS than the one before, and a touch leaves it, so an item with a higher one was
/// written since, and any other before. What was written to two nodes at about the moment of the mark is in doubt, but
/// such writes are of one request and alike.
public struct OutageMarks: Hashable, Sendable {
  /// By index in the live pool; nil: not known.
  let marks: [UInt64?]

  /// The node that was away, by index in the live pool; nil: nobody says.
  let away: Int?

  public init(_ marks: [UInt64?], away: Int? = nil) {
    self.marks = marks
    self.away = away
  }

  /// Nil: not known.
  func isSince(_ cas: UInt64?, on node: Int) -> Bool? {
    guard let cas, cas > 0, marks.indices.contains(node), let mark = marks[node], mark > 0 else { return nil }
    return cas > mark
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
