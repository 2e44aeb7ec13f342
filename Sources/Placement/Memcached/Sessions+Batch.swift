extension Memcached.Sessions {
  public func place(_ batch: SessionBatch, into table: inout PlacementTable) {
    Memcached.BatchPlacer(distribution: distribution, replicas: replicas, longest: keys.longestID) {
      keys.problem(with: $0) == nil
    }.place(batch, into: &table)
  }
}
