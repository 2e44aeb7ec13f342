import MemcacheClient

/// One connection to each node, opened when the node is first asked and kept. A node that failed is not asked again, so
/// that it costs its timeout once.
struct OpenClients {
  /// By index in the pool.
  private(set) var failures: [Int: NodeFailure] = [:]

  private let pool: LivePool
  private var clients: [Int: any NodeClient] = [:]

  init(_ pool: LivePool) { self.pool = pool }

  /// Nil for a node that has failed, now or before.
  mutating func ask<Value>(
    _ index: Int, _ question: (any NodeClient) async throws(NodeFailure) -> Value
  ) async -> Value? {
    guard failures[index] == nil else { return nil }
    let node = pool.nodes[index]
    do throws(NodeFailure) {
      let client: any NodeClient
      if let open = clients[index] { client = open } else { client = try await pool.connect(node) }
      clients[index] = client
      return try await question(client)
    } catch {
      clients[index]?.close()
      clients[index] = nil
      failures[index] = await pool.explained(error, of: node)
      return nil
    }
  }

  mutating func close() {
    for client in clients.values { client.close() }
    clients = [:]
  }
}
