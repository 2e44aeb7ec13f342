public import MemcacheClient
import MemcacheProtocol
import Placement
import Replay

/// Mends the copies of a pool's sessions once: looks at every session on every node, and makes old and missing copies
/// what the newest one is.
public struct Recovery: Sendable {
  /// A plan with the sessions that it is about.
  public struct Prepared: Sendable {
    public internal(set) var plan: RecoverPlan
    let work: [CopyReview.Work]
    let ended: [EndedSessions.Ended]
    /// How the nodes were before they were listed, by name.
    let marks: [String: NodeMark]
    let extent: Mender.Extent?
  }

  public let pool: SessionPool
  public let policy: RecoveryPolicy
  /// Only sessions that have a place on one of these, by index in the live pool; nil: all.
  public let nodes: Set<Int>?
  /// Sessions that ended while their last node was away are removed from it.
  public let removesEnded: Bool
  private let files: GuardFiles
  private let restoring: RiskRestoring?

  /// How long to wait for requests that have a session open.
  private static let patience = Duration.seconds(30)

  /// - Parameters:
  ///   - files: where a guard has left what it knows.
  ///   - restoresListed: sessions that a guard has listed as gone on from old copies are given back.
  public init(
    _ pool: SessionPool, policy: RecoveryPolicy, nodes: Set<Int>?, files: GuardFiles, removesEnded: Bool = false,
    restoresListed: Bool = false
  ) {
    self.pool = pool
    self.policy = policy
    self.nodes = nodes
    self.removesEnded = removesEnded
    self.files = files
    restoring = restoresListed ? RiskRestoring(pool, files, nodes: nodes) : nil
  }

  /// Looks at the nodes and says what would be done. Reads only.
  ///
  /// Throws `ScratchFailure` when there is no room for the listing, and `CancellationError`.
  public func plan() async throws -> Prepared {
    var marks: [String: NodeMark] = [:]
    let looks = await pool.live.ask { _, client throws(NodeFailure) in NodeMark(try await NodeFacts(of: client)) }
    for look in looks { marks[look.node.name] = look.value ?? nil }
    var found = try await CopySearch.run(pool, nodes: nodes)
    var review = CopyReview(pool, ends: await EndedSessions(pool, files.known))
    review.count(alike: found.alike)
    let suspects = found.suspects
    found.suspects = []
    try await review.look(at: suspects)
    let extent = pool.php.extent(policy)
    let actions = zip(pool.live.nodes.indices, found.nodes).map { index, node in
      RecoverPlan.Action(node, review.counts[index], policy: policy, extent, why: reason(extent))
    }
    let plan = RecoverPlan(
      pool: pool.source, actions: (restoring?.plan ?? []) + actions + (removesEnded ? removals(review.ended) : []),
      refusals: await refusals(),
      doubts: review.doubts,
      remarks: remarks)
    return Prepared(plan: plan, work: review.work, ended: review.ended, marks: marks, extent: extent)
  }

  private var remarks: [String] {
    let unlocked =
      pool.php.locksSessions
      ? []
      : [
        "PHP locks no sessions here: a request that is under way while its session is mended may write over that; run it "
          + "twice"
      ]
    let unproved =
      removesEnded && !EndedSessions.canProve(pool)
      ? [
        "--remove-ended removes nothing here: with session.lazy_write php-memcached lengthens a session's life on one node "
          + "only, so that a missing copy proves nothing"
      ] : []
    return unlocked + unproved
  }

  private func refusals() async -> [PlanRefusal] {
    if policy == .report { return [] }
    let release = pool.refusals("which copies PHP reads")
    guard let node = await pool.nodeWithoutCAS() else { return release }
    return release + [
      PlanRefusal(
        summary:
          "\(node) keeps no CAS (-C), so nothing can be written there without the danger of overwriting what PHP "
          + "writes at the same time",
        remedy: "start that memcached without -C; --policy report only looks")
    ]
  }

  /// Tells guards that the pool is mended, and workers that avoided a node were restarted: what they wait for is over. A
  /// node that began anew since the plan was made is left out.
  ///
  /// Throws when the log cannot be written; nothing is told then.
  public func settle(_ prepared: Prepared, log: AuditLog) async throws(AuditLog.Unwritable) {
    for action in prepared.plan.actions where action.state == .up && prepared.marks[action.node] != nil {
      let told = RecoverPlan.Action(
        node: action.node, state: .up, action: "settle", reason: "", remedy: nil, policy: policy.rawValue,
        safe: action.safe, atRisk: 0, lost: 0, undecided: action.undecided, onlyCopy: action.onlyCopy,
        foreign: action.foreign, result: nil)
      try log.append(AuditEntry(source: prepared.plan.pool, told, result: "guards are told that it is mended"))
    }
    for (index, node) in pool.live.nodes.enumerated() {
      let answers = await pool.live.ask([node]) { _, client throws(NodeFailure) in
        NodeMark(try await NodeFacts(of: client))
      }
      guard let before = prepared.marks[node.name], let mark = answers[0].value ?? nil,
        NodeReturn(before: before, after: mark) == .neverDown
      else { continue }
      try? await Claim(pool, on: index, guardID: "").mark(Claim.Marker(mended: mark.seen, settled: mark.seen))
    }
  }

  private func removals(_ ended: [EndedSessions.Ended]) -> [RecoverPlan.Action] {
    Dictionary(grouping: ended, by: \.node).sorted { $0.key < $1.key }.map { index, ended in
      RecoverPlan.Action(
        node: pool.live.nodes[index].name, state: .up, action: "remove",
        reason: "\(ended.count) sessions ended while this node was away", remedy: nil, policy: "remove-ended", safe: 0,
        atRisk: 0, lost: 0, undecided: 0, onlyCopy: ended.count, foreign: 0, result: nil)
    }
  }

  /// Why nothing is written.
  private func reason(_ extent: Mender.Extent?) -> String {
    if policy == .report { return "only a report was asked for" }
    guard extent == nil else { return "" }
    switch Cure(for: pool.php, isEmpty: false) {
    case .leave(let reason), .report(let reason): return reason.words
    case .flush, .refill, .addMissing: return "its rule needs nothing"
    }
  }

  /// Does one action after the other. A session that needs copies on several nodes is mended with the first of them.
  public func carryOut(_ prepared: Prepared, log: AuditLog) async -> ActOutcome<RecoverPlan> {
    var left = prepared.work
    let extent = prepared.extent ?? .addsMissing
    var mender = Mender(pool, extent)
    let places = Dictionary(
      pool.live.nodes.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let outcome = await prepared.plan.carriedOut(log: log) { action in
      var done = action
      guard let node = places[action.node] else { return done }
      switch action.action {
      case "restore": done.result = await restoring?.restore(node, patience: Self.patience)
      case "remove": done.result = await remove(prepared.ended.filter { $0.node == node }, from: node)
      default:
        let turn = left.filter { $0.nodes(extent).contains(node) }
        left.removeAll { $0.nodes(extent).contains(node) }
        done.result = Mender.Summary(await mender.mend(turn.map(\.id), patience: Self.patience)).text
      }
      return done
    }
    mender.close()
    return outcome
  }

  private func remove(_ ended: [EndedSessions.Ended], from index: Int) async -> String {
    let keys = ended.map { pool.php.placement.itemKey(for: $0.id.span).bytes }
    let answers = await pool.live.ask([pool.live.nodes[index]]) { _, client throws(NodeFailure) in
      try await client.delete(keys, ifStill: ended.map(\.cas)).count { $0 == .changed }
    }
    switch answers[0].result {
    case .success(0): return "removed"
    case .success(let changed): return "removed, but \(changed) that PHP has written again"
    case .failure(let failure): return "not all removed: \(failure.reason)"
    }
  }
}

extension Mender {
  /// What came of many sessions.
  struct Summary {
    private(set) var mended = 0
    private(set) var copies = 0
    private(set) var whole: Int
    private(set) var undecided = 0
    private(set) var only = 0
    private(set) var gone = 0
    private(set) var busy = 0
    private(set) var failed = 0
    private(set) var failure: String?

    /// - Parameter alike: sessions whose copies needed no look.
    init(_ fates: [Fate], alike: Int = 0) {
      whole = alike
      for fate in fates { take(fate) }
    }

    private mutating func take(_ fate: Fate) {
      switch fate {
      case .whole: whole += 1
      case .mended(let written):
        mended += 1
        copies += written
      case .undecided: undecided += 1
      case .onlyCopy: only += 1
      case .gone: gone += 1
      case .busy: busy += 1
      case .failed(let reason):
        failed += 1
        failure = failure ?? reason
      }
    }

    /// For people.
    var words: String {
      if mended + whole + undecided + only == 0 { return "there was nothing to mend" }
      let written =
        mended > 0
        ? "\(copies) copies of \(mended) sessions written, \(whole) others were right"
        : "the copies of \(whole) sessions are alike"
      let single = only > 0 ? ", \(only) left that no other node has: they may have ended meanwhile" : ""
      return written + single + (undecided > 0 ? ", \(undecided) left since nothing tells which copy is newer" : "")
    }

    /// All that can be mended is.
    var isDone: Bool { busy == 0 && failed == 0 }

    var text: String {
      if isDone { return "mended" }
      let open = busy > 0 ? ["\(busy) were in use all the time"] : []
      let failures = failed > 0 ? ["\(failed) failed: \(failure ?? "")"] : []
      return "\(mended + whole) mended, \((open + failures).joined(separator: ", ")); run it again"
    }
  }
}

extension Cure.Reason {
  var words: String {
    switch self {
    case .healsByItself: "PHP reads the next copy and fills the node again by itself"
    case .oneCopy: "there is one copy of each session, so nothing is newer elsewhere"
    case .ownerHasNewest:
      "PHP writes nothing elsewhere while the first node of a session is away, so what it has is the newest"
    case .unknownRule: "how this release reads its copies was never measured"
    case .replaced: "it is another server, which ran elsewhere before: what it holds is anybody's"
    case .assumedRelease: "the extension's release is only assumed, and what helps depends on it"
    }
  }
}

extension RecoverPlan.Action {
  init(
    _ listed: ListedNode, _ counts: CopyReview.Counts, policy: RecoveryPolicy, _ extent: Mender.Extent?, why: String
  ) {
    let writes = extent == .addsMissing ? counts.missing : counts.missing + counts.old
    let action: String
    let reason: String
    if case .failed(let failure) = listed.outcome {
      action = "skip"
      reason = "\(failure.state.rawValue): \(failure.reason)"
    } else if listed.isOtherName {
      action = "none"
      reason = listed.remark?.summary ?? ""
    } else if !listed.isWhole {
      action = "skip"
      reason = listed.remark?.summary ?? "not all was listed"
    } else if let extent, writes > 0 {
      action = "refill"
      let old = extent == .replacesOld && counts.old > 0 ? ["\(counts.old) old copies"] : []
      let missing = counts.missing > 0 ? ["\(counts.missing) missing ones"] : []
      reason = (old + missing).joined(separator: " and ") + " become what the newest is"
    } else if counts.missing + counts.old > 0 {
      action = "leave"
      reason = why
    } else {
      action = "none"
      reason = "every copy here is the newest known"
    }
    self.init(
      node: listed.node.name, state: listed.state, action: action, reason: reason,
      remedy: listed.remark?.remedy, policy: policy.rawValue, safe: counts.newest, atRisk: counts.old,
      lost: counts.missing, undecided: counts.undecided, onlyCopy: counts.only, foreign: listed.foreign, result: nil)
  }
}

extension SessionPool {
  /// A node on which nothing can be compared before it is written over; nil: none of those that answer.
  func nodeWithoutCAS() async -> String? {
    let answers = await live.ask { _, client throws(NodeFailure) in
      StatTable(try await client.stats("settings"))["cas_enabled"]
    }
    return answers.first { $0.value == "no" }?.node.name
  }
}
