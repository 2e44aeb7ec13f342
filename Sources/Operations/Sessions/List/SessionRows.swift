import MemcacheClient

/// The sessions of a pool, a row for each item and node.
///
/// Without order and joins rows come as the nodes name them, and memory does not grow with their number. `copies` and
/// `locks` sort all items by id, in files where they are many, and then the rows come in that order.
public struct SessionRows: Sendable {
  public let pool: SessionPool
  public var filter = ListFilter()
  /// Nil: as they come.
  public var order: ListOrder?
  /// How many rows at most.
  public var limit = Int.max
  /// Say of each row which nodes hold the session.
  public var copies = false
  /// Say of each row whether the session is locked.
  public var locks = false
  let scratch: ScratchFolder

  public init(_ pool: SessionPool, scratch: ScratchFolder = .usual) {
    self.pool = pool
    self.scratch = scratch
  }

  /// Lists, and hands over the rows some at a time.
  ///
  /// - Parameter print: may take its time, but must not block the thread that it runs on. An error of its own ends the
  ///   listing.
  /// - Returns: what came of each node.
  ///
  /// Throws what `print` throws, `ScratchFailure` when there is no room for what must be kept, and `CancellationError`.
  public func run(_ print: ([ListRow]) async throws -> Void) async throws -> [ListedNode] {
    let isJoined = copies || locks
    // For a join all nodes are asked, whichever rows are wanted.
    let asked = isJoined ? nil : filter.nodes.map { wanted in wanted.sorted().map { pool.live.nodes[$0] } }
    let servers = await ListedServers(asked ?? pool.live.nodes, of: pool.live)
    var filter = filter
    filter.nodes = filter.nodes.map { nodes in Set(nodes.map { servers.names[$0] }) }
    let maker = RowMaker(pool, names: servers.names)
    let listing = SessionListing(
      pool, nodes: servers.nodes, kinds: locks ? [.sessions, .locks] : .sessions, scratch: scratch)
    var sink = RowSink(order: order, limit: limit, scratch: scratch, pool: pool)
    var nodes: [ListedNode]
    if isJoined {
      let sorted = try await listing.run { batches in try await sortedByID(batches) }
      nodes = servers.outcomes(sorted.nodes)
      var join = CopyJoin(self, maker, filter, isWhole: nodes.allSatisfy(\.isWhole))
      var records = sorted.value
      while let batch = try await records.next(), !sink.isFull {
        let rows = try await join.rows(of: batch)
        try await sink.take(rows, print)
      }
      let last = join.end()
      for (node, failure) in zip(pool.live.nodes, join.locks.failures) { nodes.note(failure, of: node) }
      try await sink.take(last, print)
    } else {
      let wanted = filter
      let listed = try await listing.run { batches in
        for try await batch in batches where !sink.isFull {
          let rows = maker.rows(of: batch.lazy.filter { wanted.wants($0) }, in: batch.bytes)
          try await sink.take(rows, print)
          if sink.isFull { return }
        }
      }
      nodes = servers.outcomes(listed.nodes)
    }
    try await sink.end(print)
    return nodes
  }

  /// Of each id its locks first, then its sessions in the order of the nodes.
  private func sortedByID(_ batches: ListedBatches) async throws -> SortedRecords {
    var sort = ExternalSort(in: scratch)
    var key: [UInt8] = []
    for try await batch in batches {
      for item in batch where filter.wantsID(of: item) {
        key.removeAll(keepingCapacity: true)
        key += item.id
        key.append(0)
        key.append(item.kind == .lock ? 0 : 1)
        withUnsafeBytes(of: UInt16(clamping: item.node).bigEndian) { key.append(contentsOf: $0) }
        sort.add(key: key, item.record)
      }
      try await sort.settle()
    }
    return try await sort.sorted()
  }
}

/// Where rows go: on as they come, or through a sort.
private struct RowSink {
  private let order: ListOrder?
  private let lifetime: Int?
  private var left: Int
  private var sort: ExternalSort

  init(order: ListOrder?, limit: Int, scratch: ScratchFolder, pool: SessionPool) {
    self.order = order
    left = limit
    lifetime = RowMaker.lifetime(of: pool)
    sort = ExternalSort(in: scratch, limit: limit)
  }

  /// No further row is wanted.
  var isFull: Bool { left <= 0 }

  mutating func take(_ rows: [ListRow], _ print: ([ListRow]) async throws -> Void) async throws {
    if let order {
      for row in rows { sort.add(key: order.key(of: row), row.record) }
      try await sort.settle()
    } else if !rows.isEmpty, left > 0 {
      let some = rows.count > left ? Array(rows.prefix(left)) : rows
      left -= some.count
      try await print(some)
    }
  }

  func end(_ print: ([ListRow]) async throws -> Void) async throws {
    guard order != nil else { return }
    let lifetime = lifetime
    var records = try await sort.sorted()
    while let batch = try await records.next() {
      try await print(batch.map { ListRow(record: $0.payload, of: batch.bytes, lifetime: lifetime) })
    }
  }
}
