/// All pools of the exporter, asked on demand.
public struct MetricsSource: Sendable {
  /// The label `pool` of each, in the order given.
  public let poolNames: [String]
  /// mcpool's own.
  let version: String
  private let scrapers: [PoolScraper]

  public init(_ pools: [ExportedPool], version: String) {
    poolNames = pools.map(\.name)
    self.version = version
    scrapers = pools.map { PoolScraper($0) }
  }

  /// Asks all pools at once.
  ///
  /// - Parameter end: nodes that have not answered by then are down.
  public func scrape(by end: ContinuousClock.Instant) async -> (exposition: Exposition, pools: [PoolScrape]) {
    let scrapes = await withTaskGroup(of: (Int, PoolScrape).self) { group in
      for (index, scraper) in scrapers.enumerated() {
        group.addTask { (index, await scraper.scrape(by: end)) }
      }
      var scrapes: [(Int, PoolScrape)] = []
      for await scrape in group { scrapes.append(scrape) }
      return scrapes.sorted { $0.0 < $1.0 }.map(\.1)
    }
    return (Exposition(scrapes, version: version), scrapes)
  }
}
