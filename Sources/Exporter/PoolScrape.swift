public import Operations

/// What came of asking the nodes of one pool.
public struct PoolScrape: Sendable {
  let pool: ExportedPool
  public let survey: Survey
  let duration: Duration
  /// It was cancelled while nodes had still some of their own time.
  let isCutOff: Bool

  /// Asks all nodes at once; each has the pool's timeout for each answer. Ends at once when it is cancelled: nodes that
  /// have not answered by then are down.
  init(_ pool: ExportedPool) async {
    let start = ContinuousClock.now
    self.pool = pool
    survey = await Survey(pool.live, further: ["items", "slabs"])
    duration = .now - start
    isCutOff = Task.isCancelled
  }
}
