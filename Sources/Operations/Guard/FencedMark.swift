import MemcacheClient

/// The item on a node that says that it is closed: what it holds may be old, and no guard takes it for the newer.
struct FencedMark: Sendable {
  private let pool: LivePool
  private let key: [UInt8]

  private static let lifetime = Duration.seconds(86_400)

  init(_ pool: SessionPool) {
    self.pool = pool.live
    key = Array("mcpool.fenced.\(pool.fingerprint)".utf8)
  }

  /// - Parameter node: by index in the live pool. One that gives no answer is marked before it is refilled.
  func set(on node: Int) async {
    _ = await pool.ask([pool.nodes[node]]) { _, client throws(NodeFailure) in
      try await client.set(key, flags: 0, ttl: Self.lifetime, value: [0x31])
    }
  }

  func remove(from node: Int) async {
    _ = await pool.ask([pool.nodes[node]]) { _, client throws(NodeFailure) in _ = try await client.delete(key) }
  }

  func isOnOthers(than node: Int) async -> Bool {
    let others = pool.nodes.indices.filter { $0 != node }.map { pool.nodes[$0] }
    let answers = await pool.ask(others) { _, client throws(NodeFailure) in try await client.items([key], [])[0] != nil
    }
    return answers.contains { $0.value == true }
  }
}
