import MemcacheClient
import MemcacheProtocol
import Placement

/// One copy that is to be written.
struct CopyWrite: Sendable {
  /// By index in the live pool.
  let node: Int
  let item: NewItem
  /// Of the item that it takes the place of; nil: there is none.
  let cas: UInt64?
}

/// What the copies of one session need to be all as its newest one, from what all nodes said of it.
enum SessionNeed {
  case nothing(Mender.Fate)
  case writes([CopyWrite])

  init(_ session: ShownSession, _ sessions: ShownSessions) {
    let places = session.copies.filter { $0.role == .owner || $0.role == .copy }
    guard session.isPresent else {
      self = .nothing(places.contains { $0.isPresent == nil } ? .failed("not all its nodes answer") : .gone)
      return
    }
    if sessions.outage?.mayHaveEnded(session) == true {
      self = .nothing(.onlyCopy)
      return
    }
    guard
      let source = session.copies.filter({ $0.isNewest == true }).max(by: {
        ($0.item?.ttl ?? .max) < ($1.item?.ttl ?? .max)
      }),
      let facts = source.item, let value = sessions.value(session.row, on: source.node)
    else {
      self = .nothing(.undecided(session.newestReason ?? "which copy is newest is not known"))
      return
    }
    let item = NewItem(
      key: sessions.key(of: session), flags: facts.flags, expiry: sessions.expiry(session.row, on: source.node),
      value: Array(value))
    let writes = places.compactMap { place -> CopyWrite? in
      guard let old = place.item else { return CopyWrite(node: place.node, item: item, cas: nil) }
      guard place.isNewest != true, let cas = old.cas else { return nil }
      return CopyWrite(node: place.node, item: item, cas: cas)
    }
    self = writes.isEmpty ? .nothing(.whole) : .writes(writes)
  }

  /// What of it may be done.
  func within(_ extent: Mender.Extent) -> SessionNeed {
    guard case .writes(let writes) = self, extent == .addsMissing else { return self }
    let additions = writes.filter { $0.cas == nil }
    return additions.isEmpty ? .nothing(.whole) : .writes(additions)
  }
}

extension ShownSessions {
  fileprivate func key(of session: ShownSession) -> [UInt8] { pool.php.placement.itemKey(for: session.id.span).bytes }

  /// As PHP says it: the same second for all copies, or what is left of it, which each node counts itself.
  fileprivate func expiry(_ row: Int, on node: Int) -> Expiry {
    guard let left = left(row, on: node) else { return .never }
    guard pool.php.datesSessions, let end = end(row, on: node) else {
      return Expiry(remaining: .seconds(left), now: SessionDumper.now)
    }
    return .at(Swift.min(end, Expiry.lastSecond))
  }
}
