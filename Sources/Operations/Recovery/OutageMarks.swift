/// The CAS of the last item that was known on each node just before one of them went away.
///
/// A server gives each write a higher CAS than the one before, and a touch leaves it, so an item with a higher one was
/// written since, and any other before. What was written to two nodes at about the moment of the mark is in doubt, but
/// such writes are of one request and alike.
public struct OutageMarks: Hashable, Sendable {
  /// By index in the live pool; nil: not known.
  let marks: [UInt64?]

  public init(_ marks: [UInt64?]) { self.marks = marks }

  /// Nil: not known.
  func isSince(_ cas: UInt64?, on node: Int) -> Bool? {
    guard let cas, cas > 0, marks.indices.contains(node), let mark = marks[node], mark > 0 else { return nil }
    return cas > mark
  }
}
