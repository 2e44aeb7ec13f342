import PHPConfiguration
import Placement
import Testing

@Suite("Sessions that meet the probe bound of pecl/memcache") struct MemcacheProbeBoundTests {
  private static let odd = ["memcache.hash_strategy": "standard", "memcache.hash_function": "fnv"]

  private func remark(_ path: String, _ directives: [String: String] = [:], release: String) throws -> Diagnostic? {
    try memcachePool(path, directives, release: release).diagnostics.first { $0.code == "MC213" }
  }

  private func percent(_ remark: Diagnostic?) -> Double {
    remark?.message.split(separator: " ").first.flatMap { Double($0) } ?? 0
  }

  @Test("new sessions that wait for their own lock, in percent", arguments: [(2, 40.0...48.0), (4, 19.0...25.0)])
  func share(servers: Int, expected: ClosedRange<Double>) throws {
    let remark = try #require(try remark(memcacheServers(servers), Self.odd, release: "8.2"))
    #expect(expected.contains(percent(remark)))
    #expect(remark.severity == .warning)
    #expect(remark.effect.contains("waits for its own lock"))
  }

  @Test("the old rule waits for nothing, and writes twice")
  func oldRule() throws {
    let remark = try #require(
      try remark(memcacheServers(3), ["memcache.max_failover_attempts": "1"], release: "8.0"))
    #expect(remark.severity == .info)
    #expect(remark.effect.contains("twice"))
    // The second probe of about a third leads to the server of the first.
    #expect((20.0...40.0).contains(percent(remark)))
    #expect(try self.remark(memcacheServers(3), release: "8.0") == nil)
    let alone = ["memcache.max_failover_attempts": "1", "memcache.session_redundancy": "1"]
    #expect(try self.remark(memcacheServers(3), alone, release: "8.0") == nil)
  }

  @Test("skewed weights meet the bound, odd pools do not")
  func byWeight() throws {
    let skewed = "tcp://a:1?weight=9, tcp://b:1"
    #expect(try memcachePool(skewed, release: "8.2").codes == ["MC213"])
    #expect(try memcachePool(skewed, ["memcache.max_failover_attempts": "200"], release: "8.2").codes.isEmpty)
    #expect(try memcachePool(memcacheServers(5), Self.odd, release: "8.2").codes.isEmpty)
  }

  @Test("a pool is built soon whatever the numbers are, with what the sample showed so far", .timeLimit(.minutes(5)))
  func bounded() throws {
    let far = ["memcache.hash_strategy": "standard", "memcache.max_failover_attempts": "1000000000"]
    let lopsided = "tcp://a:1?weight=32766, tcp://b:1"
    let wide = far.merging(["memcache.session_redundancy": "250"]) { $1 }
    #expect(try remark(lopsided, far, release: "8.2") == nil)
    #expect(try remark(memcacheServers(250), wide, release: "8.2") == nil)
    let near = far.merging(["memcache.max_failover_attempts": "1000"]) { $1 }
    #expect(try (94.0...100.0).contains(percent(remark(lopsided, near, release: "8.2"))))
  }
}
