import MemcacheClient
import MemcacheProtocol
import Placement

/// Tells the locks that somebody has from the items that are left of others, some at a time.
///
/// php-memcached deletes the item when it gives the lock back, so each one that was listed is taken; pecl/memcache leaves
/// it with another value, which has to be read. A node that did not tell once is not asked again.
struct TakenLocks {
  private let pool: SessionPool
  private var nodes: OpenNodes

  init(_ pool: SessionPool) {
    self.pool = pool
    nodes = OpenNodes(pool.live)
  }

  /// Why nodes did not tell, in the order of `LivePool.nodes`.
  var failures: [NodeFailure?] { nodes.failures }

  mutating func close() { nodes.close() }

  /// Whether somebody has each of the locks whose items were listed; nil for those of nodes that do not tell.
  ///
  /// - Parameter locks: the node as an index of `LivePool.nodes`.
  ///
  /// Throws `CancellationError`.
  mutating func taken(_ locks: [(node: Int, key: [UInt8])]) async throws -> [Bool?] {
    guard pool.php.handler == .memcache else { return locks.map { _ in true } }
    let places = Dictionary(grouping: locks.indices) { locks[$0].node }
    let keys = places.mapValues { $0.map { locks[$0].key } }
    let answers = await nodes.ask(places.keys.sorted()) { node, client throws(NodeFailure) in
      try await client.items(keys[node] ?? [], .value)
    }
    try Task.checkCancellation()
    var taken = [Bool?](repeating: nil, count: locks.count)
    for (node, items) in answers {
      for (place, item) in zip(places[node] ?? [], items) {
        taken[place] = item.map { SessionLock($0, of: pool.php).isTaken } ?? false
      }
    }
    return taken
  }
}
