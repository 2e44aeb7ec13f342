import MemcacheClient
import Placement
import Replay

/// What is done for one node that came back, by whoever has the claim on it.
struct PoolAct: Sendable {
  private let pool: SessionPool
  private let log: AuditLog
  private let index: Int
  private let node: LiveNode
  /// The second of its first good answer.
  private let returned: Int
  /// The second of the last answer that was missing: from then on it may have been there for PHP.
  private let failed: Int
  /// Seconds that its clock is ahead of this machine's.
  private let ahead: Int
  /// At its last answer.
  private let seen: NodeMark?
  private let outage: GuardState.Outage?
  private let marks: OutageMarks?
  private let spool: SurvivorSpool?
  private let areOthersUp: Bool
  private let flaps: Bool
  private let slots: GuardSlots

  private static let patience = Duration.seconds(10)

  /// - Parameter returned: the second of its first good answer.
  init(_ watcher: PoolGuard, _ index: Int, _ returned: Int) {
    pool = watcher.pool
    log = watcher.log
    self.index = index
    node = pool.live.nodes[index]
    self.returned = returned
    let known = watcher.state.nodes[node.name]
    seen = known?.life.mark
    failed = known?.life.lastFailed ?? known?.outage?.since ?? returned
    ahead = seen.map { [known] in $0.seen - (known?.markedAt ?? $0.seen) } ?? 0
    outage = watcher.state.nodes[node.name]?.outage
    marks = outage.map { [pool] in watcher.state.marks(since: $0, on: pool.live.nodes.map(\.name), away: index) }
    spool = watcher.spools.spool(of: index)
    areOthersUp = pool.live.nodes.indices.allSatisfy { $0 == index || watcher.isUp($0) }
    flaps = watcher.flaps(index)
    slots = watcher.slots
  }

  /// - Parameter start: of the first good answer.
  func mend(_ kind: NodeReturn, _ claim: Claim, _ start: ContinuousClock.Instant) async -> PoolGuard.Done {
    do throws(NodeFailure) {
      // Whoever had the claim before may have done it all.
      if let marker = try await claim.marker(), let outage, marker.mended > outage.sinceThere { return .others }
      guard let mark = try await look() else { return Self.untold }
      let since = seen.map { NodeReturn(before: $0, after: mark) } ?? .neverDown
      let kind = since.isEmpty || since == .warmRestart || since == .replaced ? since : kind
      let wereOthersHere = kind == .neverDown ? try await wasReachedByOthers() : false
      var done: PoolGuard.Done
      switch Cure(for: pool.php, after: kind) {
      case .leave(let reason), .report(let reason): done = .nothing(reason.words)
      case .addMissing: done = await refill(.addsMissing, start, policy: .auto)
      case .refill: done = await refill(.replacesOld, start, policy: .auto)
      case .flush:
        done =
          if areOthersUp, !flaps, !wereOthersHere, let flushed = await flush() { flushed } else {
            await refill(.replacesOld, start, policy: .auto)
          }
      }
      if case .failed = done { return done }
      if wereOthersHere {
        done.remark("another guard reached it all the time, so perhaps only this machine could not")
      }
      guard let now = try await look()?.seen else { return Self.untold }
      try await claim.mark(Claim.Marker(mended: now, settled: nil))
      return done
    } catch {
      return .failed(nil, "\(error.state.rawValue): \(error.reason)")
    }
  }

  /// - Parameter due: the second from which on no worker avoids the node, by this machine's clock.
  func settle(_ extent: Mender.Extent, due: Int, _ claim: Claim) async -> PoolGuard.Done {
    do throws(NodeFailure) {
      let marker = try await claim.marker()
      if let settled = marker?.settled, settled >= due + ahead { return .others }
      let done = await refill(extent, .now, policy: .auto, usesSpool: false)
      if case .failed = done { return done }
      guard let now = try await look()?.seen else { return Self.untold }
      try await claim.mark(Claim.Marker(mended: marker?.mended ?? now, settled: now))
      return done
    } catch {
      return .failed(nil, "\(error.state.rawValue): \(error.reason)")
    }
  }

  static func withoutCAS(_ node: String) -> String {
    "\(node) keeps no CAS (-C), so nothing can be written there without the danger of overwriting what PHP writes at the same "
      + "time; start it without -C, or flush by hand what came back"
  }
  private static let untold = PoolGuard.Done.failed(nil, "it does not tell its process and its clock")

  /// What the node says of itself now; nil: not enough.
  private func look() async throws(NodeFailure) -> NodeMark? {
    let answers = await pool.live.ask([node]) { _, client throws(NodeFailure) in
      NodeMark(try await NodeFacts(of: client))
    }
    switch answers[0].result {
    case .success(let mark): return mark
    case .failure(let failure): throw failure
    }
  }

  /// Another guard's item says that it was here during the outage, so web hosts may have been, too.
  private func wasReachedByOthers() async throws(NodeFailure) -> Bool {
    guard let outage else { return false }
    let (since, until, slots) = (outage.since + 1, returned, slots)
    let answers = await pool.live.ask([node]) { _, client throws(NodeFailure) in
      try await slots.othersWereHere(on: client, after: since, before: until)
    }
    switch answers[0].result {
    case .success(let were): return were
    case .failure(let failure): throw failure
    }
  }

  /// Nil: its preconditions do not hold.
  private func flush() async -> PoolGuard.Done? {
    let request = FlushRequest(
      pool: pool.live, source: pool.source, rules: pool.php, form: pool.form, nodes: [node], withForeign: false)
    let plan = await request.plan()
    guard plan.refusals.isEmpty, let planned = plan.actions.first, planned.changesNode, planned.unlisted == nil,
      planned.lost == 0, planned.atRisk == 0, planned.undecided == 0, planned.remarks.isEmpty
    else { return nil }
    let outcome = await request.carryOut(plan, log: log)
    if let failure = outcome.logFailure { return .failed(nil, "the audit log \(failure.path) cannot be written") }
    let action = RecoverPlan.Action(outcome.plan.actions[0])
    return action.isDone ? .mended(action, locked: nil, risk: [:]) : .failed(action, action.result ?? "")
  }

  private func refill(
    _ extent: Mender.Extent, _ start: ContinuousClock.Instant, policy: RecoveryPolicy, usesSpool: Bool = true
  ) async -> PoolGuard.Done {
    let begun = RecoverPlan.Action(refilling: node.name, policy: policy)
    let plan = RecoverPlan(pool: pool.source, actions: [begun], refusals: [], doubts: [])
    var locked: Duration?
    var risk: [[UInt8]: UInt64] = [:]
    var trouble: String?
    let outcome = await plan.carriedOut(log: log) { action in
      var mender = Mender(pool, extent, outage: marks)
      defer { mender.close() }
      var fates: [[UInt8]: Mender.Fate] = [:]
      if usesSpool, let spool {
        mender.risk = RiskWatch(spool, node: index, since: failed)
        for (id, fate) in zip(spool.ids, await mender.mend(spool.ids, patience: Self.patience)) { fates[id] = fate }
        locked = .now - start
        risk = mender.risk?.found ?? [:]
      }
      do {
        // What was written since the spool was kept, and what only this node has.
        let found = try await CopySearch.run(pool, nodes: [index], outage: marks)
        let rest = found.suspects
        for (id, fate) in zip(rest, await mender.mend(rest, patience: Self.patience)) {
          if fates[id].map({ !$0.isGood }) ?? true || !fate.isGood { fates[id] = fate }
        }
        trouble = found.gap(needing: index)
        // Of those that were mended just now the listing says so, too.
        let alike = max(0, (found.alike[index] ?? 0) - (fates.count - rest.count))
        return action.done(
          Mender.Summary(Array(fates.values), alike: alike), foreign: found.nodes[index].foreign)
      } catch {
        trouble = "the nodes could not be listed: \(error)"
        return action.done(Mender.Summary(Array(fates.values)), foreign: 0)
      }
    }
    if let failure = outcome.logFailure {
      return .failed(nil, "nothing is done while the audit log \(failure.path) cannot be written (\(failure.reason))")
    }
    var action = outcome.plan.actions[0]
    if !pool.php.locksSessions {
      action.reason += "; PHP locks no sessions here, so a request that was under way may have written over that"
    }
    if let trouble { return .failed(action, trouble) }
    return action.isDone ? .mended(action, locked: locked, risk: risk) : .failed(action, action.result ?? "interrupted")
  }
}

extension PoolGuard.Done {
  fileprivate mutating func remark(_ text: String) {
    switch self {
    case .mended(var action, let locked, let risk):
      action.reason += "; " + text
      self = .mended(action, locked: locked, risk: risk)
    case .nothing(let reason): self = .nothing(reason + "; " + text)
    case .failed, .others: break
    }
  }
}

extension Mender.Fate {
  fileprivate var isGood: Bool {
    switch self {
    case .whole, .mended, .onlyCopy, .gone: true
    case .undecided, .busy, .failed: false
    }
  }
}

extension RecoverPlan.Action {
  fileprivate init(refilling node: String, policy: RecoveryPolicy) {
    self.init(
      node: node, state: .up, action: "refill", reason: "", remedy: nil, policy: policy.rawValue, safe: 0, atRisk: 0,
      lost: 0, undecided: 0, onlyCopy: 0, foreign: 0, result: nil)
  }

  fileprivate func done(_ summary: Mender.Summary, foreign: Int) -> Self {
    Self(
      node: node, state: .up, action: action,
      reason: summary.words,
      remedy: nil, policy: policy, safe: summary.mended + summary.whole, atRisk: 0, lost: 0,
      undecided: summary.undecided, onlyCopy: summary.only, foreign: foreign, result: summary.text)
  }

  fileprivate init(_ flush: FlushPlan.Action) {
    self.init(
      node: flush.node, state: flush.state, action: "flush",
      reason: "\(flush.safe) sessions, each with another copy that is not older", remedy: nil, policy: "auto",
      safe: flush.safe, atRisk: flush.atRisk, lost: flush.lost, undecided: flush.undecided, onlyCopy: 0,
      foreign: flush.foreign, result: flush.result)
  }
}
