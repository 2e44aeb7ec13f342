import MemcacheClient
import ScriptedServer
import Testing

@testable import Exporter

@Suite("Scrapes") struct ScrapeTests {
  @Test("Whoever comes while nodes are asked shares the answer, and the first deadline ends it for all")
  func shared() async throws {
    try await ScriptedServer.run([]) { silent in
      let source = MetricsSource([ExportedPool([("a", silent.address)], timeout: .seconds(600))], version: "1")
      async let first = source.scrape(by: .now + .seconds(600))
      try await silent.clientHasAsked()
      let second = await source.scrape(by: .now + .milliseconds(50))
      #expect(await first.exposition == second.exposition)
      #expect(silent.received == Array("stats\r\n".utf8))
      let page = try ParsedExposition(second.exposition.bytes)
      #expect(try page.value("memcached_up") == 0)
      #expect(try page.value("mcpool_scrape_cut_off") == 1)
      // The next one asks anew.
      async let third = source.scrape(by: .now + .seconds(600))
      while silent.received != Array("stats\r\nstats\r\n".utf8) { try await Task.sleep(for: .milliseconds(2)) }
      _ = await source.scrape(by: .now)
      #expect(await third.pools.count == 1)
    }
  }

  @Test(
    "How long nodes are waited for follows from how long the scraper waits",
    arguments: [
      (nil, 9500), (10_000, 9500), (3000, 2500), (600, 300), (3_600_000, 60_000),
    ])
  func patience(_ patience: Int?, _ limit: Int) {
    #expect(ServerLimits().scrape(within: patience.map { .milliseconds($0) }) == .milliseconds(limit))
  }
}
