import PHPConfiguration
import Placement
import Testing

@Suite("Releases of pecl/memcache") struct MemcacheReleaseTests {
  @Test(
    "copies with session_redundancy = 3 in a pool of four",
    arguments: [
      ("2.2.7", 1), ("3.0.1", 3), ("3.0.2", 3), ("3.0.4", 2), ("3.0.8", 2), ("4.0.0", 3), ("4.0.1", 3), ("4.0.5.2", 3),
      ("4.0.5.3", 3), ("8.0", 3), ("8.0-fixed", 3), ("8.0.1", 3), ("8.2", 3), ("8.2.1", 3),
    ])
  func copies(release: String, count: Int) throws {
    let pool = try memcachePool(memcacheServers(4), ["memcache.session_redundancy": "3"], release: release)
    #expect(pool.placement.copyCount == count)
    #expect(Set(pool.copies(of: "abc123")).count == count)
  }

  @Test("the N+1 rule: the default of 2 gives one copy", arguments: ["3.0.4", "3.0.6", "3.0.8"])
  func oneLess(release: String) throws {
    #expect(try memcachePool(memcacheServers(4), release: release).placement.copyCount == 1)
    let pool = try memcachePool(memcacheServers(4), ["memcache.session_redundancy": "1"], release: release)
    #expect(pool.placement.copyCount == 1)
  }

  @Test(
    "whether a live node's miss ends the read",
    arguments: [
      ("3.0.8", false), ("4.0.0", false), ("4.0.1", true), ("4.0.5.2", true), ("8.0", true), ("8.0-fixed", true),
      ("4.0.5.3", false), ("8.0.1", false), ("8.2", false), ("8.2.1", false), ("9.0", false),
    ])
  func readRule(release: String, missIsFinal: Bool) throws {
    #expect(try memcachePool(memcacheServers(2), release: release).memcache.release.missIsFinal == missIsFinal)
  }

  @Test("numbered keys since 3.0.4, the bare key before")
  func keyForm() throws {
    // With crc32 and two servers these ids go elsewhere as `id` than as `id-0`.
    let ids = (0..<20).map { "session\($0)" }
    let bare = try memcachePool(
      memcacheServers(2), ["memcache.session_redundancy": "1", "memcache.hash_strategy": "consistent"], release: "2.2.7"
    )
    let numbered = try memcachePool(memcacheServers(2), ["memcache.session_redundancy": "1"])
    for id in ids {
      let walk = try #require(numbered.placement as? Memcache.Sessions).walk(for: Array(id.utf8).span)
      #expect(bare.copies(of: id) == [walk.bareServer])
    }
    #expect(ids.contains { bare.copies(of: $0) != numbered.copies(of: $0) })
  }

  @Test(arguments: ["", "8", "8.1", "8.1-dev", "3.0.0", "3.0.3", "3.0.9", "5.1", "8.0+4.0.5.2", "eight"])
  func unknown(release: String) {
    let error = memcacheRefusal(memcacheServers(2), release: release)
    #expect(error?.kind == .unknown)
    #expect(error?.cure.contains("8.0-fixed") == true)
  }

  @Test(
    "a directive that the release does not have does nothing",
    arguments: [
      ("2.2.7", "memcache.session_redundancy", "3"), ("3.0.2", "memcache.lock_timeout", "3"),
      ("3.0.8", "memcache.session_prefix_static_key", "x"), ("8.2", "memcache.select_api", "poll"),
      ("8.2", "memcache.default_timeout_ms", "100"), ("8.2", "memcache.session_redundnacy", "3"),
    ])
  func otherReleasesDirective(release: String, name: String, value: String) throws {
    let pool = try memcachePool(memcacheServers(3), [name: value], release: release)
    #expect(pool.codes == ["MC236"])
    #expect(pool.itemKey(of: "id") == "id")
  }

  @Test func selectAPICameAfter82() throws {
    #expect(try memcachePool(memcacheServers(3), ["memcache.select_api": "poll"], release: "8.2.1").codes.isEmpty)
  }
}
