import MemcacheProtocol
import Placement

/// Finds the sessions that went on from what a returned node had, before they could be mended: PHP has read an old copy,
/// or none, and written that over the good one. Nothing on the servers tells any more; what the spool has kept does.
struct RiskWatch: Sendable {
  private let digests: [[UInt8]: UInt64]
  /// By index in the live pool.
  private let node: Int
  /// The Unix second from which on PHP may have reached it again.
  private let since: Int64
  /// Sessions that were written since, and the contents that they have now.
  private(set) var found: [[UInt8]: UInt64] = [:]

  init(_ spool: SurvivorSpool, node: Int, since: Int) {
    digests = spool.digests
    self.node = node
    self.since = Int64(since)
  }

  mutating func look(_ session: ShownSession, _ sessions: ShownSessions) {
    guard let owner = session.copies.first, owner.role == .owner, owner.node == node else { return }
    let id = Array(session.id)
    guard let kept = digests[id] else { return }
    // A page that had begun before the return writes to the others only, and what it had read was right.
    guard let item = owner.item, let value = sessions.value(session.row, on: node) else { return }
    let digest = SurvivorSpool.digest(item.flags, value)
    // A server's seconds lag.
    if digest != kept, let written = sessions.written(session.row, on: node), written >= since - 1 {
      found[id] = digest
    }
  }
}

extension ShownSessions {
  /// The Unix second in which PHP wrote a copy, or gave it its whole time again; nil: not known.
  func written(_ row: Int, on node: Int) -> Int64? {
    guard let lifetime = pool.php.sessionLifetime?.components.seconds, let left = left(row, on: node) else {
      return nil
    }
    if pool.php.datesSessions { return end(row, on: node).map { $0 - lifetime } }
    return SessionDumper.now - (lifetime - left)
  }
}
