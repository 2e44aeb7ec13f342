import FoundationEssentials
import LiveTrait
import LocalPool
import MemcacheClient
import Testing

@testable import Exporter

@Suite("What Prometheus makes of metrics, rules and dashboard", .live, .timeLimit(.minutes(5)))
struct PackagingLiveTests {
  private static let dashboard = "packaging/grafana/mcpool.json"
  private static let rules = "packaging/prometheus/mcpool.rules.yml"

  @Test(arguments: [
    ["check", "rules", rules], ["check", "config", "packaging/prometheus/scrape.yml"],
    ["test", "rules", "Tests/ExporterTests/rules.test.yml"],
  ])
  func promtoolAgrees(_ words: [String]) async throws {
    let complaint = try await Promtool.complaint(words.dropLast() + ["\(Promtool.root)/\(words[2])"])
    #expect(complaint == nil)
  }

  /// A pool in which everything happens that is exported: two servers, one under two names, one node dead.
  @Test func metricsRulesAndDashboardFitTogether() async throws {
    let bytes = try await withMemcacheds(3) { servers in
      try await servers[2].stopAndWait()
      // One has been flushed and one is going to be; both have items of a class.
      for (server, flush) in [(servers[0], "flush_all"), (servers[1], "flush_all 1000")] {
        let client = try await RawClient(.tcp(host: "127.0.0.1", port: server.port))
        try await client.send("\(flush)\r\nset a 0 100 1\r\nx\r\nget a\r\n")
        while !client.received.hasSuffix("END\r\n"), !client.hasEnded { try await Task.sleep(for: .milliseconds(2)) }
        try await client.close()
      }
      let nodes = servers.map { (name: $0.name, address: $0.address) } + [("again", servers[0].address)]
      let pool = ExportedPool(
        nodes,
        rules: .init(
          handler: "memcache", release: "8.0", provenance: "stated", sessionLifetime: .seconds(1440),
          shares: [servers[0].name: 1]),
        findings: [.init(severity: "warning", code: "MC1")])
      let source = MetricsSource([pool], version: "1.2")
      return await source.scrape(by: .now + .seconds(60)).exposition.bytes
    }
    #expect(try await Promtool.complaint(["check", "metrics"], input: bytes) == nil)

    let page = try ParsedExposition(bytes)
    let emitted = Set(page.families.map(\.name))
    #expect(emitted.isSubset(of: Metric.catalogue.map(\.name)))
    let labels = Set(page.samples.flatMap(\.labels.keys))
    for path in [Self.rules, Self.dashboard] {
      let text = try Promtool.text(path)
      let used = Set(text.matches(of: /\b(?:memcached|mcpool)_[a-z_]+/).map { String($0.output) })
      #expect(used.count > 10 && used.subtracting(emitted).isEmpty, "\(path): \(used.subtracting(emitted))")
      // `job` is Prometheus' own.
      let grouped = text.matches(of: /\b(?:by|on) \(([a-z_, ]+)\)/).flatMap { $0.1.split(separator: ", ") }
      let chosen = text.matches(of: /[{,]([a-z_]+)=~?\\?"/).map(\.1)
      let named = Set((grouped + chosen).map(String.init))
      #expect(named.count > 2 && named.subtracting(labels).subtracting(["job"]).isEmpty, "\(path): \(named)")
    }
  }

  @Test func theDashboardAsksWhatPrometheusUnderstands() async throws {
    struct Dashboard: Decodable {
      struct Query: Decodable { let expr: String }
      struct Panel: Decodable {
        let id: Int
        let targets: [Query]?
      }
      struct Annotations: Decodable { let list: [Query] }
      let panels: [Panel]
      let annotations: Annotations
    }
    let dashboard = try JSONDecoder().decode(Dashboard.self, from: Data(Promtool.text(Self.dashboard).utf8))
    #expect(Set(dashboard.panels.map(\.id)).count == dashboard.panels.count)
    // Where Grafana puts what was chosen on the page.
    let queries = dashboard.panels.compactMap(\.targets).joined() + dashboard.annotations.list
    let rules = queries.enumerated().map { index, query in
      let expression = query.expr.replacing("$__rate_interval", with: "5m").replacing(/\$(pool|node)/, with: ".*")
      return "  - {record: query\(index), expr: '\(expression.replacing("'", with: "''"))'}\n"
    }
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = folder.path + "/rules.yml"
    try ("groups:\n- name: dashboard\n  rules:\n" + rules.joined()).write(
      toFile: path, atomically: false, encoding: .utf8)
    #expect(rules.count > 20)
    #expect(try await Promtool.complaint(["check", "rules", path]) == nil)
  }
}
