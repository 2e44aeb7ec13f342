import MemcacheClient
import MemcacheProtocol
import Placement

/// Puts together what the nodes hold of each session, from records that come sorted by id.
struct CopyJoin {
  private let list: SessionRows
  private let maker: RowMaker
  private let isWhole: Bool
  /// The session that is not known to be complete yet.
  private var id: ArraySlice<UInt8> = []
  private var rows: [ListRow] = []
  private var isLocked = false

  /// - Parameter isWhole: every node named all that it holds, so that what is not there is not.
  init(_ list: SessionRows, isWhole: Bool) {
    self.list = list
    self.isWhole = isWhole
    maker = RowMaker(list.pool)
  }

  /// The rows of the sessions that are complete with these records.
  mutating func rows(of batch: SortedRecords.Batch) async throws -> [ListRow] {
    let items = batch.map { ListedItem(in: batch.bytes, at: $0.payload.startIndex) }
    var taken = try await takenLocks(items.filter { $0.kind == .lock })[...]
    var sessions = maker.rows(of: items.filter { $0.kind == .session }, in: batch.bytes)[...]
    var finished: [ListRow] = []
    finished.reserveCapacity(sessions.count)
    for item in items {
      if item.id != id {
        finish(into: &finished)
        id = item.id
      }
      if item.kind == .lock {
        if taken.popFirst() == true { isLocked = true }
      } else if let row = sessions.popFirst() {
        rows.append(row)
      }
    }
    return finished
  }

  /// The rows of the last session.
  mutating func end() -> [ListRow] {
    var finished: [ListRow] = []
    finish(into: &finished)
    return finished
  }

  private mutating func finish(into finished: inout [ListRow]) {
    let copies = list.copies ? rows.map(\.item.node) : nil
    for var row in rows where list.filter.wants(row.item) {
      row.copies = copies
      if list.locks { row.locked = isLocked ? true : isWhole ? false : nil }
      finished.append(row)
    }
    rows.removeAll(keepingCapacity: true)
    isLocked = false
  }

  /// Whether each of the items says that somebody has the lock. php-memcached deletes the item when it gives the lock
  /// back; pecl/memcache leaves it with another value, which has to be read. A node that does not tell: somebody has it.
  private func takenLocks(_ locks: [ListedItem]) async throws -> [Bool] {
    guard !locks.isEmpty, list.pool.php.handler == .memcache else { return locks.map { _ in true } }
    let pool = list.pool
    var taken = locks.map { _ in true }
    let places = Dictionary(grouping: locks.indices) { locks[$0].node }
    let keys = places.mapValues { $0.map { Array(locks[$0].key) } }
    let nodes = places.keys.sorted()
    let indices = Dictionary(uniqueKeysWithValues: nodes.map { (pool.live.nodes[$0], $0) })
    let answers = await pool.live.ask(nodes.map { pool.live.nodes[$0] }) { node, client throws(NodeFailure) in
      try await client.items(indices[node].flatMap { keys[$0] } ?? [], .value)
    }
    try Task.checkCancellation()
    for (node, answer) in zip(nodes, answers) {
      for (place, item) in zip(places[node] ?? [], answer.value ?? []) {
        taken[place] = item.map { SessionLock($0, of: pool.php).isTaken } ?? false
      }
    }
    return taken
  }
}
