import Glibc
import MemcacheClient
import MemcacheProtocol
import Placement

/// Gives sessions back what they were before they went on from an old copy, as a guard has listed them; as long as nobody
/// has gone on from there.
struct RiskRestoring: Sendable {
  /// By id.
  let sessions: [[UInt8]: RiskList.Session]
  /// By index in the live pool: from which lists.
  let lists: [Int: [[UInt8]]]
  private let pool: SessionPool
  private let files: GuardFiles

  init(_ pool: SessionPool, _ files: GuardFiles, nodes: Set<Int>?) {
    (self.pool, self.files) = (pool, files)
    var sessions: [[UInt8]: RiskList.Session] = [:]
    var lists: [Int: [[UInt8]]] = [:]
    for (index, node) in pool.live.nodes.enumerated() where nodes?.contains(index) ?? true {
      guard let list = RiskList.file(files.risk(of: node.name)).peek(isCurrent: { $0.version == 1 }) else { continue }
      for session in list.sessions {
        let id = Array(session.id)
        if pool.php.placement.problem(with: id.span) != nil { continue }
        sessions[id] = session
        lists[index, default: []].append(id)
      }
    }
    (self.sessions, self.lists) = (sessions, lists)
  }

  var plan: [RecoverPlan.Action] {
    lists.sorted { $0.key < $1.key }.map { index, ids in
      RecoverPlan.Action(
        node: pool.live.nodes[index].name, state: .up, action: "restore",
        reason: "\(ids.count) sessions that went on from what this node had become what they were before, unless they "
          + "went on again", remedy: nil, policy: "restore-listed", safe: 0, atRisk: ids.count, lost: 0, undecided: 0,
        onlyCopy: 0, foreign: 0, result: nil)
    }
  }

  /// Returns what came of it, in words.
  func restore(_ index: Int, patience: Duration) async -> String {
    let ids = lists[index] ?? []
    var mender = Mender(pool) { [sessions] session, shown in Self.need(session, shown, sessions[Array(session.id)]) }
    let fates = await mender.mend(ids, patience: patience)
    mender.close()
    var left = RiskList()
    for (id, fate) in zip(ids, fates) {
      switch fate {
      // Its user has gone on, or it is what it was already.
      case .mended, .whole, .undecided, .onlyCopy, .gone: break
      case .busy, .failed: if let session = sessions[id] { left.sessions.append(session) }
      }
    }
    let path = files.risk(of: pool.live.nodes[index].name)
    if left.sessions.isEmpty { unlink(path) } else { _ = RiskList.file(path).write(left) }
    let summary = Mender.Summary(fates)
    if !summary.isDone { return summary.text }
    return "restored" + (summary.undecided > 0 ? ", but for \(summary.undecided) that went on again" : "")
  }

  private static func need(
    _ session: ShownSession, _ shown: ShownSessions, _ kept: RiskList.Session?
  ) -> SessionNeed {
    guard let kept else { return .nothing(.gone) }
    let now = SessionDumper.now
    guard session.isPresent, kept.end.map({ $0 > now }) ?? true else { return .nothing(.gone) }
    let places = session.copies.filter { $0.role == .owner || $0.role == .copy }
    let value = Array(kept.value)
    let old = SurvivorSpool.digest(kept.flags, value)
    var writes: [CopyWrite] = []
    for place in places {
      if place.isPresent == nil { return .nothing(.failed("not all its nodes answer")) }
      let expiry = shown.pool.php.expiry(at: kept.end, now: now)
      let item = NewItem(
        key: shown.pool.php.placement.itemKey(for: session.id.span).bytes, flags: kept.flags, expiry: expiry,
        value: value)
      guard let facts = place.item else {
        writes.append(CopyWrite(node: place.node, item: item, cas: nil))
        continue
      }
      let digest = SurvivorSpool.digest(facts.flags, shown.value(session.row, on: place.node) ?? [])
      if digest == old { continue }
      guard digest == kept.seen, let cas = facts.cas else { return .nothing(.undecided("it went on again")) }
      writes.append(CopyWrite(node: place.node, item: item, cas: cas))
    }
    return writes.isEmpty ? .nothing(.whole) : .writes(writes)
  }
}

extension Pool {
  /// - Parameter end: a Unix second; nil: never.
  fileprivate func expiry(at end: Int64?, now: Int64) -> Expiry {
    guard let end else { return .never }
    return datesSessions
      ? .at(min(end, Expiry.lastSecond)) : Expiry(remaining: .seconds(end - now), now: now)
  }
}
