import PHPConfiguration
import Placement
import Testing

/// Answers were asked of php-memcached 3.2.0 on libmemcached 1.1.4.
@Suite("A Memcached object, call by call") struct MemcachedClientTests {
  private typealias Option = Memcached.Option

  private func client(_ options: [(Option, Int)] = [], string: String? = nil, ini: [String: String] = [:]) throws
    -> Memcached.Client
  {
    var configuration = Configuration()
    for (name, value) in ini { configuration.set(name, to: Array(value.utf8), from: "test") }
    var client = try Memcached.Client(
      configurationString: string.map { Array($0.utf8) }, configuration: configuration)
    for (option, value) in options { try client.setOption(option, to: .integer(value)) }
    return client
  }

  private func servers(_ names: String, port: UInt16 = 1, weight: Int = 1) -> [(
    host: [UInt8], port: UInt16, weight: Int
  )] {
    names.utf8.enumerated().map { ([$1], port + UInt16($0), weight) }
  }

  /// The last letters of the hosts that own k0, k1, ….
  private func owners(_ client: Memcached.Client, _ count: Int) throws -> String {
    let ring = try #require(try client.distribution())
    return String(
      (0..<count).compactMap { ring.nodes[ring.owner(of: Array("k\($0)".utf8).span)].host.last })
  }

  @Test("a hash set behind the servers hashes keys; odd numbers change nothing, and 12 brings the default one back")
  func oddHashes() throws {
    var client = try client()
    client.addServers(servers("abcde"))
    #expect(try owners(client, 20) == "eadbcadecbdeaacbbbbe")
    for number in [1, -1, 100_000] {
      try client.setOption(.hash, to: .integer(number))
      #expect(try owners(client, 20) == "dbbaeceabcdaadcececb")
    }
    #expect(throws: Memcached.OptionRefusal.self) { try client.setOption(.hash, to: .integer(12)) }
    #expect(try owners(client, 20) == "eadbcadecbdeaacbbbbe")
  }

  @Test("setBucket chooses its distribution, whatever was there", arguments: [[], [(Option.distribution, 1)]])
  private func buckets(_ options: [(Option, Int)]) throws {
    var client = try client(options)
    client.addServers(servers("abc"))
    try client.setBucket([1, 0, 2])
    #expect(client.rule == .virtualBucket)
    #expect(try owners(client, 20) == "ccbbbbbcccbbbbbccccb")
    try client.setBucket([0, 3])
    #expect(throws: Memcached.OptionRefusal.self) { try client.distribution() }
    for map in [[], [0, -1]] {
      #expect(throws: Memcached.OptionRefusal.self) { try client.setBucket(map) }
    }
  }

  @Test("configuration strings are carried out before php.ini's defaults, which take the weights away")
  func constructor() throws {
    let weights = "--SERVER=abc:5/?3 --SERVER=abd:6 --SERVER=abe:7"
    #expect(
      try owners(client(string: "--DISTRIBUTION=consistent " + weights), 30) == "decccccdecdcedcccdddcceecccccc")
    #expect(
      try owners(client(string: weights + " --DISTRIBUTION=consistent"), 30) == "ddeeedddedccececddedccdeccedec")
    let defaults = ["memcached.default_consistent_hash": "1", "memcached.default_binary_protocol": "On"]
    let both = try client(string: weights, ini: defaults)
    #expect(try owners(both, 30) == "ddeeedddedccececddedccdeccedec")
    #expect(both.settings.isBinary)
    #expect(throws: PoolError.self) { try client(string: "--SERVER=abc --HASH=HSIEH") }
    let all = try client(
      string: "--SORT-HOSTS --SERVER=abd --SERVER=abc --NUMBER-OF-REPLICAS=1 --RANDOMIZE-REPLICA-READ "
        + "--REMOVE-FAILED-SERVERS=3 --NAMESPACE=\"x.\" --HASH-WITH-NAMESPACE --RETRY-TIMEOUT=7 --USE-UDP")
    #expect(all.servers.map(\.node.name) == ["abc:11211", "abd:11211"])
    #expect(all.settings.replicas == 1 && all.settings.randomizesReplicaRead && all.settings.removesFailedServers)
    #expect(all.settings.prefix == Array("x.".utf8) && all.settings.hashesPrefix && all.settings.usesUDP)
    #expect(all.settings.retryTimeout == 7)
    #expect(try client(string: "--HASH=MD5").distribution() == nil)
  }

  @Test("addServers and addServer differ in the port of a socket")
  func sockets() throws {
    var many = try client()
    many.addServers([(Array("/s".utf8), 0, 0), (Array("/t".utf8), 11, 0), ([], 5, 0), (Array("b".utf8), 0, 0)])
    #expect(many.servers.map(\.node.name) == ["/s:0", "/t:0", "localhost:5", "b:11211"])
    var one = try client()
    for (host, port) in [("/s", 0), ("/t", 11), ("", 5), ("b", 0)] as [(String, UInt16)] {
      one.addServer(host: Array(host.utf8), port: port, weight: 0)
    }
    #expect(one.servers.map(\.node.name) == ["/s:11211", "/t:11", "localhost:5", "b:11211"])
    #expect(one.servers.map(\.node.transport) == [.unix, .unix, .tcp, .tcp])
  }

  @Test("prefix and key of more than 250 bytes have the hash 0: with a ring its first point, else the first server")
  func longPrefixedKeys() throws {
    for (rule, short, long) in [(1, "dcaababbcd", "c"), (5, "dccadcbdba", "b"), (0, "bcabbbcddb", "d")] {
      var client = try client([(.distribution, rule), (.hashWithPrefixKey, 1)])
      try client.setOption(.prefixKey, to: .text(Array(repeating: UInt8(ascii: "p"), count: 100)))
      client.addServers([([0x64], 9, 1), ([0x61], 1, 1), ([0x62], 2, 1), ([0x63], 3, 1)])
      let ring = try #require(try client.distribution())
      for (count, expected) in [(149, short), (150, String(repeating: long, count: 10))] {
        let found = (0..<10).map {
          ring.nodes[ring.owner(of: Array("\($0)\(String(repeating: "x", count: count))".utf8).span)]
        }
        #expect(found.map(\.host).joined() == expected)
      }
    }
  }

  @Test("a distribution that is in force already is left alone, so a weighted ring stays weighted")
  func sameDistribution() throws {
    var client = try client([(.distribution, 1)])
    client.addServers([(Array("abc".utf8), 5, 3), (Array("abd".utf8), 6, 1), (Array("abe".utf8), 7, 1)])
    try client.setOption(.distribution, to: .integer(1))
    #expect(try owners(client, 30) == "decccccdecdcedcccdddcceecccccc")
    try client.setOption(.distribution, to: .integer(2))
    #expect(try owners(client, 30) == "ddeeedddedccececddedccdeccedec")
  }

  @Test("weights of addServers count for a spy ring later on, until OPT_LIBKETAMA_COMPATIBLE is set to false")
  func weightsAreForgotten() throws {
    for (forgets, expected) in [
      (false, "1333221221331313322233131123323322232211"), (true, "1233211212232232331312323211122132231221"),
    ] {
      var client = try client()
      client.addServers([
        (Array("10.0.48.1".utf8), 18003, 1), (Array("10.0.242.2".utf8), 0, 1), (Array("localhost3".utf8), 11211, 2),
      ])
      if forgets { try client.setOption(.libketamaCompatible, to: .bool(false)) }
      try client.setOption(.distribution, to: .integer(4))
      #expect(try owners(client, 40) == expected)
    }
  }

  @Test("a prefix that is too long is taken and ignored")
  func longPrefix() throws {
    var client = try client()
    try client.setOption(.prefixKey, to: .text(Array("old".utf8)))
    try client.setOption(.prefixKey, to: .text(Array(repeating: 0x70, count: 128)))
    #expect(client.settings.prefix == Array("old".utf8))
    #expect(client.remarks.map(\.code) == ["MC229"])
    try client.setOption(.prefixKey, to: .text(Array(repeating: 0x70, count: 127)))
    #expect(client.settings.prefix.count == 127)
    try client.setOption(.prefixKey, to: .text(Array("a\0b".utf8)))
    #expect(client.settings.prefix == Array("a".utf8))
  }

  @Test(
    "values that setOption refuses, and what was in force stays",
    arguments: [
      (Option.hash, "hsieh"), (.hash, "11"), (.libketamaHash, "7"), (.distribution, "7"), (.distribution, "-1"),
      (.serverFailureLimit, "0"), (.cacheLookups, "0"), (.userFlags, "100000"), (.serializer, "0"),
      (.compressionType, "0"), (.compressionType, "zstd"), (.compressionLevel, "3"), (.itemSizeLimit, "1"),
      (.prefixKey, "a b"), (.prefixKey, "é"),
    ])
  private func refusals(_ option: Option, _ text: String) throws {
    var client = try client([(.hash, 1), (.distribution, 1)])
    let before = client.settings
    #expect(throws: Memcached.OptionRefusal.self) {
      try client.setOption(option, to: Memcached.OptionValue(text, for: option))
    }
    #expect(client.settings == before)
    #expect(client.keyHash == .md5 && client.rule == .consistent)
  }

  @Test("every option takes a value that PHP takes", arguments: Option.allCases)
  private func accepted(_ option: Option) throws {
    guard option != .compressionLevel, option != .itemSizeLimit else { return }
    var client = try client()
    try client.setOption(option, to: .integer(1))
    try client.setOption(option, to: .bool(true))
  }

  @Test("the binary protocol takes any prefix, and turns the check of keys off")
  func binary() throws {
    var client = try client([(.verifyKey, 1), (.binaryProtocol, 1)])
    #expect(!client.settings.verifiesKeys)
    try client.setOption(.prefixKey, to: .text(Array("a b".utf8)))
    #expect(client.settings.prefix == Array("a b".utf8))
    #expect(throws: Memcached.OptionRefusal.self) { try client.setOption(.verifyKey, to: .bool(true)) }
  }
}

@Suite("Options of the Memcached class as they are written") struct MemcachedOptionTests {
  @Test(arguments: ["OPT_HASH", "Memcached::OPT_HASH", "hash", "opt_hash"])
  func names(_ name: String) throws {
    #expect(try Memcached.Option(named: name) == .hash)
  }

  @Test(
    "an unknown name gets the nearest ones",
    arguments: [("OPT_HSH", "OPT_HASH"), ("OPT_KETAMA", "OPT_LIBKETAMA"), ("OPT_DISTRIBUTIONS", "OPT_DISTRIBUTION")])
  func nearest(_ name: String, _ cure: String) {
    #expect {
      try Memcached.Option(named: name)
    } throws: {
      ($0 as? Memcached.OptionRefusal)?.cure.contains(cure) == true
    }
  }

  @Test(arguments: [
    (Memcached.Option.hash, "md5", Memcached.OptionValue.integer(1)), (.hash, "HASH_MD5", .integer(1)),
    (.hash, "Memcached::HASH_FNV1A_32", .integer(6)), (.hash, "10", .integer(10)),
    (.distribution, "DISTRIBUTION_CONSISTENT", .integer(1)), (.distribution, "virtual_bucket", .integer(6)),
    (.libketamaCompatible, "true", .bool(true)), (.libketamaCompatible, "null", .bool(false)),
    (.numberOfReplicas, "2.9", .integer(2)), (.prefixKey, "app:", .text(Array("app:".utf8))),
    (.prefixKey, "\"a\\\"b\"", .text(Array("a\"b".utf8))), (.prefixKey, "true", .text(Array("true".utf8))),
    (.serializer, "SERIALIZER_JSON", .integer(3)), (.hash, "\"10\"", .text(Array("10".utf8))),
    (.prefixKey, #""a\u0041b""#, .text(Array("aAb".utf8))),
    (.prefixKey, #""\ud83d\uDE00/\/""#, .text(Array("😀//".utf8))),
    (.prefixKey, "\"", .text(Array("\"".utf8))), (.prefixKey, "\"\"", .text([])),
  ])
  func values(_ option: Memcached.Option, _ text: String, _ value: Memcached.OptionValue) throws {
    #expect(try Memcached.OptionValue(text, for: option) == value)
  }

  @Test(
    "a text counts by the number at its beginning, as in PHP",
    arguments: [
      ("1", 1), ("12abc", 12), (" 3", 3), ("1e3", 1000), ("1.9", 1), ("-1", -1), (".5e1", 5), ("1e", 1), ("0x10", 0),
    ]) func texts(_ text: String, _ number: Int) throws
  {
    var client = try Memcached.Client(configurationString: nil, configuration: Configuration())
    try client.setOption(.retryTimeout, to: Memcached.OptionValue("\"\(text)\"", for: .retryTimeout))
    #expect(client.settings.retryTimeout == number)
  }

  @Test(arguments: [
    (Memcached.Option.hash, "sha1"), (.sortHosts, "yes"), (.distribution, "HASH_MD5"),
    // PHP makes 0 of such a text, whatever it says.
    (.libketamaCompatible, "\"true\""), (.hash, "\"md5\""), (.hash, "\"\""),
    (.prefixKey, #""a\qb""#), (.prefixKey, #""a\""#), (.prefixKey, #""a"b""#), (.prefixKey, "\"a\tb\""),
    (.prefixKey, #""\u12""#), (.prefixKey, #""\u+123""#), (.prefixKey, #""\ud83d""#), (.prefixKey, #""\ud83dx""#),
    (.prefixKey, #""\ud83d\u0041""#), (.prefixKey, #""\ude00""#),
  ])
  func noValues(_ option: Memcached.Option, _ text: String) {
    #expect(throws: Memcached.OptionRefusal.self) { try Memcached.OptionValue(text, for: option) }
  }
}
