import MemcacheClient

extension FlushRequest {
  /// Carries the plan out, one node after the other, and proves each flush; nodes that the plan skips stay as they are.
  public func carryOut(_ plan: FlushPlan, log: AuditLog) async -> ActOutcome<FlushPlan> {
    await plan.carriedOut(log: log) { action in
      var done = action
      if let node = nodes.first(where: { $0.name == action.node }) { done.result = await flush(node) }
      return done
    }
  }

  private func flush(_ node: LiveNode) async -> String {
    let answers = await pool.ask([node]) { _, client throws(NodeFailure) in try await client.provenFlush() }
    return switch answers[0].result {
    case .success(let proof): proof.text
    case .failure(let failure): "not flushed: \(failure.reason)"
    }
  }
}

/// What came of a flush.
enum FlushProof: Hashable, Sendable {
  case flushed
  /// The command was not sent; why.
  case notSent(String)
  /// It was sent and not answered; why. The server may have executed it, or will when it goes on.
  case unanswered(String)
  /// It was answered OK, but this was seen afterwards.
  case doubtful(String)

  var text: String {
    switch self {
    case .flushed: "flushed"
    case .notSent(let why): "not flushed: \(why)"
    case .unanswered(let why):
      "unknown: flush_all was sent and not answered (\(why)); it may have been executed, or will be when the node goes on"
    case .doubtful(let what): "answered OK, but not proved: \(what)"
    }
  }
}

extension NodeClient {
  /// Flushes at once (never with the server's delay, which loses writes) and proves it in three ways: the canary is gone,
  /// the server's own mark (`oldest`) says now, and it counted one flush more.
  func provenFlush() async throws(NodeFailure) -> FlushProof {
    let canary = Canary()
    let before = StatTable(try await stats(nil))
    guard try await isSettled(canary) else {
      return .notSent("the node keeps no test item; is another flush pending (stats shows it)?")
    }
    do throws(NodeFailure) {
      try await flushAll()
    } catch {
      guard error.leavesOpen else { throw error }
      return .unanswered(error.reason)
    }
    do throws(NodeFailure) {
      if try await canary.isAlive(on: self) { return .doubtful("a test item outlived it") }
      return try await proof(since: before)
    } catch {
      return .doubtful(error.reason)
    }
  }

  /// Puts the canary on the node. In the second of a flush some servers lose what is stored, so it is tried again when
  /// that second is over.
  private func isSettled(_ canary: Canary) async throws(NodeFailure) -> Bool {
    for attempt in 0..<3 {
      if attempt > 0 { try? await Task.sleep(for: .seconds(1)) }
      try await canary.release(on: self)
      if try await canary.isAlive(on: self) { return true }
    }
    return false
  }

  private func proof(since before: StatTable) async throws(NodeFailure) -> FlushProof {
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
