import PHPConfiguration
import Placement
import Testing

@Suite("pecl/memcache reads directives") struct MemcacheDirectivesTests {
  @Test func defaults() throws {
    let rules = try memcachePool(memcacheServers(3)).memcache
    #expect(rules.strategy == .consistent)
    #expect(rules.function == .crc32)
    #expect(rules.redundancy == 2)
    #expect(rules.maxFailoverAttempts == 20)
    #expect(rules.lockTimeout == .seconds(15))
    #expect(rules.maxLifetime == 1440)
    #expect(try memcachePool(memcacheServers(3), release: "2.2.7").memcache.strategy == .standard)
  }

  @Test(arguments: ["0", "-1", "", "2 ", "1K", "0x10", "2.5", "two"])
  func refusedNumberLeavesTheDefault(value: String) throws {
    let pool = try memcachePool(memcacheServers(5), ["memcache.session_redundancy": value])
    #expect(pool.placement.copyCount == 2)
    let remark = try #require(pool.diagnostics.first { $0.code == "MC237" })
    #expect(remark.effect.contains("memcache.redundancy must be a positive integer ('\(value)' given)"))
    #expect(remark.effect.contains("keeps \"2\""))
  }

  @Test(
    "numbers are checked as decimals and read as ini quantities",
    arguments: [("3", 3), ("+3", 3), (" 3", 3), ("010", 8), ("4294967298", 9), ("99999999999999999999", 1)])
  func acceptedNumber(value: String, copies: Int) throws {
    let pool = try memcachePool(memcacheServers(9), ["memcache.session_redundancy": value])
    #expect(pool.placement.copyCount == copies)
    #expect(!pool.codes.contains("MC237"))
  }

  @Test(arguments: [
    (
      "memcache.hash_strategy", "ketama",
      "memcache.hash_strategy must be in set {standard, consistent} ('ketama' given)"
    ),
    ("memcache.hash_function", "md5", "memcache.hash_function must be in set {fnv, crc32} ('md5' given)"),
    ("memcache.protocol", "text", "memcache.protocol must be in set"),
    ("memcache.session_prefix_static_key", "a.b", "memcache.session_prefix_static_key cannot have dot inside (.)"),
    ("memcache.lock_timeout", "0", "memcache.lock_timeout must be a positive integer ('0' given)"),
  ])
  func refusedWord(name: String, value: String, text: String) throws {
    let pool = try memcachePool(memcacheServers(2), [name: value])
    #expect(pool.diagnostics.filter { $0.code == "MC237" && $0.effect.contains(text) }.count == 1)
    #expect(pool.itemKey(of: "id") == "id")
  }

  @Test func wordsInAnyCase() throws {
    let pool = try memcachePool(
      memcacheServers(2), ["memcache.hash_strategy": "STANDARD", "memcache.hash_function": "Fnv"])
    #expect(pool.memcache.strategy == .standard)
    #expect(pool.memcache.function == .fnv)
  }

  @Test func ownSavePathWins() throws {
    let pool = try memcachePool("tcp://a:1", ["memcache.session_save_path": "tcp://b:2"])
    #expect(pool.nodes.map(\.name) == ["b:2"])
    #expect(pool.savePath.name == "memcache.session_save_path")
    let old = try memcachePool("tcp://a:1", ["memcache.session_save_path": "tcp://b:2"], release: "3.0.8")
    #expect(old.nodes.map(\.name) == ["a:1"])
    #expect(old.codes == ["MC236"])
  }

  @Test(
    "the prefix of a site",
    arguments: [
      ("www.Shop.example.com", false, "st_Shop.example.com"), ("WWW.a.org", false, "st_a.org"),
      ("www.shop.example.com", true, "st_example.com"), ("a.b.example.org", true, "st_example.org"),
      ("shop.local", true, "st_shop.local"), ("localhost", true, "st_localhost"),
      ("www.a.b.c.d", true, "st_c.d"), ("a.b.c.", true, "st_c."), (".a.b", true, "st_.a.b"),
    ])
  func hostPrefix(serverName: String, cutsSubdomain: Bool, prefix: String) throws {
    let directives = [
      "memcache.session_prefix_static_key": "st_", "memcache.session_prefix_host_key": "on",
      "memcache.session_prefix_host_key_remove_subdomain": cutsSubdomain ? "1" : "",
    ]
    let pool = try memcachePool(memcacheServers(2), directives, serverName: serverName)
    #expect(pool.itemKey(of: "id") == prefix + "id")
    #expect(pool.codes.contains("MC106") == cutsSubdomain)
  }

  @Test func hostPrefixNeedsTheName() {
    let error = memcacheRefusal(memcacheServers(2), ["memcache.session_prefix_host_key": "1"])
    #expect(error?.kind == .unknown)
    #expect(error?.cure.contains("--server-name") == true)
    #expect(error?.nodes.map(\.name) == ["10.0.0.1:11211", "10.0.0.2:11211"])
  }

  @Test("a memory_limit below what PHP uses already is refused, and 128M stays", arguments: ["256MB", "0", "2097151"])
  func smallMemoryLimit(limit: String) throws {
    let pool = try memcachePool(memcacheServers(2), ["memory_limit": limit])
    #expect(pool.codes == ["MC237"])
    #expect(pool.diagnostics.first?.message.contains(limit) == true)
    // 128 MiB are 52428 units of 160 points of 16 bytes.
    let heavy = "tcp://a:1?weight=52000, tcp://b:1?weight=500"
    #expect(memcacheRefusal(heavy, ["memory_limit": limit])?.kind == .crashes)
    #expect(try memcachePool(memcacheServers(2), ["memory_limit": "2M"]).codes.isEmpty)
    #expect(memcacheRefusal("tcp://a:1?weight=500, tcp://b:1?weight=500", ["memory_limit": "2M"])?.kind == .crashes)
  }
}
