import MemcacheClient
import MemcacheProtocol

/// Puts writes to this machine's node and to the others in order: while the node is open its guard writes an item of its
/// own each round, first on the own node and then on the others, and keeps the CAS of each.
///
/// What the own node got up to its item was written before anything that another one got behind its.
struct FenceMarks: Codable, Hashable, Sendable {
  struct Other: Codable, Hashable, Sendable {
    /// Of a round before the last.
    var earlier: UInt64?
    /// Of the last round; nil: it gave none.
    var last: UInt64?
  }

  private(set) var own: UInt64
  /// By name.
  private(set) var others: [String: Other] = [:]

  /// - Parameter before: those of the round before.
  init(own: UInt64, others: [String: UInt64], after before: FenceMarks? = nil) {
    self.own = own
    let past = before?.others ?? [:]
    for name in Set(past.keys).union(others.keys) {
      let known = past[name].flatMap { $0.last ?? $0.earlier }
      let last = others[name]
      // One that began anew counts from the start.
      let isSame = known.map { known in last.map { $0 > known } ?? true } ?? false
      self.others[name] = Other(earlier: isSame ? known : nil, last: last)
    }
  }

  /// Nil: the own node does not have the item any more, so it is not the process that it was.
  ///
  /// - Parameters:
  ///   - nodes: names, by index in the live pool.
  ///   - node: the own one.
  ///   - found: the CAS of the items now, by name: where one has gone, or is an older one, its node began anew. Nil: they
  ///     were written just now.
  ///   - isOld: whatever the own node has and the others do not is old.
  func outage(of nodes: [String], own node: Int, found: [String: UInt64]? = nil, isOld: Bool = false) -> OutageMarks? {
    guard nodes.indices.contains(node), found.map({ ($0[nodes[node]] ?? 0) >= own }) ?? true else { return nil }
    return OutageMarks(
      nodes.enumerated().map { index, name in
        if index == node { return isOld ? .init(before: .max, since: .max) : .init(before: own, since: own) }
        guard let other = others[name], let known = other.last ?? other.earlier,
          found.map({ ($0[name] ?? 0) >= known }) ?? true
        else { return nil }
        return .init(before: other.earlier, since: other.last ?? .max)
      })
  }

  /// The node was closed when these were taken, and is closed still: what differs from the others there is older than
  /// anything that they got since.
  func closed(of nodes: [String], own node: Int) -> OutageMarks {
    OutageMarks(
      nodes.enumerated().map { index, name in
        if index == node { return .init(before: .max, since: .max) }
        return others[name]?.last.map { .init(before: nil, since: $0) }
      })
  }
}

/// The item on each node that `FenceMarks` go by.
struct FenceItem: Sendable {
  private let pool: LivePool
  private let own: Int
  private let key: [UInt8]

  /// As long as a node may be closed and what it had be told from what is newer.
  private static let lifetime = Duration.seconds(86_400)

  /// - Parameter own: by index in the live pool.
  init(_ pool: SessionPool, own: Int) {
    self.pool = pool.live
    self.own = own
    key = Array("mcpool.open.\(pool.fingerprint).\([pool.live.nodes[own].name].fingerprint)".utf8)
  }

  /// Writes it, on the own node first. Nil: the own node did not take it, or keeps no CAS.
  ///
  /// - Parameter others: those that are asked.
  func write(others: [LiveNode], after before: FenceMarks? = nil) async -> FenceMarks? {
    guard let cas = await write([pool.nodes[own]]).values.first else { return nil }
    return FenceMarks(own: cas, others: await write(others), after: before)
  }

  /// By name; nodes that do not have it, or give no answer, are left out.
  func find() async -> [String: UInt64] {
    await cas(of: pool.nodes) { client throws(NodeFailure) in try await client.items([key], [.cas])[0]?.cas }
  }

  private func write(_ nodes: [LiveNode]) async -> [String: UInt64] {
    await cas(of: nodes) { client throws(NodeFailure) in
      try await client.set(key, flags: 0, ttl: Self.lifetime, value: [0x31])
      return try await client.items([key], [.cas])[0]?.cas
    }
  }

  private func cas(
    of nodes: [LiveNode], _ question: @escaping @Sendable (any NodeClient) async throws(NodeFailure) -> UInt64?
  ) async -> [String: UInt64] {
    let answers = await pool.ask(nodes) { _, client throws(NodeFailure) in try await question(client) }
    var found: [String: UInt64] = [:]
    for answer in answers {
      if let cas = answer.value ?? nil, cas > 0 { found[answer.node.name] = cas }
    }
    return found
  }
}
