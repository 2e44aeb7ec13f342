import MemcacheClient
import MemcacheProtocol
import Placement

/// The locks of a batch, as the nodes told of them.
struct LockLooks {
  private let answers: SessionBatchAnswers
  private let pool: SessionPool
  private let liveIndices: [Int]
  /// For each live node, where in its answers the lock of each id is; nil: it was not asked for that.
  private let positions: [[Int32?]]

  init(_ answers: SessionBatchAnswers, pool: SessionPool) {
    self.answers = answers
    self.pool = pool
    liveIndices = pool.liveIndices
    positions = answers.locks.map { locks in
      var positions = [Int32?](repeating: nil, count: locks.isEmpty ? 0 : answers.ids.count)
      for (position, lock) in locks.enumerated() { positions[lock.row] = Int32(answers.ids.count + position) }
      return positions
    }
  }

  /// The lock that the next request waits for: pecl/memcache takes the one beside the first copy that it reaches.
  func lock(of row: Int, candidates: [Int]) -> ShownLock {
    guard pool.php.locksSessions else { return .none }
    let places =
      switch pool.php.handler {
      case .memcache: candidates.map { liveIndices[$0] }
      case .memcached: positions.indices.filter { position(of: row, on: $0) != nil }
      }
    guard let node = places.first(where: { answers.looks[$0] != nil }), let looks = answers.looks[node],
      let position = position(of: row, on: node), looks.unasked[position] == nil
    else { return .unknown(node: places.first) }
    guard let item = looks.items[position] else { return .free(node: node) }
    return .item(SessionLock(item, of: pool.php), node: node)
  }

  private func position(of row: Int, on node: Int) -> Int? {
    positions[node].isEmpty ? nil : positions[node][row].map(Int.init)
  }
}
