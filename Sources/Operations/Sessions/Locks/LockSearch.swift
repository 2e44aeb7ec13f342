public import MemcacheClient
import MemcacheProtocol

/// One lock that is on one node.
public struct FoundLock: Sendable {
  public let id: [UInt8]
  public let node: String
  public let lock: SessionLock
}

/// All locks of a pool, found without disturbing anything.
public struct LockSearch: Sendable {
  private let pool: SessionPool

  /// What was found, and how far the nodes could be looked at.
  public struct Outcome: Sendable {
    /// The oldest first; those of unknown age last.
    public let taken: [FoundLock]
    /// How many items of locks nobody holds: pecl/memcache leaves them behind for as long as a lock lives.
    public let free: Int
    public let nodes: [ListedNode]
  }

  public init(_ pool: SessionPool) { self.pool = pool }

  /// Lists the nodes, then asks for the value and the end of each lock. Memory grows with the number of locks, of which
  /// there are as many as sessions that were used within the life of a lock.
  ///
  /// Throws `ScratchFailure`, and `CancellationError`.
  public func find() async throws -> Outcome {
    let servers = await ListedServers(pool.live.nodes, of: pool.live)
    let (keys, listed) = try await SessionListing(pool, nodes: servers.nodes, kinds: .locks).run { batches in
      var keys: [Int: [(id: [UInt8], key: [UInt8])]] = [:]
      for try await batch in batches {
        for item in batch where item.kind == .lock {
          keys[item.node, default: []].append((Array(item.id), Array(item.key)))
        }
      }
      return keys
    }
    let (found, free, failures) = await look(at: keys)
    var taken = found
    var nodes = servers.outcomes(listed)
    for (node, failure) in failures { nodes.note(failure, of: pool.live.nodes[node]) }
    try Task.checkCancellation()
    taken.sort { first, second in
      let (a, b) = (first.lock.age ?? .zero - .seconds(1), second.lock.age ?? .zero - .seconds(1))
      return a == b ? first.id.lexicographicallyPrecedes(second.id) : a > b
    }
    return Outcome(taken: taken, free: free, nodes: nodes)
  }

  /// Asks for the value and the end of each of these locks, by the index of their node in the live pool. Says which
  /// somebody has, how many nobody has, and which nodes did not tell, by index.
  func look(
    at keys: [Int: [(id: [UInt8], key: [UInt8])]]
  ) async -> (taken: [FoundLock], free: Int, failures: [Int: NodeFailure]) {
    let numbers = keys.keys.sorted()
    let wanted = Dictionary(uniqueKeysWithValues: keys.map { (pool.live.nodes[$0], $1.map(\.key)) })
    let answers = await pool.live.ask(numbers.map { pool.live.nodes[$0] }) { node, client throws(NodeFailure) in
      try await client.items(wanted[node] ?? [], .value)
    }
    var taken: [FoundLock] = []
    var free = 0
    var failures: [Int: NodeFailure] = [:]
    for (number, answer) in zip(numbers, answers) {
      failures[number] = answer.failure
      for (key, item) in zip(keys[number] ?? [], answer.value ?? []) {
        guard let item else { continue }
        let lock = SessionLock(item, of: pool.php)
        if lock.isTaken { taken.append(FoundLock(id: key.id, node: answer.node.name, lock: lock)) } else { free += 1 }
      }
    }
    return (taken, free, failures)
  }
}

extension LockSearch.Outcome {
  /// How each node has answered.
  public var states: [NodeState] { nodes.map { $0.lockFailure?.state ?? $0.state } }

  /// Every node told of all its locks.
  public var isWhole: Bool { nodes.allSatisfy(\.toldAll) }

  /// What must be known of nodes that did not tell all, and what to do about it.
  public var remarks: [(node: String, summary: String, remedy: String)] {
    nodes.compactMap { node in node.remark.map { (node.node.name, $0.summary, $0.remedy) } }
  }
}
