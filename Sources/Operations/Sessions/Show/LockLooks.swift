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
    guard pool.php.locksSessions else { return ShownLock(state: .none) }
    let places =
      switch pool.php.handler {
      case .memcache: candidates.map { liveIndices[$0] }
      case .memcached: positions.indices.filter { positions[$0][row] != nil }
      }
    guard let first = places.first else { return ShownLock(state: .unknown) }
    guard let node = places.first(where: { answers.looks[$0] != nil }), let looks = answers.looks[node],
      let position = positions[node][row], looks.unasked[position] == nil
    else { return ShownLock(state: .unknown, node: first) }
    guard let item = looks.items[position] else { return ShownLock(state: .free, node: node) }
    return lock(item, node)
  }

  private func lock(_ item: StoredItem, _ node: Int) -> ShownLock {
    var lock = ShownLock(state: .held, node: node)
    if pool.php.handler == .memcache {
      // Whoever waits counts it up, and gives it back as 0.
      let count = item.value.flatMap { Int(String(decoding: $0, as: UTF8.self).filter { $0 != " " }) } ?? 1
      if count == 0 { return ShownLock(state: .free, node: node) }
      lock.waiters = count - 1
    }
    guard let life = item.life else { return lock }
    guard let left = life.ttl else {
      lock.state = .immortal
      lock.age = pool.php.handler == .memcached ? Int(life.idle.components.seconds) : nil
      return lock
    }
    lock.age = pool.php.lockLifetime.map { max(0, Int(($0 - left).components.seconds)) }
    return lock
  }
}
