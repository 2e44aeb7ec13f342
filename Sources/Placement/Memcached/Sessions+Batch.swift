extension Memcached.Sessions {
  public func place(_ batch: SessionBatch, into table: inout PlacementTable) {
    Memcached.BatchPlacer(distribution: distribution, replicas: replicas, longest: keys.longestID) {
      keys.problem(with: $0) == nil
    }.place(batch, into: &table)
  }

  public func lockNodes(for batch: SessionBatch) -> [Int32] {
    guard keys.hasLocks else { return Array(repeating: -1, count: batch.count) }
    var marked = SessionBatch()
    marked.bytes.reserveCapacity(batch.count * 40)
    marked.ranges.reserveCapacity(batch.count)
    for range in batch.ranges {
      let start = marked.bytes.count
      marked.bytes += Memcached.Keys.lockMark
      marked.bytes.append(batch.bytes.span.extracting(range))
      marked.ranges.append(start..<marked.bytes.count)
    }
    var table = PlacementTable()
    let alone = Memcached.Replicas(count: 0, nodeCount: nodes.count)
    Memcached.BatchPlacer(distribution: distribution, replicas: alone, longest: .max) { _ in true }
      .place(marked, into: &table)
    return table.indices
  }
}
