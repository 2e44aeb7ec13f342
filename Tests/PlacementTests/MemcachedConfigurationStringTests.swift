import Placement
import Testing

@Suite("libmemcached's option strings, which php-memcached 2.2 takes for a save_path")
struct MemcachedConfigurationStringTests {
  private func pool(_ path: String, _ directives: [String: String] = [:]) throws -> Pool {
    try memcachedPool(path, directives, release: "2.2.0")
  }

  @Test(arguments: [
    ("--SERVER=10.0.0.1", ["10.0.0.1:11211"]),
    ("--SERVER=10.0.0.1:70000", ["10.0.0.1:4464"]),
    ("--SERVER=abc --server=ABD:7", ["abc:11211", "ABD:7"]),
    ("--SERVER=a_b/?3 --SOCKET=\"/run/a b.sock\"/?2", ["a_b:11211", "/run/a b.sock:0"]),
    ("--SORT-HOSTS --SERVER=abe:5 --SERVER=abc:5 --SERVER=abc:4", ["abc:4", "abc:5", "abe:5"]),
    ("--SERVER=abc END --SERVER=abd", ["abc:11211"]),
    ("--SERVER=abc RESET --SERVER=abd", ["abd:11211"]),
    ("--binary-protocol --CONNECT-TIMEOUT=0100 --SERVER=abc", ["abc:11211"]),
  ])
  func servers(_ path: String, _ names: [String]) throws {
    #expect(try pool(path).nodes.map(\.name) == names)
  }

  @Test(
    "One mistake and libmemcached refuses the whole text",
    arguments: [
      "--SERVER=abc  --SERVER=abd", "--SERVER=abc ", "--SERVER=ab", "--SERVER=123", "--SERVER=abc-", "--SERVER=end",
      "--SERVER=[::1]:5", "--SERVER=abc:123456", "--SERVER=abc:", "--SERVER=abc:5/?", "--SERVER=abc,--SERVER=abd",
      "--SERVER=abc --UNKNOWN", "--SERVER=abc --BINARY-PROTOCOL=1", "--SERVER=abc --NUMBER-OF-REPLICAS",
      "--SERVER=abc --HASH=MURMUR3", "--SERVER=abc --HASH=MD5 --HASH=MD5", "--SERVER=abc --DISTRIBUTION=ketama",
      "--SERVER=abc --SOCKET=/run/a.sock", "--SERVER=abc ERROR", "--SERVER=abc RESET",
    ])
  func refused(_ path: String) {
    #expect {
      try pool(path)
    } throws: {
      ($0 as? PoolError)?.kind == .refused
    }
  }

  @Test(
    "What the text alone does not tell is not guessed",
    arguments: [
      "--SERVER=abc --DISTRIBUTION=random", "--SERVER=abc --CONFIGURE-FILE=\"/etc/x\"", "--SERVER=abc --USE-UDP",
      "--SERVER=abc --HASH-WITH-NAMESPACE",
    ])
  func unknowable(_ path: String) {
    #expect {
      try pool(path)
    } throws: {
      ($0 as? PoolError)?.kind == .unknown
    }
  }

  /// Owners of key0 to key11 as the extension's own class answered, by the last letter of the host.
  @Test(arguments: [
    ("--DISTRIBUTION=consistent --SERVER=abc:5/?3 --SERVER=abd:5 --SERVER=abe:5", "ecddedcccccd"),
    ("--SERVER=abc:5/?3 --SERVER=abd:5 --SERVER=abe:5 --DISTRIBUTION=consistent", "edccddddcdcc"),
    ("--SERVER=abc:5 --SERVER=abd:5 --SERVER=abe:5 --DISTRIBUTION=consistent --HASH=MD5", "decedcecdeec"),
    ("--HASH=MD5 --DISTRIBUTION=consistent --SERVER=abc:5 --SERVER=abd:5 --SERVER=abe:5", "cdedddeccced"),
  ])
  func orderCounts(_ path: String, _ owners: String) throws {
    let pool = try pool(path)
    let letters = (0..<12).compactMap { pool.owner(of: "key\($0)").dropFirst(2).first }
    #expect(String(letters) == owners)
  }

  @Test("Settings of the text count where no directive speaks")
  func settings() throws {
    let path = "--SERVER=abc --SERVER=abd --BINARY-PROTOCOL --NUMBER-OF-REPLICAS=1 --NAMESPACE=\"app.\""
    let rules = try pool(path).memcached
    #expect(rules.isBinary)
    #expect(rules.placement.copyCount == 2)
    #expect(rules.placement.keys.prefix == Array("memc.sess.key.".utf8))
    #expect(try pool(path, ["memcached.sess_prefix": ""]).memcached.placement.keys.prefix == Array("app.".utf8))
  }

  @Test("sess_consistent_hash builds the weighted ring whatever the text says")
  func directiveWins() throws {
    let given = try pool(
      "--SERVER=abc:5 --SERVER=abd:5 --SERVER=abe:5", ["memcached.sess_consistent_hash": "1"])
    let plain = try memcachedPool(
      "abc:5,abd:5,abe:5", ["memcached.sess_consistent_hash_type": "ketama_weighted"])
    for number in 0..<50 { #expect(given.owner(of: "id\(number)") == plain.owner(of: "id\(number)")) }
  }
}
