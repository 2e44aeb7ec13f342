import PHPConfiguration
import Placement
import Testing

@Suite("pecl/memcache reads save_path") struct MemcacheSavePathTests {
  @Test(
    "pieces that name a server",
    arguments: [
      ("tcp://h:11211", "h:11211", 1), ("h:11211", "h:11211", 1), ("//h:11211", "h:11211", 1),
      ("tcp://h:11211/", "h:11211", 1), ("tcp://h:11211?weight=2", "h:11211", 2),
      ("tcp://h:11211/?weight=2", "h:11211", 2), ("h:11211/?weight=2", "h:11211", 2),
      ("udp://h:1", "h:1", 1), ("anything://H:1#f", "H:1", 1), ("tcp://user:pw@h:1/p", "h:1", 1),
      ("tcp://[::1]:11211", "[::1]:11211", 1), ("tcp://h", "h:0", 1), ("tcp://h:0", "h:0", 1),
      ("tcp://a:1;tcp://b:1", "a:1;tcp:0", 1), ("tcp://h:1?weight=2.9", "h:1", 2),
      ("tcp://h:1?weight=1&weight=3", "h:1", 3), ("tcp://h:1?%77eight=+4", "h:1", 4),
      ("tcp://h:1?weight=4294967298", "h:1", 2), ("tcp://h:1?&amp;weight=3", "h:1", 1),
      ("unix:///p", "unix:///p", 1), ("unix:/p", "unix:///p", 1), ("file:///pp", "unix:///pp", 1),
      ("file:/p:0", "unix:///p", 1), ("unix:///pp:0?weight=3", "unix:///pp", 3), ("unix:///pp:1", "unix:///pp:1", 1),
      ("unix://p/x", "unix:///x", 1), ("unix:///c:1", "unix://c:1", 1),
    ])
  func accepted(piece: String, name: String, weight: Int) throws {
    let pool = try memcachePool(piece)
    #expect(pool.nodes.map(\.name) == [name])
    #expect(pool.nodes.map(\.weight) == [weight])
    #expect(pool.nodes[0].transport == (name.hasPrefix("unix:") ? .unix : .tcp))
  }

  @Test(
    "pieces that PHP refuses, and with them the whole path",
    arguments: [
      "h:11211?weight=2", "h", "127.0.0.1", "/tmp/a.sock", "[::1]:11211", "tcp://h:65536", "tcp://:11211", "tcp:///x",
      "tcp://h:1?weight=0", "tcp://h:1?weight=-1", "tcp://h:1?weight=abc", "tcp://h:1?weight=", "tcp://h:1?timeout=0",
      "tcp://h:1?weight=4294967296",
    ])
  func refused(piece: String) throws {
    let error = try #require(memcacheRefusal("tcp://good:11211, \(piece)"))
    #expect(error.kind == .refused)
    #expect(error.message.contains("\"\(piece)\""))
    #expect(error.effect.contains("Failed to initialize storage module: memcache (path: tcp://good:11211, \(piece))"))
    #expect(error.location?.source == "test")
  }

  @Test func unreadableURLIsNamedByItsOffset() throws {
    let error = try #require(memcacheRefusal("tcp://a:1,  tcp://b:65536"))
    #expect(
      error.effect.contains(
        "Failed to parse memcache.save_path (error at offset 12, url was 'tcp://a:1,  tcp://b:65536')"))
    let old = try #require(memcacheRefusal("tcp://a:1,  tcp://b:65536", release: "3.0.8"))
    #expect(old.effect.contains("Failed to parse session.save_path (error at offset 12, url was 'tcp://b:65536')"))
  }

  @Test(arguments: ["h:11211?weight=2", "h:11211:3", "/tmp/a.sock", "h"])
  func pathOfTheOtherExtension(piece: String) {
    #expect(memcacheRefusal(piece)?.code == "MC110")
  }

  @Test func splitsAtBlanksAndCommas() throws {
    let pool = try memcachePool(" tcp://a:1, tcp://b:1\t,,\ntcp://c:1 ,")
    #expect(pool.nodes.map(\.name) == ["a:1", "b:1", "c:1"])
  }

  @Test func settingsOfAServer() throws {
    let query = "?timeout=0.25&retry_interval=-1&persistent=x"
    let servers = try memcachePool("tcp://a:1, tcp://b:1\(query)").memcache.servers
    #expect(servers.map(\.timeout) == [1, 0.25])
    #expect(servers.map(\.retryInterval) == [15, -1])
    #expect(servers.map(\.isPersistent) == [false, true])
    #expect(memcacheRefusal("tcp://b:1\(query)", release: "3.0.8")?.message.contains("timeout") == true)
  }

  @Test(arguments: [
    ("tcp://a:1;tcp://b:1", "MC201"), ("tcp://a", "MC202"), ("tcp://a:1?weight=2&amp;persistent=1", "MC206"),
    ("tcp://a:1?wieght=2", "MC206"),
  ])
  func oddities(path: String, code: String) throws {
    let pool = try memcachePool(path)
    #expect(pool.codes.contains(code))
  }

  @Test func saneConfigurationIsSilent() throws {
    #expect(try memcachePool(memcacheServers(3)).diagnostics.isEmpty)
    #expect(try memcachePool(memcacheServers(2), release: "8.2").diagnostics.isEmpty)
  }
}
