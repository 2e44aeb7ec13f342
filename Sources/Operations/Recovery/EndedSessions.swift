import MemcacheClient
import MemcacheProtocol
import Placement

/// Tells of the sessions that only a returned node has those that ended while it was away: their user has signed out, and
/// the copy that is left would sign him in again.
///
/// That a copy is missing elsewhere proves it only where nothing else can have taken it away: each other node of the session
/// is the process that it was before the outage, was not flushed, has evicted nothing since, and says that it has no such
/// item; and the copy that is left was written before the outage.
struct EndedSessions: Sendable {
  private let pool: SessionPool
  /// By index in the live pool.
  private let outages: [Int: GuardState.Outage]
  private let now: [NodeMark?]

  /// - Parameter known: what a guard has seen of the nodes.
  init(_ pool: SessionPool, _ known: GuardState?) async {
    self.pool = pool
    var outages: [Int: GuardState.Outage] = [:]
    for (index, node) in pool.live.nodes.enumerated() {
      outages[index] = known?.nodes[node.name].flatMap { $0.outage ?? $0.past }
    }
    self.outages = outages
    now = await pool.live.ask { _, client throws(NodeFailure) in NodeMark(try await NodeFacts(of: client)) }.map {
      $0.value ?? nil
    }
  }

  /// php-memcached gives a session that a page left as it was its time again on one node only, so that elsewhere it ends
  /// while its user is still there.
  static func canProve(_ pool: SessionPool) -> Bool {
    if case .memcached(let rules) = pool.php.rules { !rules.touchesUnchanged } else { true }
  }

  /// A session that is proved to have ended, and the item that is left of it.
  struct Ended: Sendable {
    let id: [UInt8]
    let node: Int
    let cas: UInt64
  }

  /// A guard has seen the node go away that has the only copy, and it was written before: perhaps it ended meanwhile.
  ///
  /// - Parameter session: one that one node only has, where it belongs.
  func mayHaveEnded(_ session: ShownSession, _ sessions: ShownSessions) -> Bool {
    guard let left = session.copies.first(where: { $0.item != nil }), let outage = outages[left.node] else {
      return false
    }
    return isOlder(session.row, left, than: outage, sessions)
  }

  /// - Parameter session: one that `mayHaveEnded`. Nil: that is not proved.
  func ended(_ session: ShownSession) -> Ended? {
    guard Self.canProve(pool), let left = session.copies.first(where: { $0.item != nil }),
      let outage = outages[left.node], let cas = left.item?.cas
    else { return nil }
    let others = session.copies.filter { ($0.role == .owner || $0.role == .copy) && $0.node != left.node }
    let areProof = others.allSatisfy { $0.isPresent == false && isUnbroken($0.node, since: outage) }
    return areProof && !others.isEmpty ? Ended(id: Array(session.id), node: left.node, cas: cas) : nil
  }

  private func isOlder(
    _ row: Int, _ left: ShownCopy, than outage: GuardState.Outage, _ sessions: ShownSessions
  ) -> Bool {
    let name = pool.live.nodes[left.node].name
    if let mark = outage.marks[name]?.before, let then = outage.nodes[name], let now = now[left.node],
      ![.coldRestart, .replaced].contains(NodeReturn(before: then, after: now)), let cas = left.item?.cas
    {
      return cas <= mark
    }
    return sessions.written(row, on: left.node).map { $0 < Int64(outage.since) - 2 } ?? false
  }

  private func isUnbroken(_ node: Int, since outage: GuardState.Outage) -> Bool {
    guard let then = outage.nodes[pool.live.nodes[node].name], let now = now[node] else { return false }
    return NodeReturn(before: then, after: now) == .neverDown && now.evictions == then.evictions
  }
}
