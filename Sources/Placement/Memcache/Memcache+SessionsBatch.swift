extension Memcache.Sessions {
  /// The same answers as for one id at a time; a plain id is looked at, hashed and placed in one go.
  public func place(_ batch: SessionBatch, into table: inout PlacementTable) {
    let width = copyCount
    table.width = width
    table.indices.removeAll(keepingCapacity: true)
    table.indices.reserveCapacity(batch.ranges.count * width)
    let bytes = batch.bytes.span
    var candidates = Candidates()
    for range in batch.ranges {
      let id = bytes.extracting(range)
      candidates.removeAll()
      if !rules.beginsWithBareKey, var hash = keys.plainHash(id) {
        hash.feed(UInt8(ascii: "-"))
        placeNumbered(hash, into: &candidates)
      } else if problem(with: id) == nil {
        place(id, into: &candidates)
      }
      for position in 0..<width {
        table.indices.append(position < candidates.count ? Int32(truncatingIfNeeded: candidates[position]) : -1)
      }
    }
  }
}
