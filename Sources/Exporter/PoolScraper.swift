/// Asks the nodes of one pool, for however many readers at once.
actor PoolScraper {
  private let pool: ExportedPool
  /// The one that is under way.
  private var scrape: Task<PoolScrape, Never>?

  init(_ pool: ExportedPool) { self.pool = pool }

  /// What the pool's nodes say now. Whoever comes while they are being asked gets the same answer.
  ///
  /// - Parameter end: nodes that have not answered by then are down, for all who wait.
  func scrape(by end: ContinuousClock.Instant) async -> PoolScrape {
    let scrape = self.scrape ?? start()
    let alarm = Task {
      try await Task.sleep(until: end, clock: .continuous)
      scrape.cancel()
    }
    defer { alarm.cancel() }
    return await scrape.value
  }

  private func start() -> Task<PoolScrape, Never> {
    let task = Task {
      let outcome = await PoolScrape(pool)
      scrape = nil
      return outcome
    }
    scrape = task
    return task
  }
}
