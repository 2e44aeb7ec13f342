import MemcacheClient
import MemcacheProtocol
import Placement

/// The locks of a batch, as the nodes told of them.
struct LockLooks {
  private let answers: SessionBatchAnswers
  private let pool: SessionPool
  private let liveIndices: [Int]
  /// For each live node, where in its answers the lock of an id is.
  private let positions: [[Int: Int]]

  init(_ answers: SessionBatchAnswers, pool: SessionPool) {
    self.answers = answers
    self.pool = pool
    liveIndices = pool.liveIndices
    positions = answers.locks.map { locks in
      Dictionary(
        locks.enumerated().map { ($1.row, answers.ids.count + $0) }, uniquingKeysWith: { first, _ in first })
    }
  }

  /// The lock that the next request waits for: pecl/memcache takes the one beside the first copy that it reaches.
  func lock(of row: Int, candidates: [Int]) -> ShownLock {
    guard pool.php.locksSessions else { return .none }
    let places =
      switch pool.php.handler {
      case .memcache: candidates.map { liveIndices[$0] }
      case .memcached: positions.indices.filter { positions[$0][row] != nil }
      }
    guard let node = places.first(where: { answers.looks[$0] != nil }), let looks = answers.looks[node],
      let position = positions[node][row], looks.unasked[position] == nil
    else { return .unknown(node: places.first) }
    guard let item = looks.items[position] else { return .free(node: node) }
    return .item(SessionLock(item, of: pool.php), node: node)
  }
}
