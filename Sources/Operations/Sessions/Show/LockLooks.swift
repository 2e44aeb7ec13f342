import MemcacheClient
import MemcacheProtocol
import Placement

/// The locks of a batch, as the nodes told of them.
struct LockLooks {
  private let answers: SessionBatchAnswers
  private let rules: SessionLock.Rules
  private let handler: Handler
  private let areTaken: Bool
  private let liveIndices: [Int]
  /// For each live node, where in its answers the lock of each id is; -1: it was not asked for that. Empty: for none.
  private let positions: [[Int32]]

  init(_ answers: SessionBatchAnswers, pool: SessionPool) {
    self.answers = answers
    rules = SessionLock.Rules(pool.php)
    handler = pool.php.handler
    areTaken = pool.php.locksSessions
    liveIndices = pool.liveIndices
    let count = answers.ids.count
    positions = answers.lockRows.map { rows in
      var positions = [Int32](repeating: -1, count: rows.isEmpty ? 0 : count)
      for (number, row) in rows.enumerated() { positions[Int(row)] = Int32(count + number) }
      return positions
    }
  }

  /// The lock that the next request waits for: pecl/memcache takes the one beside the first copy that it reaches.
  func lock(of row: Int) -> ShownLock {
    guard areTaken else { return .none }
    var first: Int?
    switch handler {
    case .memcache:
      for place in answers.placeRange(row) where answers.places.indices[place] >= 0 {
        let node = liveIndices[Int(answers.places.indices[place])]
        first = first ?? node
        if answers.looks[node] != nil { return lock(of: row, on: node) }
      }
    case .memcached:
      for node in positions.indices where position(of: row, on: node) != nil {
        first = first ?? node
        if answers.looks[node] != nil { return lock(of: row, on: node) }
      }
    }
    return .unknown(node: first)
  }

  private func lock(of row: Int, on node: Int) -> ShownLock {
    guard let position = position(of: row, on: node), answers.looks[node]?.unasked[position] == nil else {
      return .unknown(node: node)
    }
    guard let item = answers.looks[node]?.items[position] else { return .free(node: node) }
    let value = answers.looks[node]?.items.value(position).flatMap { answers.looks[node]?.items.bytes[$0] }
    return .item(SessionLock(item, value: value, by: rules), node: node)
  }

  private func position(of row: Int, on node: Int) -> Int? {
    guard !positions[node].isEmpty, case let position = positions[node][row], position >= 0 else { return nil }
    return Int(position)
  }
}
