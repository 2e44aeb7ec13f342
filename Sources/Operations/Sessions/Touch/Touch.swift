public import MemcacheClient
import MemcacheProtocol
import Placement

/// Giving all copies of a session the same end.
///
/// One Unix second, so that the copies stay equal in all that PHP and mcpool go by. The end of an item is also all that
/// tells which of two copies was written later. So copies that differ are not touched, none is while another may be on a
/// node that gives no answer, and none ends later than PHP's next write would end it.
///
/// The copies are those where PHP writes with all nodes up. What is elsewhere, strays of a pool that was changed, PHP
/// neither reads nor writes there, so it keeps its end; it is looked for, and said.
public struct Touch: Sendable {
  public let pool: SessionPool
  let session: SessionKeys
  let ttl: Duration

  /// - Parameters:
  ///   - id: of a session for which PHP has a place.
  ///   - ttl: from now on; a second at least.
  public init(_ id: [UInt8], for ttl: Duration, in pool: SessionPool) {
    self.pool = pool
    self.ttl = ttl
    session = SessionKeys(id, pool.php.placement)
  }
}

/// What a touch would do: an action for each node where PHP has the session, then one for each other that has a stray, or
/// may have.
public struct TouchPlan: ActPlan {
  public struct Action: PlannedAction {
    public let id: [UInt8]
    public let node: String
    public let state: NodeState
    /// `touch`; `skip` where the node gives no answer, `none` where it has no copy, and where PHP has no place for it.
    public let action: String
    public let reason: String
    public let remedy: String?
    /// Nil for a node without a place for the session that gives no answer.
    public let role: FoundItem.Role?
    /// What it has left now; nil: it never ends, or that is not known.
    public let ttl: Duration?
    public var result: String?
    /// Nil where there is no copy.
    let cas: UInt64?

    public var changesNode: Bool { action == "touch" }
    public var isMissed: Bool { action == "skip" }
    public var isDone: Bool { result == "touched" }
    public var auditName: String { "touch" }
    public var auditCounts: [String: Int] { ["copies": 1] }
    public var auditIDs: [[UInt8]] { [id] }
  }

  public let pool: String
  public var actions: [Action]
  public let refusals: [PlanRefusal]
  /// The Unix second that the copies shall end in; nil: nobody has one, or their clocks do not allow it.
  public let expires: Int64?
  public let remarks: [String]
}

extension Touch {
  private typealias Answer = NodeReport<LiveNode, SessionLook>
  private typealias Copy = (node: LiveNode, look: SessionLook, item: StoredItem)

  /// At where PHP has the session, owner first.
  private func look() async -> [Answer] {
    await pool.live.ask(pool.places(of: session.id).map { pool.live.nodes[$0] }) {
      [session] _, client throws(NodeFailure) in
      try await client.look(at: [session], [.value, .cas])
    }
  }

  private func copies(_ looks: [Answer]) -> [Copy] {
    looks.compactMap { answer in answer.value.flatMap { look in look.items[0].map { (answer.node, look, $0) } } }
  }

  /// Looks at all nodes. Reads only.
  public func plan() async -> TouchPlan {
    async let others = lookElsewhere()
    let looks = await look()
    let copies = copies(looks)
    let actions =
      looks.enumerated().map { action($1, $0 == 0 ? .owner : .copy) }
      + strays(await others, beside: copies.map(\.item))
    guard let first = copies.first else {
      return TouchPlan(pool: pool.source, actions: actions, refusals: [], expires: nil, remarks: [])
    }
    var refusals = pool.refusals("where its copies are")
    if let lifetime = pool.php.sessionLifetime, ttl > lifetime { refusals.append(.outlives(ttl, lifetime)) }
    for answer in looks {
      if let failure = answer.failure { refusals.append(.silent(answer.node.name, failure)) }
    }
    if let other = copies.first(where: { differ($0, first) }) {
      refusals.append(.differ(session.id, first.node.name, other.node.name))
    }
    let clocks = copies.compactMap { clockRefusal($0.node, $0.look) }
    return TouchPlan(
      pool: pool.source, actions: actions, refusals: refusals + clocks, expires: clocks.isEmpty ? end(copies) : nil,
      remarks: remarks(looks))
  }

  private func differ(_ one: Copy, _ other: Copy) -> Bool { !one.item.isSame(as: other.item) }

  /// From the earliest of the clocks on, so that no server counts more than what was asked for, which can be PHP's own
  /// lifetime.
  private func end(_ copies: [Copy]) -> Int64? {
    let clocks = copies.compactMap { copy in
      copy.look.second.flatMap { second in copy.look.skew.map { min(second, second - Int64($0)) } }
    }
    return clocks.min().map { $0 + ttl.components.seconds }
  }

  private func clockRefusal(_ node: LiveNode, _ look: SessionLook) -> PlanRefusal? {
    guard let skew = look.skew else { return .withoutClock(node.name) }
    return abs(skew) > Self.tolerance ? .clock(node.name, ahead: Int(skew)) : nil
  }

  /// Seconds that a server's clock may differ: whole seconds lag up to two behind, and a busy machine looks late.
  private static let tolerance: Double = 5

  private func action(_ answer: Answer, _ role: FoundItem.Role) -> TouchPlan.Action {
    func action(_ state: NodeState, _ name: String, _ reason: String, _ remedy: String?, _ item: StoredItem?)
      -> TouchPlan.Action
    {
      TouchPlan.Action(
        id: session.id, node: answer.node.name, state: state, action: name, reason: reason, remedy: remedy,
        role: role, ttl: item?.life?.ttl, cas: item?.cas)
    }
    if let failure = answer.failure {
      return action(
        failure.state, "skip", "\(failure.state.rawValue): \(failure.reason); its copy, if it has one, keeps its end",
        failure.remedy, nil)
    }
    guard let item = answer.value?.items[0] else {
      return action(.up, "none", "it has no copy, and a touch makes none", nil, nil)
    }
    return action(.up, "touch", "a copy of \(item.valueBytes) bytes", nil, item)
  }

  private func remarks(_ looks: [Answer]) -> [String] {
    var remarks: [String] = []
    for answer in looks {
      if let item = answer.value?.locks[0], SessionLock(item, of: pool.php).isTaken {
        remarks.append(
          "a request has the session open now (locked on \(answer.node.name)): when it ends, PHP sets its own end")
      }
    }
    return remarks
  }

  public func carryOut(_ plan: TouchPlan, log: AuditLog) async -> ActOutcome<TouchPlan> {
    let change = await change(since: plan)
    return await plan.carriedOut(log: log) { [session] action in
      var done = action
      if let change {
        done.result = "not touched: \(change)"
        return done
      }
      guard let end = plan.expires, let node = pool.live.nodes.first(where: { $0.name == action.node }) else {
        return done
      }
      let answers = await pool.live.ask([node]) { _, client throws(NodeFailure) -> String in
        guard try await client.touch([session.item], .at(end)) == [true] else {
          return "not touched: the session is gone meanwhile"
        }
        let look: SessionLook
        do throws(NodeFailure) {
          look = try await client.look(at: [session], [.cas])
        } catch {
          return "touched, but whether it stays so is not known: \(error.reason)"
        }
        guard let item = look.items[0] else { return "touched, and gone since then" }
        if item.cas != action.cas { return "touched, but PHP has written the session meanwhile" }
        if item.life != nil, look.end(of: item) != end { return "answered, but the copy has another end" }
        return "touched"
      }
      switch answers[0].result {
      case .success(let result): done.result = result
      case .failure(let failure):
        done.result =
          failure.leavesOpen
          ? "unknown: the node did not answer (\(failure.reason)); it may still do it"
          : "not touched: \(failure.reason)"
      }
      return done
    }
  }
}

extension Touch {
  /// What is no longer as the plan saw it; nil: all is. A page may have written one of the copies alone meanwhile, and then
  /// the ends must stay as they are.
  private func change(since plan: TouchPlan) async -> String? {
    let looks = await look()
    for (answer, action) in zip(looks, plan.actions) {
      if let failure = answer.failure { return "\(answer.node.name) gives no answer any more (\(failure.reason))" }
      let item = answer.value?.items[0]
      if (item != nil) != action.changesNode || item?.cas != action.cas {
        return "PHP has written or removed the session on \(answer.node.name) meanwhile; look again"
      }
    }
    // Servers without CAS (-C) tell no change by it.
    let copies = copies(looks)
    if let first = copies.first, let other = copies.first(where: { differ($0, first) }) {
      return "the copies on \(first.node.name) and \(other.node.name) differ now"
    }
    return nil
  }
}

extension PlanRefusal {
  fileprivate static func outlives(_ ttl: Duration, _ lifetime: Duration) -> PlanRefusal {
    let most = lifetime.components.seconds
    return PlanRefusal(
      summary:
        "\(ttl.components.seconds) s are more than PHP gives a session (session.gc_maxlifetime, \(most) s): a copy that "
        + "misses a later write would end last all the same, and pass for the newest",
      remedy: "ask for \(most)s at most, or raise session.gc_maxlifetime on all web hosts first")
  }

  fileprivate static func silent(_ node: String, _ failure: NodeFailure) -> PlanRefusal {
    PlanRefusal(
      summary:
        "\(node) \(failure.state == .up ? "cannot be asked for it" : "gives no answer") (\(failure.reason)): a copy there "
        + "would keep its end, and could pass for the newest later although it is not",
      remedy: failure.remedy)
  }

  fileprivate static func clock(_ node: String, ahead seconds: Int) -> PlanRefusal {
    PlanRefusal(
      summary:
        "the clock of \(node) is \(abs(seconds)) s \(seconds > 0 ? "ahead of" : "behind") this machine's: the same end "
        + "comes as much \(seconds > 0 ? "earlier" : "later") there",
      remedy:
        "is this machine's clock right (date)? A server takes its clock at its start, and one with a wrong clock is "
        + "mended by a restart only, which loses what it holds")
  }

  fileprivate static func differ(_ id: [UInt8], _ first: String, _ second: String) -> PlanRefusal {
    PlanRefusal(
      summary:
        "the copies of \(id.shortenedKey) on \(first) and \(second) differ, and with the same end nothing tells any "
        + "more which was written later",
      remedy:
        "mcpool session show says what is known of them; visit the page once, so that PHP writes both, or remove one")
  }

  fileprivate static func withoutClock(_ node: String) -> PlanRefusal {
    PlanRefusal(
      summary: "\(node) does not tell its time (stats), so the end of the session cannot be dated",
      remedy: "is there a proxy in front of it? name the memcached itself with --map")
  }
}
