import MemcacheClient

extension FlushRequest {
  /// Carries the plan out, one node after the other, and proves each flush; nodes that the plan skips stay as they are.
  /// A cancelled task ends between two nodes. Every node leaves a line in the log, also when its flush fails.
  ///
  /// The caller has asked and was told to go on; a plan with refusals is not carried out.
  public func carryOut(_ plan: FlushPlan, log: AuditLog, source: String) async throws(AuditLog.Unwritable) -> FlushPlan
  {
    precondition(plan.refusals.isEmpty, "a refused plan is not carried out")
    var plan = plan
    for (index, action) in plan.actions.enumerated() where action.action == "flush" {
      if Task.isCancelled {
        plan.note("not done: interrupted", for: index)
        continue
      }
      guard let node = nodes.first(where: { $0.name == action.node }) else { continue }
      try log.append(AuditEntry(source: source, action, result: "begun"))
      let outcome = await pool.ask([node]) { _, client throws(NodeFailure) in try await client.provenFlush() }[0]
      let result =
        switch outcome.result {
        case .success(let proof): proof.text
        case .failure(let failure): "failed: \(failure.reason)"
        }
      plan.note(result, for: index)
      try log.append(AuditEntry(source: source, action, result: result))
    }
    return plan
  }
}

/// Whether a flush did what it is for.
enum FlushProof: Hashable, Sendable {
  case flushed
  /// The flush was answered OK, but this was seen afterwards.
  case doubtful(String)

  var text: String {
    switch self {
    case .flushed: "flushed"
    case .doubtful(let what): "not proved: \(what)"
    }
  }
}

extension NodeClient {
  /// Flushes at once (never with the server's delay, which loses writes) and proves it in three ways: the canary is gone,
  /// the server's own mark (`oldest`) says now, and it counted one flush more.
  func provenFlush() async throws(NodeFailure) -> FlushProof {
    let canary = Canary()
    let before = StatTable(try await stats(nil))
    try await canary.release(on: self)
    guard try await canary.isAlive(on: self) else {
      return .doubtful("the node did not keep a test item even before it")
    }
    try await flushAll()
    if try await canary.isAlive(on: self) { return .doubtful("a test item outlived it") }
    let after = StatTable(try await stats(nil))
    let clock = ServerClock(stats: after, settings: StatTable(try await stats("settings")))
    guard (after.number("cmd_flush") ?? 0) > (before.number("cmd_flush") ?? 0) else {
      return .doubtful("the server counted no flush")
    }
    guard let clock, let flush = clock.flush, Int(before.number("time") ?? 0) <= flush, flush <= clock.now else {
      return .doubtful("the server does not date its last flush to now")
    }
    return .flushed
  }
}
