import MemcacheClient
import MemcacheProtocol
import Placement

extension SessionPool {
  /// Whether somebody has each of the locks whose items were listed. php-memcached deletes the item when it gives the lock
  /// back; pecl/memcache leaves it with another value, which has to be read.
  ///
  /// - Parameter locks: the node as an index of `LivePool.nodes`.
  /// - Returns: nil for those of nodes that do not tell, and by node why they do not.
  ///
  /// Throws `CancellationError`.
  func takenLocks(
    _ locks: [(node: Int, key: [UInt8])]
  ) async throws -> (taken: [Bool?], failures: [Int: NodeFailure]) {
    var taken: [Bool?] = locks.map { _ in true }
    guard !locks.isEmpty, php.handler == .memcache else { return (taken, [:]) }
    let places = Dictionary(grouping: locks.indices) { locks[$0].node }
    let keys = places.mapValues { $0.map { locks[$0].key } }
    let nodes = places.keys.sorted()
    let indices = Dictionary(uniqueKeysWithValues: nodes.map { (live.nodes[$0], $0) })
    let answers = await live.ask(nodes.map { live.nodes[$0] }) { node, client throws(NodeFailure) in
      try await client.items(indices[node].flatMap { keys[$0] } ?? [], .value)
    }
    try Task.checkCancellation()
    var failures: [Int: NodeFailure] = [:]
    for (node, answer) in zip(nodes, answers) {
      failures[node] = answer.failure
      for (number, place) in (places[node] ?? []).enumerated() {
        taken[place] = answer.value.map { items in
          items[number].map { SessionLock($0, of: php).isTaken } ?? false
        }
      }
    }
    return (taken, failures)
  }
}
