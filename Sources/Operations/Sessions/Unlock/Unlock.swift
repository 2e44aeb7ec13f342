public import MemcacheClient
import MemcacheProtocol
import Placement

/// Freeing the locks of sessions: each only as long as it is the hold that was looked at.
public struct Unlock: Sendable {
  public let pool: SessionPool
  let sessions: [SessionKeys]
  /// Also locks that a request may still hold.
  let force: Bool

  /// - Parameter ids: of sessions for which PHP has a place.
  public init(_ ids: [[UInt8]], in pool: SessionPool, force: Bool) {
    self.pool = pool
    self.force = force
    sessions = ids.map { SessionKeys($0, pool.php.placement) }
  }
}

/// What freeing locks would do: an action for each session and node that has its lock.
public struct UnlockPlan: ActPlan {
  public struct Action: PlannedAction {
    /// Empty for a node that gave no answer.
    public let id: [UInt8]
    public let node: String
    public let state: NodeState
    public let reason: String
    /// What to do about a node that gave no answer.
    public let remedy: String?
    /// Nil for a node that gave no answer.
    public let lock: SessionLock?
    public var result: String?
    /// Nil for a lock that stays.
    fileprivate(set) var hold: LockHold?

    public var changesNode: Bool { hold != nil }
    public var isMissed: Bool { lock == nil }
    /// It can still be in use.
    public var isRefused: Bool { lock != nil && hold == nil }
    public var isDone: Bool { result == LockHold.Fate.freed.text || result == LockHold.Fate.gone.text }
    public var auditName: String { "unlock" }
    public var auditCounts: [String: Int] { ["locks": 1] }
    public var auditIDs: [[UInt8]] { [id] }
  }

  public let pool: String
  public var actions: [Action]
  public let refusals: [PlanRefusal]
  /// The sessions of which no node that answered has a lock.
  public let notLocked: [[UInt8]]
  public let unasked: [Unasked]

  public var isPartial: Bool { !unasked.isEmpty }
}

extension Unlock {
  /// Looks at every node, since a pool that was changed may have locks anywhere. Reads only.
  ///
  /// Locks that can be in use stay. Where there are no others, the plan is refused because of them.
  public func plan() async -> UnlockPlan {
    let looks = await pool.live.ask { [sessions] _, client throws(NodeFailure) in
      try await client.look(atSayable: sessions)
    }
    var actions: [UnlockPlan.Action] = []
    for answer in looks {
      if let failure = answer.failure {
        actions.append(UnlockPlan.Action(skipping: failure))
        continue
      }
      guard let look = answer.value else { continue }
      for (session, item) in zip(sessions, look.locks) {
        guard let item else { continue }
        let lock = SessionLock(item, of: pool.php)
        guard lock.isTaken else { continue }
        actions.append(
          UnlockPlan.Action(
            id: session.id, node: answer.node.name, state: .up, reason: lock.account(pool.php), remedy: nil, lock: lock,
            hold: LockHold(session.lock, item, lock, endsAt: look.end(of: item), of: pool.php.handler)))
      }
    }
    var refusals = pool.refusals("where a session's lock is")
    let inUse = force ? [] : actions.indices.filter { actions[$0].lock.map { $0.state != .abandoned } ?? false }
    if inUse.count == actions.count(where: \.changesNode) {
      refusals += inUse.map { .inUse(actions[$0]) }
    } else {
      for index in inUse { actions[index].hold = nil }
    }
    let held = Set(actions.map(\.id))
    let unasked = Unasked.all(sessions, looks.compactMap(\.value))
    let unknown = Set(unasked.map(\.id))
    return UnlockPlan(
      pool: pool.source, actions: actions, refusals: refusals,
      notLocked: sessions.map(\.id).filter { !held.contains($0) && !unknown.contains($0) }, unasked: unasked)
  }

  public func carryOut(_ plan: UnlockPlan, log: AuditLog) async -> ActOutcome<UnlockPlan> {
    var nodes = OpenNodes(pool.live)
    let outcome = await plan.carriedOut(log: log) { action in
      var done = action
      guard let hold = action.hold, let index = pool.live.nodes.firstIndex(where: { $0.name == action.node }) else {
        return done
      }
      if nodes.failures[index] != nil {
        done.result = "not freed: not tried, since the node had failed"
        return done
      }
      let fates = await nodes.ask([index]) { _, client throws(NodeFailure) in try await client.free(hold) }
      done.result = fates[index]?.text ?? nodes.failures[index].map(UnlockPlan.Action.result)
      return done
    }
    nodes.close()
    return outcome
  }
}

extension UnlockPlan.Action {
  fileprivate static func result(_ failure: NodeFailure) -> String {
    failure.leavesOpen
      ? "unknown: the node did not answer (\(failure.reason)); it may free this lock when it goes on, no other one"
      : "not freed: \(failure.reason)"
  }
}

extension UnlockPlan.Action {
  init(skipping failure: NodeFailure) {
    self.init(
      id: [], node: failure.node, state: failure.state, reason: "\(failure.state.rawValue): \(failure.reason)",
      remedy: failure.remedy, lock: nil, hold: nil)
  }
}

extension PlanRefusal {
  fileprivate static func inUse(_ action: UnlockPlan.Action) -> PlanRefusal {
    PlanRefusal(
      summary: "the lock of \(action.id.shortenedKey) on \(action.node) can still be in use: \(action.reason)",
      remedy:
        "see whether its request still runs (the web server's status page); --force frees it all the same, and if "
        + "that request lives, it and the next one write over each other")
  }
}
