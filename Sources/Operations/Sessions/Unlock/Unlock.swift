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
    let hold: LockHold?

    public var changesNode: Bool { hold != nil }
    public var isMissed: Bool { state != .up }
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
}

extension Unlock {
  /// Looks at every node, since a pool that was changed may have locks anywhere. Reads only.
  public func plan() async -> UnlockPlan {
    let looks = await pool.live.ask { [sessions] _, client throws(NodeFailure) in
      try await client.look(at: sessions, [])
    }
    var actions: [UnlockPlan.Action] = []
    var refusals = pool.refusals("where a session's lock is")
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
        let action = UnlockPlan.Action(
          id: session.id, node: answer.node.name, state: .up, reason: lock.account(pool.php), remedy: nil, lock: lock,
          hold: LockHold(session.lock, item, lock, endsAt: look.end(of: item), of: pool.php.handler))
        actions.append(action)
        if lock.state != .abandoned, !force { refusals.append(.inUse(action)) }
      }
    }
    let held = Set(actions.map(\.id))
    return UnlockPlan(
      pool: pool.source, actions: actions, refusals: refusals,
      notLocked: sessions.map(\.id).filter { !held.contains($0) })
  }

  public func carryOut(_ plan: UnlockPlan, log: AuditLog) async -> ActOutcome<UnlockPlan> {
    await plan.carriedOut(log: log) { action in
      var done = action
      guard let hold = action.hold, let node = pool.live.nodes.first(where: { $0.name == action.node }) else {
        return done
      }
      let answers = await pool.live.ask([node]) { _, client throws(NodeFailure) in try await client.free(hold) }
      switch answers[0].result {
      case .success(let fate): done.result = fate.text
      case .failure(let failure):
        done.result =
          failure.wasSent && failure.state != .up
          ? "unknown: the node did not answer (\(failure.reason)); it may free this lock when it goes on, no other one"
          : "not freed: \(failure.reason)"
      }
      return done
    }
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
