extension Memcached {
  /// Places many keys at once: hashes eight side by side where the key hash is one of the two that sessions use.
  struct BatchPlacer {
    let distribution: Distribution
    let replicas: Replicas
    /// The most bytes of a key.
    let longest: Int
    /// Whether a key has a place at all; one of plain bytes that is not too long has.
    let accepts: (Span<UInt8>) -> Bool

    func place(_ batch: SessionBatch, into table: inout PlacementTable) {
      table.width = replicas.copyCount
      table.indices.removeAll(keepingCapacity: true)
      table.indices.append(contentsOf: repeatElement(-1, count: batch.ranges.count * table.width))
      switch distribution.keyHash {
      case .oneAtATime where distribution.hashPrefix.isEmpty: placeByEights(batch, into: &table, with: OneAtATime.self)
      case .md5 where distribution.hashPrefix.isEmpty: placeByEights(batch, into: &table, with: MD5.self)
      default: placeSingly(batch, batch.ranges.indices, into: &table)
      }
    }

    private func placeByEights<Hash: EightHash>(
      _ batch: SessionBatch, into table: inout PlacementTable, with hash: Hash.Type
    ) {
      var eight = EightKeys()
      var index = 0
      while index + 8 <= batch.ranges.count {
        if eight.fill(batch.bytes.span.bytes, batch.ranges.span, from: index), eight.arePlain, eight.shortest > 0,
          eight.longest <= longest
        {
          let hashes = hash.hash(&eight)
          for lane in 0..<8 { store(owner(ofHash: hashes[lane]), at: index + lane, in: &table) }
        } else {
          placeSingly(batch, index..<index + 8, into: &table)
        }
        index += 8
      }
      placeSingly(batch, index..<batch.ranges.count, into: &table)
    }

    private func placeSingly(_ batch: SessionBatch, _ indices: Range<Int>, into table: inout PlacementTable) {
      for index in indices {
        let id = batch.bytes.span.extracting(batch.ranges[index])
        if accepts(id) { store(distribution.owner(of: id), at: index, in: &table) }
      }
    }

    @inline(__always) private func owner(ofHash hash: UInt32) -> Int {
      distribution.nodes.count == 1 ? 0 : distribution.owner(ofHash: hash)
    }

    @inline(__always) private func store(_ owner: Int, at index: Int, in table: inout PlacementTable) {
      let row = index * table.width
      table.indices[row] = Int32(truncatingIfNeeded: owner)
      for copy in 1..<table.width { table.indices[row + copy] = Int32(replicas.node(of: copy, owner: owner)) }
    }
  }
}
