import MemcacheClient

/// Asks all nodes of a pool every round, each on a connection that stays open: whoever answers on that is the process that
/// it was. Only what connects anew, or has lost this guard's item, is looked at closely.
struct NodeWatch: Sendable {
  struct Answer: Sendable {
    /// Nil: it still is as it was.
    var mark: NodeMark?
    /// Of this guard's item, when it was renewed.
    var beat: UInt64?
    /// The connection had broken, on a server that hangs up on nobody: somebody could not reach it for a moment.
    var wasCut = false
  }

  private let pool: LivePool
  /// Nil: nothing is written.
  private let slots: GuardSlots?
  private var open: [Int: any NodeClient] = [:]

  init(_ pool: LivePool, _ slots: GuardSlots?) {
    self.pool = pool
    self.slots = slots
  }

  /// - Parameters:
  ///   - closely: all nodes are asked what they are.
  ///   - beatsAt: this guard's items are renewed, in this second; nil: not this time.
  mutating func round(closely: Bool, beatsAt now: Int?) async -> [Result<Answer, NodeFailure>] {
    let (kept, slots, pool) = (open, slots, pool)
    let reports = await askAll(Array(pool.nodes.indices)) { index throws(NodeFailure) in
      try await pool.look(at: index, over: kept[index], slots, closely: closely, beatsAt: now)
    }
    open = [:]
    return reports.map { report in
      report.result.map { answer, client in
        open[report.node] = client
        return answer
      }
    }
  }

  mutating func close() {
    for client in open.values { client.close() }
    open = [:]
  }
}

extension LivePool {
  fileprivate func look(
    at index: Int, over open: (any NodeClient)?, _ slots: GuardSlots?, closely: Bool, beatsAt now: Int?
  ) async throws(NodeFailure) -> (NodeWatch.Answer, any NodeClient) {
    let node = nodes[index]
    var wasCut = false
    do throws(NodeFailure) {
      if let open {
        do throws(NodeFailure) {
          return (try await answer(of: open, slots, closely: closely, beatsAt: now).0, open)
        } catch {
          open.close()
          guard case .reset = error.cause else { throw error }
          wasCut = true
        }
      }
      let client = try await connect(node)
      do throws(NodeFailure) {
        var (answer, facts) = try await answer(of: client, slots, closely: true, beatsAt: now)
        answer.wasCut = wasCut && facts.map { ($0.settings.number("idle_timeout") ?? 0) == 0 } ?? true
        return (answer, client)
      } catch {
        client.close()
        throw error
      }
    } catch {
      throw await explained(error, of: node)
    }
  }

  private func answer(
    of client: any NodeClient, _ slots: GuardSlots?, closely: Bool, beatsAt now: Int?
  ) async throws(NodeFailure) -> (NodeWatch.Answer, NodeFacts?) {
    var answer = NodeWatch.Answer()
    if let slots, let now {
      do throws(NodeFailure) {
        answer.beat = try await slots.beat(on: client, at: now)
      } catch {
        // One that keeps no CAS (-C), or takes no item, is well all the same.
        if error.state != .up { throw error }
      }
    }
    guard closely else {
      if answer.beat == nil { _ = try await client.ping() }
      return (answer, nil)
    }
    let facts = try await NodeFacts(of: client)
    answer.mark = NodeMark(facts)
    return (answer, facts)
  }
}
