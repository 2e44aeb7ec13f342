import MemcacheClient

/// The nodes of a pool on connections that stay open from one question to the next. A node that fails is asked no more.
struct OpenNodes: Sendable {
  private let pool: LivePool
  private var connections = NodeConnections()
  /// Of each node, in the order of `LivePool.nodes`.
  private(set) var failures: [NodeFailure?]

  init(_ pool: LivePool) {
    self.pool = pool
    failures = pool.nodes.map { _ in nil }
  }

  mutating func close() { connections.close() }

  /// What was seen to fail elsewhere fails here, too.
  mutating func fail(_ others: [NodeFailure?]) {
    for (index, failure) in others.enumerated() where failures[index] == nil { failures[index] = failure }
  }

  /// Asks these nodes, all at once. A node that has failed, now or before, has no answer.
  mutating func ask<Value: Sendable>(
    _ nodes: [Int], _ question: @escaping @Sendable (Int, any NodeClient) async throws(NodeFailure) -> Value
  ) async -> [Int: Value] {
    let asked = nodes.filter { failures[$0] == nil }
    let (pool, clients) = (pool, connections.take(asked))
    let reports = await askAll(asked) { index throws(NodeFailure) in
      let client: any NodeClient
      do throws(NodeFailure) {
        client = if let open = clients[index] { open } else { try await pool.connect(pool.nodes[index]) }
      } catch {
        throw await pool.explained(error, of: pool.nodes[index])
      }
      do throws(NodeFailure) {
        return Answered(client: client, value: try await question(index, client))
      } catch {
        client.close()
        throw await pool.explained(error, of: pool.nodes[index])
      }
    }
    var answers: [Int: Value] = [:]
    for report in reports {
      switch report.result {
      case .success(let answered):
        connections.put(back: answered.client, to: report.node)
        answers[report.node] = answered.value
      case .failure(let failure):
        failures[report.node] = failure
      }
    }
    return answers
  }
}

private struct Answered<Value: Sendable>: Sendable {
  let client: any NodeClient
  let value: Value
}
