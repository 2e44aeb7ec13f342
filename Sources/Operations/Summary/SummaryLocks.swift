import MemcacheClient

/// Counts the locks that somebody has, many at a time.
struct SummaryLocks {
  /// How many locks are taken on each node.
  private(set) var taken: [Int]
  private var locks: TakenLocks
  private var waiting: [(node: Int, id: [UInt8], key: [UInt8])] = []

  init(_ pool: SessionPool) {
    locks = TakenLocks(pool)
    taken = Array(repeating: 0, count: pool.live.nodes.count)
  }

  /// Why nodes did not tell, in the order of `LivePool.nodes`.
  var failures: [NodeFailure?] { locks.failures }

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
    let answers = try await locks.taken(waiting.map { ($0.node, $0.key) })
    if isLast { locks.close() }
    var locked: [(node: Int, id: [UInt8])] = []
    for (lock, isTaken) in zip(waiting, answers) where isTaken == true {
      taken[lock.node] += 1
      locked.append((lock.node, lock.id))
    }
    waiting.removeAll(keepingCapacity: true)
    return locked
  }

  /// Some 150 bytes each; a connection for each node and so many.
  private static let askedAtOnce = 8192
}
