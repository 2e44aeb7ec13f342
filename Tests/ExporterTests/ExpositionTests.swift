import MemcacheClient
import ScriptedServer
import Testing

@testable import Exporter

@Suite("The text format") struct ExpositionTests {
  private func parsed(_ pool: ExportedPool) async throws -> ParsedExposition {
    let source = MetricsSource([pool], version: "1.2")
    return try ParsedExposition(await source.scrape(by: .now + .seconds(60)).exposition.bytes)
  }

  @Test(
    "Whatever a label holds comes back from the parser, and nothing in it steers a terminal",
    arguments: [
      ("plain", "plain"), ("größe \"x\" \\ y", "größe \"x\" \\ y"), ("two\nlines", "two\\x0alines"),
      ("red\u{1b}[31m", "red\\x1b[31m"), ("c1\u{9b}m", "c1\\xc2\\x9bm"), ("", ""),
    ])
  func labels(_ name: String, _ seen: String) async throws {
    let page = try await parsed(ExportedPool([], named: name))
    #expect(
      page.samples("mcpool_scrape_cut_off") == [.init(name: "mcpool_scrape_cut_off", labels: ["pool": seen], value: 0)])
  }

  @Test("Families come once, with help and type, sorted, whatever the number of pools")
  func families() async throws {
    try await ScriptedServer.memcached(general: "pid 1\ncurr_items 7\ncmd_set 5\ncas_hits 2\nversion 1.6.18") { a in
      try await ScriptedServer.memcached(general: "pid 2\ncurr_items 9\nversion 1.6.19") { b in
        let source = MetricsSource(
          [
            ExportedPool([("a", a.address)], named: "one"),
            ExportedPool([("b", b.address), ("c", .tcp(host: "127.0.0.1", port: 1))], named: "two"),
          ],
          version: "1.2")
        let bytes = await source.scrape(by: .now + .seconds(60)).exposition.bytes
        // The parser refuses a family or a sample that comes twice.
        let page = try ParsedExposition(bytes)
        #expect(page.families.map(\.name) == page.families.map(\.name).sorted())
        #expect(try page.value("memcached_current_items", ["pool": "one", "node": "a"]) == 7)
        #expect(try page.value("memcached_current_items", ["pool": "two", "node": "b"]) == 9)
        #expect(try page.value("memcached_commands_total", ["node": "a", "command": "set", "status": "hit"]) == 3)
        #expect(page.samples("memcached_up").map(\.value) == [1, 1, 0])
        #expect(try page.value("mcpool_node_state", ["node": "c"]) == 1)
        #expect(page.samples("mcpool_node_state", ["node": "c", "state": "refused"]).count == 1)
        #expect(page.samples("memcached_version", ["version": "1.6.19", "node": "b"]).count == 1)
        #expect(try page.value("mcpool_build_info", ["version": "1.2"]) == 1)
      }
    }
  }

  @Test("A strange server cannot break the page")
  func hostile() async throws {
    let general =
      "version 1\u{1b}]0;x\ncurr_items nan\nevictions -4\nbytes 1e400\ncmd_set 3\ncas_hits 9\nrusage_user 0.5"
    let items =
      "items:1:number 3\nitems:01:number 4\nitems:1:number 5\nitems:999:number 6\nitems:x:number 7\nitems:1:mem_requested 8"
    let slabs =
      "1:mem_requested 9\n1:chunk_size 96\n1:cmd_set 4\n1:cas_hits 1\n:chunk_size 5\nactive_slabs 1\ntotal_malloced 1048576"
    try await ScriptedServer.memcached(general: general, items: items, slabs: slabs) { server in
      let page = try await parsed(ExportedPool([("a", server.address)]))
      #expect(page.samples("memcached_version").map(\.labels["version"]) == ["1\\x1b]0;x"])
      for name in ["memcached_current_items", "memcached_items_evicted_total", "memcached_current_bytes"] {
        #expect(page.samples(name).isEmpty, "\(name)")
      }
      #expect(try page.value("memcached_commands_total", ["command": "set"]) == 0)
      #expect(try page.value("memcached_process_user_cpu_seconds_total") == 0.5)
      #expect(try page.value("memcached_slab_current_items", ["slab": "1"]) == 5)
      #expect(page.samples("memcached_slab_current_items").count == 1)
      #expect(try page.value("memcached_slab_mem_requested_bytes") == 8)
      #expect(try page.value("memcached_slab_commands_total", ["slab": "1", "command": "set", "status": "hit"]) == 3)
      #expect(try page.value("memcached_malloced_bytes") == 1_048_576)
    }
  }

  @Test("A server that declines a group is up, and the group is missing")
  func declined() async throws {
    try await ScriptedServer.memcached(general: "curr_items 1", settings: "maxconns 64", items: nil, slabs: nil) {
      server in
      let page = try await parsed(ExportedPool([("a", server.address)]))
      #expect(try page.value("memcached_up") == 1)
      #expect(try page.value("memcached_max_connections") == 64)
      #expect(!page.families.contains { $0.name.hasPrefix("memcached_slab_") })
    }
  }

  @Test("What is known without asking a node")
  func pool() async throws {
    let rules = ExportedPool.Rules(
      handler: "memcache", release: "8.0", provenance: "read", sessionLifetime: .seconds(1440), shares: ["a": 0.25])
    let findings = [("warning", "MC1"), ("warning", "MC1"), ("critical", "")].map {
      ExportedPool.Finding(severity: $0, code: $1)
    }
    let page = try await parsed(
      ExportedPool([("a", .tcp(host: "127.0.0.1", port: 1))], rules: rules, findings: findings))
    #expect(try page.value("mcpool_pool_info", ["handler": "memcache", "release": "8.0", "provenance": "read"]) == 1)
    #expect(try page.value("mcpool_session_lifetime_seconds") == 1440)
    #expect(try page.value("mcpool_node_share", ["pool": "shop", "node": "a"]) == 0.25)
    #expect(try page.value("mcpool_configuration_findings", ["severity": "warning", "code": "MC1"]) == 2)
    #expect(try page.value("mcpool_configuration_findings", ["severity": "critical", "code": ""]) == 1)
  }

  @Test("Each metric has one meaning")
  func catalogue() {
    let names = Metric.catalogue.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Metric.catalogue.allSatisfy { !$0.help.isEmpty && !$0.help.contains("\\") && !$0.help.contains("\n") })
  }
}
