import MemcacheClient

/// Tells the locks that somebody has from the items that are left of others, many at a time.
struct SummaryLocks {
  /// How many locks are taken on each node.
  private(set) var taken: [Int]
  /// Nodes that did not tell, by index.
  private(set) var failures: [Int: NodeFailure] = [:]
  private let pool: SessionPool
  private var waiting: [(node: Int, id: [UInt8], key: [UInt8])] = []

  init(_ pool: SessionPool) {
    self.pool = pool
    taken = Array(repeating: 0, count: pool.live.nodes.count)
  }

  mutating func add(_ item: ListedItem) {
    // Who has not answered once costs no second wait.
    guard failures[item.node] == nil else { return }
    waiting.append((item.node, Array(item.id), Array(item.key)))
  }

  /// Asks for the locks that wait, and hands over the sessions that are locked.
  ///
  /// - Parameter isLast: asks however few there are.
  mutating func settle(isLast: Bool) async throws -> [(node: Int, id: [UInt8])] {
    guard isLast || waiting.count >= Self.askedAtOnce else { return [] }
    let answers = try await pool.takenLocks(waiting.map { ($0.node, $0.key) })
    failures.merge(answers.failures) { first, _ in first }
    var locked: [(node: Int, id: [UInt8])] = []
    for (lock, isTaken) in zip(waiting, answers.taken) where isTaken == true {
      taken[lock.node] += 1
      locked.append((lock.node, lock.id))
    }
    waiting.removeAll(keepingCapacity: true)
    return locked
  }

  /// Some 150 bytes each; a connection for each node and so many.
  private static let askedAtOnce = 8192
}
