public import Placement

extension SessionListing {
  /// Hands out the id of every session once, whatever copies there are of it, some at a time, and says in the end what came
  /// of each node. Memory stays flat.
  ///
  /// Throws `ScratchFailure`, and `CancellationError`.
  public func distinctIDs(_ take: (SessionBatch) -> Void) async throws -> [ListedNode] {
    let (sort, nodes) = try await run { batches in
      var sort = ExternalSort(in: scratch)
      for try await batch in batches {
        for item in batch where item.kind == .session { sort.add(key: item.id, EmptyCollection()) }
        try await sort.settle()
      }
      return sort
    }
    try Task.checkCancellation()
    var sorted = try await sort.sorted()
    var last: [UInt8] = []
    while let batch = try await sorted.next() {
      var ids = SessionBatch()
      for record in batch where !record.key.elementsEqual(last) {
        last = Array(record.key)
        ids.ranges.append(ids.bytes.count..<ids.bytes.count + last.count)
        ids.bytes += last
      }
      if ids.count > 0 { take(ids) }
    }
    return nodes
  }
}
