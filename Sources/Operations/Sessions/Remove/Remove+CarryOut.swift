import MemcacheClient
import MemcacheProtocol
import Placement

extension Remove {
  /// Removes what is there now, which may be more than the plan found, node by node; then looks at all of them again.
  public func carryOut(_ plan: RemovePlan, log: AuditLog) async -> ActOutcome<RemovePlan> {
    var outcome = await plan.carriedOut(log: log) { action in
      var done = action
      guard let node = pool.live.nodes.first(where: { $0.name == action.node }) else { return done }
      let answers = await pool.live.ask([node]) { [sessions, php = pool.php] _, client throws(NodeFailure) in
        let look = try await client.look(atSayable: sessions)
        return (open: look.taken(in: php), failure: await client.remove(look, of: sessions))
      }
      switch answers[0].result {
      case .success((_, let failure?)):
        let rest = failure.leavesOpen ? "; what was sent last may still be executed" : ""
        done.result = "not all removed: \(failure.reason)\(rest)"
      case .success((let open, nil)) where open.isEmpty: done.result = "removed"
      case .success((let open, nil)):
        done.result =
          "removed, but \(named(open)) may be open now: a request had the lock, and if it lives, PHP writes again when it "
          + "ends; remove again then"
      case .failure(let failure): done.result = "not removed: \(failure.reason)"
      }
      return done
    }
    if outcome.logFailure == nil, !Task.isCancelled { await lookAgain(&outcome, log) }
    return outcome
  }

  /// A visit may have written back what it had read before, also to nodes that were done already.
  private func lookAgain(_ outcome: inout ActOutcome<RemovePlan>, _ log: AuditLog) async {
    let done = Set(outcome.plan.actions.filter(\.isDone).map(\.node))
    let looks = await pool.live.ask(pool.live.nodes.filter { done.contains($0.name) }) {
      [sessions] _, client throws(NodeFailure) in try await client.look(atSayable: sessions)
    }
    for answer in looks {
      guard let index = outcome.plan.actions.firstIndex(where: { $0.node == answer.node.name }) else { continue }
      let result: String
      switch answer.result {
      case .success(let look):
        let again = Set(look.data).union(look.taken(in: pool.php)).sorted()
        if again.isEmpty { continue }
        result =
          "removed, but \(named(again)) came again at once: PHP has it open now; remove again, or end its requests"
      case .failure(let failure):
        result = "removed, but whether PHP has written again is not known: \(failure.reason)"
      }
      outcome.plan.actions[index].result = result
      do throws(AuditLog.Unwritable) {
        try log.append(AuditEntry(source: outcome.plan.pool, outcome.plan.actions[index], result: result))
      } catch {
        outcome.logFailure = error
        return
      }
    }
  }

  /// The first ones by their beginnings, since results are logged.
  private func named(_ positions: [Int]) -> String {
    let most = 5
    let ids = positions.prefix(most).map { sessions[$0].id.shortenedKey }.joined(separator: " ")
    let more = positions.count > most ? " and \(positions.count - most) more" : ""
    return positions.count == 1 ? "1 session (\(ids))" : "\(positions.count) sessions (\(ids)\(more))"
  }
}

extension NodeClient {
  /// Removes what was seen; why it did not come to an end, or nil.
  fileprivate func remove(_ look: SessionLook, of sessions: [SessionKeys]) async -> NodeFailure? {
    do throws(NodeFailure) {
      // Data first, as PHP does it.
      for position in look.data { _ = try await delete(sessions[position].item) }
      for position in look.lockItems { _ = try await delete(sessions[position].lock) }
      return nil
    } catch {
      return error
    }
  }
}
