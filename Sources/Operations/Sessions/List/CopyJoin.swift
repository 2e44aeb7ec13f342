/// Puts together what the nodes hold of each session, from records that come sorted by id.
struct CopyJoin {
  private let list: SessionRows
  private let maker: RowMaker
  private let filter: ListFilter
  private let isWhole: Bool
  private(set) var locks: TakenLocks
  /// The session that is not known to be complete yet.
  private var id: ArraySlice<UInt8> = []
  private var rows: [ListRow] = []
  private var isLocked = false
  /// A node has its lock, and does not tell who has that.
  private var isUnknown = false

  /// - Parameter isWhole: every node named all that it holds, so that what is not there is not.
  init(_ list: SessionRows, _ maker: RowMaker, _ filter: ListFilter, isWhole: Bool) {
    self.list = list
    self.maker = maker
    self.filter = filter
    self.isWhole = isWhole
    locks = TakenLocks(list.pool)
  }

  /// The rows of the sessions that are complete with these records.
  mutating func rows(of batch: SortedRecords.Batch) async throws -> [ListRow] {
    let items = batch.map { ListedItem(in: batch.bytes, at: $0.payload.startIndex) }
    let keys = items.filter { $0.kind == .lock }.map { (node: $0.node, key: Array($0.key)) }
    var taken = try await locks.taken(keys)[...]
    var sessions = maker.rows(of: items.filter { $0.kind == .session }, in: batch.bytes)[...]
    var finished: [ListRow] = []
    finished.reserveCapacity(sessions.count)
    for item in items {
      if item.id != id {
        finish(into: &finished)
        id = item.id
      }
      if item.kind == .lock {
        switch taken.popFirst() ?? nil {
        case true?: isLocked = true
        case nil: isUnknown = true
        case false?: break
        }
      } else if let row = sessions.popFirst() {
        rows.append(row)
      }
    }
    return finished
  }

  /// The rows of the last session.
  mutating func end() -> [ListRow] {
    locks.close()
    var finished: [ListRow] = []
    finish(into: &finished)
    return finished
  }

  private mutating func finish(into finished: inout [ListRow]) {
    let copies = list.copies ? rows.map(\.item.node) : nil
    for var row in rows where filter.wants(row.item) {
      row.copies = copies
      row.isCopiesWhole = isWhole
      if list.locks { row.locked = isLocked ? true : isWhole && !isUnknown ? false : nil }
      finished.append(row)
    }
    rows.removeAll(keepingCapacity: true)
    (isLocked, isUnknown) = (false, false)
  }
}
