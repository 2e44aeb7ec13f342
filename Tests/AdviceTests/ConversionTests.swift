import Advice
import Placement
import Testing

@Suite("A pool in another program's words") struct ConversionTests {
  private static let ids = SampleIDs.batch(2000)
  private static let weighted = "memcached.sess_consistent_hash_type = ketama_weighted"
  private static let bare = "memcached.sess_prefix = \"\""

  private func conversion(_ text: String, _ target: ConversionTarget) throws -> Conversion {
    Conversion(of: try comparedPool(text), to: target, ids: Self.ids)
  }

  @Test("twemproxy gets the names that libmemcached hashes")
  func twemproxy() throws {
    let pool = ini(.memcached, "10.0.0.1:11211:1,c2:11212:2,[::1]:11213,/run/a.sock", Self.weighted, Self.bare)
    let found = try conversion(pool, .twemproxy)
    #expect(found.isEqual && found.proof?.sessions == 2000 && found.proof?.differing == 0)
    let servers = try #require(found.text).split(separator: "\n").filter { $0.hasPrefix("    - ") }
    #expect(
      servers == [
        "    - 10.0.0.1:11211:1 10.0.0.1", "    - c2:11212:2 c2:11212", "    - ::1:11213:1 [::1]:11213",
        "    - /run/a.sock:1 /run/a.sock:0",
      ])
    #expect(try #require(found.text).contains("hash: md5\n  distribution: ketama\n"))
  }

  @Test("Modula goes by twemproxy's order of names and its weights, so the names are in PHP's order and all weigh 1")
  func modula() throws {
    let pool = ini(.memcached, "long-name:1:5,b1:1", "memcached.sess_consistent_hash = Off", Self.bare)
    let text = try #require(try conversion(pool, .twemproxy).text)
    #expect(text.contains("hash: one_at_a_time\n  distribution: modula\n"))
    #expect(text.contains("- long-name:1:1 node1\n") && text.contains("- b1:1:1 node2\n"))
  }

  @Test(
    "What twemproxy cannot have is refused, each reason by itself",
    arguments: [
      (ini(.memcached, "a1:1,b1:1", bare), ["100 points"]),
      (ini(.memcached, "a1:1,b1:1", weighted), ["prefix included"]),
      (ini(.memcached, "a1:1,b1:1"), ["prefix included", "100 points"]),
      (ini(.memcached, "a1:1,b1:1", weighted, bare, "memcached.sess_number_of_replicas = 1"), ["2 copies"]),
      (ini(.memcached, "a1:1,a1:1", weighted, bare), ["stands twice"]),
      (ini(.memcache, "tcp://a1:1, tcp://b1:1"), ["pecl/memcache"]),
    ])
  func refused(_ text: String, _ reasons: [String]) throws {
    let found = try conversion(text, .twemproxy)
    #expect(!found.isEqual && found.text == nil)
    #expect(found.refusals.count == reasons.count)
    for (refusal, reason) in zip(found.refusals, reasons) { #expect(refusal.reason.contains(reason)) }
  }

  @Test(
    "With one server every proxy is equal, whatever the ring",
    arguments: [
      ini(.memcache, "tcp://10.0.0.1:11211"), ini(.memcached, "10.0.0.1:11211"),
    ])
  func oneServer(_ text: String) throws {
    for target in [ConversionTarget.twemproxy, .mcrouter, .libmemcached] {
      let found = try conversion(text, target)
      #expect(found.isEqual, "\(target) \(found.refusals)")
      #expect(try #require(found.text).contains("10.0.0.1:11211"))
    }
  }

  @Test(
    "mcrouter is refused for more than one server, with every extension",
    arguments: [
      ini(.memcache, "tcp://a1:1, tcp://b1:1", "memcache.session_redundancy = 1"),
      ini(.memcached, "a1:1,b1:1", weighted, bare),
    ])
  func mcrouter(_ text: String) throws {
    let found = try conversion(text, .mcrouter)
    #expect(found.text == nil && found.refusals.count == 1)
    #expect(try #require(found.refusals.first).reason.contains("WeightedCh3"))
  }

  @Test(
    "libmemcached's options are read back as the pool that they came from",
    arguments: [
      (
        ini(.memcached, "cache1:11211:3,10.0.0.2:11212"),
        "--SERVER=cache1:11211 --SERVER=10.0.0.2:11212 --DISTRIBUTION=consistent"
      ),
      (
        ini(.memcached, "cache1:1:3,10.0.0.2:2", weighted, bare, "memcached.sess_binary_protocol = Off"),
        "--HASH=MD5 --DISTRIBUTION=consistent --SERVER=cache1:1/?6 --SERVER=10.0.0.2:2/?2\n"
      ),
      (
        ini(.memcached, "cache1:1,10.0.0.2:2", weighted, bare, "memcached.sess_binary_protocol = Off"),
        "--HASH=MD5 --DISTRIBUTION=consistent --SERVER=cache1:1/?2 --SERVER=10.0.0.2:2/?2\n"
      ),
      (
        ini(.memcached, "cache1:1,/run/a.sock", "memcached.sess_consistent_hash = Off", bare),
        "--SERVER=cache1:1 --SOCKET=\"/run/a.sock\" --BINARY-PROTOCOL\n"
      ),
    ])
  func libmemcached(_ text: String, _ options: String) throws {
    let found = try conversion(text, .libmemcached)
    #expect(found.isEqual && found.proof?.differing == 0)
    #expect(try #require(found.text).hasPrefix(options))
  }

  @Test(
    "Names that libmemcached's options cannot say are refused",
    arguments: [
      "ab:1,cache2:1", "[::1]:1,cache2:1", "cache1:1:50000,cache2:1",
    ])
  func unsayable(_ savePath: String) throws {
    let found = try conversion(ini(.memcached, savePath, Self.weighted), .libmemcached)
    #expect(!found.isEqual && found.text == nil)
  }

  @Test(
    "The lines of the other extension say first that they are not equal",
    arguments: [
      (ini(.memcache, "tcp://a1:1?weight=2, tcp://b1:1"), ConversionTarget.memcached),
      (ini(.memcached, "a1:1,b1:1"), .memcache),
    ])
  func otherExtension(_ text: String, _ target: ConversionTarget) throws {
    let found = try conversion(text, target)
    #expect(!found.isEqual)
    let lines = try #require(found.text)
    #expect(lines.hasPrefix("; NOT EQUAL: "))
    #expect(lines.contains("\nsession.save_handler = \(target.rawValue)\n"))
    #expect(found.proof.map { $0.share > 0.2 } == true)
  }

  @Test("Directives are carried over by what they do")
  func directives() throws {
    let text = ini(
      .memcache, "tcp://a1:1?weight=2&timeout=2, unix:///run/b.sock", "memcache.session_redundancy = 2",
      "memcache.lock_timeout = 20", "memcache.session_prefix_static_key = shop_", "memcache.chunk_size = 8192")
    let lines = try #require(try conversion(text, .memcached).text).split(separator: "\n")
    for line in [
      "session.save_path = \"a1:1:2,/run/b.sock:0:1\"", "memcached.sess_prefix = \"shop_\"",
      "memcached.sess_consistent_hash_type = ketama_weighted", "memcached.sess_number_of_replicas = 1",
      "memcached.sess_binary_protocol = On", "memcached.sess_lock_expire = 20", "memcached.sess_connect_timeout = 1000",
      "; no counterpart: memcache.chunk_size = 8192 (web.ini:6)",
    ] {
      #expect(lines.contains(line[...]), "\(line)")
    }
  }

  @Test(
    "Keys of one site are no keys of the others",
    arguments: [
      ConversionTarget.memcached, .libmemcached,
    ])
  func sites(_ target: ConversionTarget) throws {
    func found(_ lines: String...) throws -> Conversion {
      let text = ([ini(.memcache, "tcp://cache1:1")] + lines).joined(separator: "\n")
      return Conversion(of: try comparedPool(text, serverName: "www.a.example"), to: target, ids: Self.ids)
    }
    // A static key without a dot, so that nothing else is in the way.
    let host = "memcache.session_prefix_host_key = 1"
    let refusal = try #require(try found(host).refusals.first)
    #expect(refusal.reason.contains("only for the one whose keys begin with a.example"))
    #expect(refusal.cure.contains("--server-name"))
    #expect(try found("memcache.session_prefix_host_key = 0").isEqual)
    #expect(try found("memcache.session_prefix_static_key = shop_").isEqual)
  }

  @Test(
    "A login passes to none that has no SASL",
    arguments: [
      ConversionTarget.twemproxy, .mcrouter, .memcache,
    ])
  func logins(_ target: ConversionTarget) throws {
    let lines = ["memcached.sess_sasl_username = web", "memcached.sess_prefix = shop_", "memcached.sess_locking = Off"]
    func found(_ more: String) throws -> Conversion {
      try conversion(([ini(.memcached, "cache1:1")] + lines + [more]).joined(separator: "\n"), target)
    }
    #expect(try found("memcached.sess_sasl_password = ").isEqual, "without a password nobody logs in")
    let refused = try found("memcached.sess_sasl_password = secret")
    #expect(refused.refusals.map { $0.reason.contains("SASL") } == [true])
    #expect((refused.text == nil) == (target != .memcache))
    #expect(refused.text?.contains("secret") != true)
  }

  @Test("A double quote in the prefix is refused by its name")
  func quotedPrefix() throws {
    let found = try conversion(ini(.memcached, "cache1:1", "memcached.sess_prefix = 'a\"b'"), .libmemcached)
    let refusal = try #require(found.refusals.first)
    #expect(found.text == nil && refusal.reason.contains("double quote") && !refusal.cure.contains("blank"))
  }

  @Test("One server and one key: the other extension finds every session")
  func carriedOver() throws {
    #expect(try conversion(ini(.memcache, "tcp://a1:1"), .memcached).isEqual)
    #expect(try conversion(ini(.memcached, "a1:1", "memcached.sess_prefix = shop_"), .memcache).isEqual)
    let dotted = try conversion(ini(.memcached, "a1:1"), .memcache)
    #expect(dotted.refusals.map { $0.reason.contains("dot") || $0.reason.contains("stored under") } == [true, true])
  }
}
