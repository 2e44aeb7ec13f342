public import MemcacheClient
import MemcacheProtocol
import Placement

/// Removing sessions for good: every copy and every lock, on every node, strays included.
///
/// A request that has a session open writes it again when it ends, whoever has the lock by then: neither extension looks
/// at it before it writes. To wait for the lock first would take as long as that request does, and keep the next ones
/// waiting. So none is taken: whoever had one open while it was removed, and what is there again afterwards, is looked
/// for and said.
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
    /// `remove`, also where there is nothing while another node has something, since PHP may write there meanwhile;
    /// `skip` where the node gives no answer, `none` where no node has anything of them.
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
  public let unasked: [Unasked]
  /// How many a request may have open now: PHP writes them again when it ends. Nil: PHP locks none, so nobody knows.
  public let open: Int?

  public var isPartial: Bool { !unasked.isEmpty }
}

extension Remove {
  /// Counts what is there. Reads only.
  public func plan() async -> RemovePlan {
    let looks = await pool.live.ask { [sessions] _, client throws(NodeFailure) in
      try await client.look(atSayable: sessions)
    }
    var livePlaces = LivePlaces(pool)
    let places = sessions.map { livePlaces.places(of: $0.id) }
    var found: Set<Int> = []
    var open: Set<Int> = []
    var isAnywhere = false
    for look in looks.compactMap(\.value) {
      found.formUnion(look.data)
      open.formUnion(look.taken(in: pool.php))
      isAnywhere = isAnywhere || !look.data.isEmpty || !look.lockItems.isEmpty
    }
    let unasked = Unasked.all(sessions, looks.compactMap(\.value))
    let actions = looks.enumerated().map { number, answer in
      switch answer.result {
      case .failure(let failure): return RemovePlan.Action(skipping: failure)
      case .success(let look):
        let copies = look.data.count { places[$0].contains(number) }
        let named = look.data.isEmpty ? look.lockItems : look.data
        return RemovePlan.Action(
          answer.node.name, isAnywhere: isAnywhere, copies: copies, strays: look.data.count - copies,
          locks: look.lockItems.count, ids: named.map { sessions[$0].id })
      }
    }
    return RemovePlan(
      pool: pool.source, actions: actions, refusals: pool.refusals("how the items of a session are called"),
      sessions: found.count, missing: sessions.count - found.count - unasked.count, unasked: unasked,
      open: pool.php.locksSessions ? open.count : nil)
  }
}

extension SessionLook {
  /// The positions of the sessions that have data here.
  var data: [Int] { items.indices.filter { items[$0] != nil } }
  /// Those that have an item for the lock, held or not.
  var lockItems: [Int] { locks.indices.filter { locks[$0] != nil } }

  /// Those whose lock somebody has.
  func taken(in pool: Pool) -> [Int] {
    locks.indices.filter { locks[$0].map { SessionLock($0, of: pool).isTaken } ?? false }
  }
}

extension RemovePlan.Action {
  fileprivate init(skipping failure: NodeFailure) {
    self.init(
      node: failure.node, state: failure.state, action: "skip",
      reason: "\(failure.state.rawValue): \(failure.reason); what it has of them stays", remedy: failure.remedy,
      copies: 0, strays: 0, locks: 0, auditIDs: [])
  }

  fileprivate init(_ node: String, isAnywhere: Bool, copies: Int, strays: Int, locks: Int, ids: [[UInt8]]) {
    self.init(
      node: node, state: .up, action: isAnywhere ? "remove" : "none",
      reason: copies + strays + locks == 0
        ? "it has nothing of them" : "copies: \(copies), strays: \(strays), items of locks: \(locks)",
      remedy: nil, copies: copies, strays: strays, locks: locks, auditIDs: ids)
  }
}
