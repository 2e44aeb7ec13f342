public import MemcacheClient
import MemcacheProtocol
import Placement

/// Removing sessions for good: every copy and every lock, on every node, strays included.
public struct Remove: Sendable {
  public let pool: SessionPool
  let sessions: [SessionKeys]

  /// - Parameter ids: of sessions for which PHP has a place; each once.
  public init(_ ids: [[UInt8]], in pool: SessionPool) {
    self.pool = pool
    sessions = ids.map { SessionKeys($0, pool.php.placement) }
  }
}

/// What removing sessions would do: an action a node.
public struct RemovePlan: ActPlan {
  public struct Action: PlannedAction {
    public let node: String
    public let state: NodeState
    /// `remove`; `skip` where the node gives no answer, `none` where it has nothing of them.
    public let action: String
    public let reason: String
    public let remedy: String?
    /// Data where PHP has a place for it.
    public let copies: Int
    /// Data anywhere else.
    public let strays: Int
    /// Items of locks, held or not.
    public let locks: Int
    public var result: String?
    /// What is removed, data first, as PHP does it.
    let keys: [[UInt8]]
    public let auditIDs: [[UInt8]]

    public var changesNode: Bool { action == "remove" }
    public var isMissed: Bool { action == "skip" }
    public var isDone: Bool { result == "removed" }
    public var auditName: String { "remove" }
    public var auditCounts: [String: Int] { ["copies": copies, "strays": strays, "locks": locks] }
  }

  public let pool: String
  public var actions: [Action]
  public let refusals: [PlanRefusal]
  /// How many sessions have data on a node that answered.
  public let sessions: Int
  /// How many have none.
  public let missing: Int
  /// How many a request may have open now: PHP writes them again when it ends.
  public let open: Int
}

extension Remove {
  /// Counts what is there. Reads only.
  public func plan() async -> RemovePlan {
    let places = places()
    let looks = await pool.live.ask { [sessions] _, client throws(NodeFailure) in
      try await client.look(at: sessions, [])
    }
    var found: Set<Int> = []
    var open: Set<Int> = []
    var actions: [RemovePlan.Action] = []
    for (number, answer) in looks.enumerated() {
      if let failure = answer.failure {
        actions.append(RemovePlan.Action(skipping: failure))
        continue
      }
      guard let look = answer.value else { continue }
      let data = sessions.indices.filter { look.items[$0] != nil }
      let locks = sessions.indices.filter { look.locks[$0] != nil }
      found.formUnion(data)
      open.formUnion(locks.filter { look.locks[$0].map { SessionLock($0, of: pool.php).isTaken } ?? false })
      actions.append(
        RemovePlan.Action(
          answer.node.name, copies: data.count { places[$0].contains(number) }, data: data.map { sessions[$0] },
          locks: locks.map { sessions[$0] }))
    }
    return RemovePlan(
      pool: pool.source, actions: actions, refusals: pool.refusals("how the items of a session are called"),
      sessions: found.count, missing: sessions.count - found.count, open: open.count)
  }

  /// For each session the indices of the live nodes where PHP has it.
  private func places() -> [[Int]] {
    let placement = pool.php.placement
    let indices = pool.liveIndices
    var candidates = Candidates()
    return sessions.map { session in
      candidates.removeAll()
      placement.place(session.id.span, into: &candidates)
      return (0..<candidates.count).map { indices[candidates[$0]] }
    }
  }

  public func carryOut(_ plan: RemovePlan, log: AuditLog) async -> ActOutcome<RemovePlan> {
    await plan.carriedOut(log: log) { action in
      var done = action
      guard let node = pool.live.nodes.first(where: { $0.name == action.node }) else { return done }
      let answers = await pool.live.ask([node]) { _, client throws(NodeFailure) -> Int in
        for key in action.keys { _ = try await client.delete(key) }
        return try await client.items(action.keys, []).count { $0 != nil }
      }
      switch answers[0].result {
      case .success(0): done.result = "removed"
      case .success(let left):
        done.result = "removed, but \(left) of the items are there again: PHP has written them meanwhile"
      case .failure(let failure): done.result = "not all removed: \(failure.reason)"
      }
      return done
    }
  }
}

extension RemovePlan.Action {
  fileprivate init(skipping failure: NodeFailure) {
    self.init(
      node: failure.node, state: failure.state, action: "skip",
      reason: "\(failure.state.rawValue): \(failure.reason); what it has of them stays", remedy: failure.remedy,
      copies: 0,
      strays: 0, locks: 0, keys: [], auditIDs: [])
  }

  fileprivate init(_ node: String, copies: Int, data: [SessionKeys], locks: [SessionKeys]) {
    let isNothing = data.isEmpty && locks.isEmpty
    self.init(
      node: node, state: .up, action: isNothing ? "none" : "remove",
      reason: isNothing
        ? "it has nothing of them" : "\(copies) copies, \(data.count - copies) strays, \(locks.count) items of locks",
      remedy: nil, copies: copies, strays: data.count - copies, locks: locks.count,
      keys: data.map(\.item) + locks.map(\.lock), auditIDs: (data.isEmpty ? locks : data).map(\.id))
  }
}

extension RemovePlan.Action: Encodable {
  private enum CodingKeys: String, CodingKey { case node, state, action, reason, copies, strays, locks, result }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(node, forKey: .node)
    try container.encode(state, forKey: .state)
    try container.encode(action, forKey: .action)
    try container.encode(reason, forKey: .reason)
    try container.encode(copies, forKey: .copies)
    try container.encode(strays, forKey: .strays)
    try container.encode(locks, forKey: .locks)
    try container.encode(result, forKey: .result)
  }
}
