public import MemcacheClient
import MemcacheProtocol
import Placement

/// Giving all copies of a session the same end.
///
/// One Unix second, so that the copies stay equal in all that PHP and mcpool go by. Copies that differ are not touched: the
/// end of an item is all that tells which was written later.
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

/// What a touch would do: an action for each node where PHP has the session.
public struct TouchPlan: ActPlan {
  public struct Action: PlannedAction {
    public let id: [UInt8]
    public let node: String
    public let state: NodeState
    /// `touch`; `skip` where the node gives no answer, `none` where it has no copy.
    public let action: String
    public let reason: String
    public let remedy: String?
    public let isOwner: Bool
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
  /// The Unix second that the copies shall end in; nil: nobody has one.
  public let expires: Int64?
  public let remarks: [String]
}

extension Touch {
  /// Looks at the nodes where PHP has the session. Reads only.
  public func plan() async -> TouchPlan {
    var candidates = Candidates()
    let placement = pool.php.placement
    placement.place(session.id.span, into: &candidates)
    let indices = pool.liveIndices
    var places: [LiveNode] = []
    for position in 0..<candidates.count {
      let node = pool.live.nodes[indices[candidates[position]]]
      if !places.contains(node) { places.append(node) }
    }
    let looks = await pool.live.ask(places) { [session] _, client throws(NodeFailure) in
      try await client.look(at: [session], [.value, .cas])
    }
    let copies = looks.compactMap { answer in
      answer.value.flatMap { look in look.items[0].map { (answer.node, look, $0) } }
    }
    guard let (ownerNode, owner, first) = copies.first else {
      return TouchPlan(
        pool: pool.source, actions: looks.map { action($0, owner: places.first) }.filter { $0.action == "skip" },
        refusals: [], expires: nil, remarks: [])
    }
    var refusals = pool.refusals("where its copies are")
    for (node, _, item) in copies.dropFirst() where item.value != first.value || item.flags != first.flags {
      refusals.append(.differ(session.id, ownerNode.name, node.name))
    }
    let second = owner.second.map { $0 + ttl.components.seconds }
    if second == nil { refusals.append(.withoutClock(ownerNode.name)) }
    return TouchPlan(
      pool: pool.source, actions: looks.map { action($0, owner: places.first) }, refusals: refusals, expires: second,
      remarks: remarks(looks, owner: (ownerNode, owner), isFirst: ownerNode == places.first))
  }

  private func action(_ answer: NodeReport<LiveNode, SessionLook>, owner: LiveNode?) -> TouchPlan.Action {
    func action(_ state: NodeState, _ name: String, _ reason: String, _ remedy: String?, _ item: StoredItem?)
      -> TouchPlan.Action
    {
      TouchPlan.Action(
        id: session.id, node: answer.node.name, state: state, action: name, reason: reason, remedy: remedy,
        isOwner: answer.node == owner, ttl: item?.life?.ttl, cas: item?.cas)
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

  private func remarks(
    _ looks: [NodeReport<LiveNode, SessionLook>], owner: (node: LiveNode, look: SessionLook), isFirst: Bool
  ) -> [String] {
    var remarks: [String] = []
    if !isFirst {
      remarks.append(
        "the first node of the session has no copy or gives no answer; the end is dated by \(owner.node.name)")
    }
    for answer in looks {
      guard let look = answer.value else { continue }
      if answer.node != owner.node, look.items[0] != nil, let there = look.skew, let here = owner.look.skew,
        // Whole seconds of clocks that lag up to two behind leave as much open.
        abs(there - here) > 2
      {
        let difference = Int(abs(there - here))
        remarks.append(
          "the clock of \(answer.node.name) is \(difference) s \(there > here ? "ahead of" : "behind") that of "
            + "\(owner.node.name): its copy ends as much \(there > here ? "earlier" : "later")")
      }
      if let item = look.locks[0], SessionLock(item, of: pool.php).isTaken {
        remarks.append(
          "a request has the session open now (locked on \(answer.node.name)): when it ends, PHP sets its own end")
      }
    }
    return remarks
  }

  public func carryOut(_ plan: TouchPlan, log: AuditLog) async -> ActOutcome<TouchPlan> {
    await plan.carriedOut(log: log) { [session] action in
      var done = action
      guard let end = plan.expires, let node = pool.live.nodes.first(where: { $0.name == action.node }) else {
        return done
      }
      let answers = await pool.live.ask([node]) { _, client throws(NodeFailure) -> String in
        guard try await client.touch(session.item, .at(end)) else {
          return "not touched: the session is gone meanwhile"
        }
        let look = try await client.look(at: [session], [.cas])
        guard let item = look.items[0] else { return "touched, and gone since then" }
        if item.cas != action.cas { return "touched, but PHP has written the session meanwhile" }
        if item.life != nil, look.end(of: item) != end { return "answered, but the copy has another end" }
        return "touched"
      }
      switch answers[0].result {
      case .success(let result): done.result = result
      case .failure(let failure):
        done.result =
          failure.wasSent && failure.state != .up
          ? "unknown: the node did not answer (\(failure.reason)); it may still do it"
          : "not touched: \(failure.reason)"
      }
      return done
    }
  }
}

extension PlanRefusal {
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
