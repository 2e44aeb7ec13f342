public import MemcacheClient
import MemcacheProtocol

/// Asks the nodes whether they hold the sessions that a configuration puts on them.
///
/// Batch after batch: a node that failed once is not asked again, so that it costs its timeout once.
public struct Verifier: Sendable {
  public let pool: LivePool
  /// Ask every node about every session, not only those that the session belongs to.
  public let anywhere: Bool
  /// The nodes that gave no answer or declined the question, by name.
  public private(set) var failures: [String: NodeFailure] = [:]

  public init(_ pool: LivePool, anywhere: Bool) {
    self.pool = pool
    self.anywhere = anywhere
  }

  private var asked: Set<String> = []

  /// How each node that was asked has answered.
  public var states: [NodeState] { asked.map { failures[$0]?.state ?? .up } }

  /// The sessions with `found` filled: the nodes of their copies in write order, then the others in pool order.
  public mutating func verify(_ sessions: [LocatedSession]) async -> [LocatedSession] {
    let wanted = pool.nodes.map { node in
      sessions.indices.filter { sessions[$0].problem == nil && (anywhere || sessions[$0].copies.contains(node.name)) }
    }
    let targets = pool.nodes.indices.filter { !wanted[$0].isEmpty && failures[pool.nodes[$0].name] == nil }
    let keys = Dictionary(
      uniqueKeysWithValues: targets.map { index in (pool.nodes[index], wanted[index].map { sessions[$0].itemKey }) })
    let answers = await pool.ask(targets.map { pool.nodes[$0] }) { node, client throws(NodeFailure) in
      try await client.look(at: keys[node] ?? [])
    }

    var looks: [String: [Int: Look]] = [:]
    for (index, answer) in zip(targets, answers) {
      asked.insert(answer.node.name)
      failures[answer.node.name] = answer.failure
      guard let values = answer.value else { continue }
      looks[answer.node.name] = Dictionary(uniqueKeysWithValues: zip(wanted[index], values))
    }
    return sessions.indices.map { index in
      var session = sessions[index]
      let nodes = session.problem == nil ? nodes(of: session) : []
      session.found = nodes.map { found(session, on: $0, looks[$0]?[index]) }
      session.unaskable = nodes.lazy.compactMap { looks[$0]?[index]?.objection }.first
      return session
    }
  }

  private func nodes(of session: LocatedSession) -> [String] {
    let others = pool.nodes.map(\.name).filter { !session.copies.contains($0) }
    return session.copies + (anywhere ? others : [])
  }

  private func found(_ session: LocatedSession, on node: String, _ look: Look?) -> FoundItem {
    let item = look?.item
    let role: FoundItem.Role? =
      if node == session.owner { .owner } else if session.copies.contains(node) { .copy } else if item != nil {
        .stray
      } else { nil }
    let failure = failures[node]
    let isKnown = failure == nil && look?.objection == nil
    return FoundItem(
      node: node, state: failure?.state ?? .up, present: isKnown ? item != nil : nil,
      ttl: item?.life?.ttl.map { Int($0.components.seconds) }, size: item?.valueBytes,
      flags: item.map { Int($0.flags) },
      idle: item?.life.map { Int($0.idle.components.seconds) }, role: role,
      unknown: item != nil && item?.life == nil ? ["ttl", "idle"] : nil, reason: failure?.reason ?? look?.objection)
  }
}

/// What came of asking one node for one key.
private enum Look: Sendable {
  case item(StoredItem?)
  /// It was not asked: the protocol cannot say the key.
  case unasked(NodeFailure)

  var item: StoredItem? { if case .item(let item) = self { item } else { nil } }
  var objection: String? { if case .unasked(let failure) = self { failure.reason } else { nil } }
}

extension NodeClient {
  /// A node of which no key can be asked is asked for its version, so that its state is known all the same.
  fileprivate func look(at keys: [[UInt8]]) async throws(NodeFailure) -> [Look] {
    var looks: [Look] = []
    var sayable: [Int] = []
    for (index, key) in keys.enumerated() {
      do throws(NodeFailure) {
        try check(key)
        sayable.append(index)
        looks.append(.item(nil))
      } catch {
        looks.append(.unasked(error))
      }
    }
    if sayable.isEmpty { _ = try await version() }
    for (index, item) in zip(sayable, try await items(sayable.map { keys[$0] }, [])) { looks[index] = .item(item) }
    return looks
  }
}

extension LocatedSession {
  /// Every node that should hold the session was asked and holds it.
  public var isWhole: Bool {
    guard let found, owner != nil, !copies.isEmpty, problem == nil else { return false }
    return found.allSatisfy { $0.role == .stray || $0.role == nil || $0.present == true }
  }
}
