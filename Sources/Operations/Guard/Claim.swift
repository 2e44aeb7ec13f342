import MemcacheClient
import MemcacheProtocol

/// What several guards agree by before one of them acts on a node: an item there that only one can add, and another one
/// that says what was done. A flush takes both away, so `oldest` of the server's settings is looked at besides.
struct Claim: Sendable {
  /// What was done on a node, for the guards that come later.
  struct Marker: Codable, Hashable, Sendable {
    /// The server's own seconds.
    var mended: Int
    var settled: Int?
  }

  enum Outcome: Sendable { case won, held }

  /// Whoever is gone while it holds it lets the next one in after that.
  private static let lifetime = Duration.seconds(30)
  private static let renewal = Duration.seconds(10)
  private static let markerLifetime = Duration.seconds(86_400)

  private let pool: LivePool
  private let node: LiveNode
  private let key: [UInt8]
  private let markerKey: [UInt8]
  private let owner: [UInt8]

  init(_ pool: SessionPool, on node: Int, guardID: String) {
    self.pool = pool.live
    self.node = pool.live.nodes[node]
    key = Array("mcpool.claim.\(pool.fingerprint)".utf8)
    markerKey = Array("mcpool.mended.\(pool.fingerprint)".utf8)
    owner = Array(guardID.utf8)
  }

  /// Does the work if nobody else is at it, and holds the claim meanwhile. Nil: somebody else is.
  func during<Value: Sendable>(
    _ work: @Sendable () async -> Value
  ) async throws(NodeFailure) -> Value? {
    guard try await ask({ client throws(NodeFailure) in try await take(client) }) else { return nil }
    let value = await withTaskGroup(of: Void.self) { group in
      group.addTask {
        while !Task.isCancelled {
          try? await Task.sleep(for: Self.renewal)
          if Task.isCancelled { return }
          _ = try? await ask { client throws(NodeFailure) in try await take(client) }
        }
      }
      let value = await work()
      group.cancelAll()
      return value
    }
    _ = try? await ask { client throws(NodeFailure) in try await release(client) }
    return value
  }

  /// Nil: nothing was done there, as far as the node knows.
  func marker() async throws(NodeFailure) -> Marker? {
    let item = try await ask { client throws(NodeFailure) in try await client.items([markerKey], [.value])[0] }
    return item?.value.flatMap { Self.marker(of: $0) }
  }

  func mark(_ marker: Marker) async throws(NodeFailure) {
    let text = "\(marker.mended) \(marker.settled.map(String.init) ?? "-")"
    try await ask { client throws(NodeFailure) in
      try await client.set(markerKey, flags: 0, ttl: Self.markerLifetime, value: Array(text.utf8))
    }
  }

  private static func marker(of value: [UInt8]) -> Marker? {
    let parts = String(decoding: value, as: UTF8.self).split(separator: " ")
    guard parts.count == 2, let mended = Int(parts[0]) else { return nil }
    return Marker(mended: mended, settled: Int(parts[1]))
  }

  /// Takes it or renews it. A flush has taken it away, so it is added again by whoever held it.
  private func take(_ client: any NodeClient) async throws(NodeFailure) -> Bool {
    let item = NewItem(key: key, flags: 0, expiry: .after(Self.lifetime), value: owner)
    if try await client.add([item]) == [.stored] { return true }
    guard let held = try await client.items([key], [.value, .cas])[0], held.value == owner, let cas = held.cas else {
      return false
    }
    return try await client.replace([item], ifStill: [cas]) == [.stored]
  }

  private func release(_ client: any NodeClient) async throws(NodeFailure) {
    guard let held = try await client.items([key], [.value, .cas])[0], held.value == owner, let cas = held.cas else {
      return
    }
    _ = try await client.delete([key], ifStill: [cas])
  }

  @discardableResult private func ask<Value: Sendable>(
    _ question: @escaping @Sendable (any NodeClient) async throws(NodeFailure) -> Value
  ) async throws(NodeFailure) -> Value {
    let answers = await pool.ask([node]) { _, client throws(NodeFailure) in try await question(client) }
    switch answers[0].result {
    case .success(let value): return value
    case .failure(let failure): throw failure
    }
  }
}
