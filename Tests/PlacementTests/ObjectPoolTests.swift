import PHPConfiguration
import Placement
import Testing

func objectPool(
  _ savePath: String, handler: Handler, release: String, _ directives: [String: String] = [:],
  serverName: String? = nil, options: [(Memcached.Option, Memcached.OptionValue)] = []
) throws(ObjectPoolError) -> ObjectPool {
  try ObjectPool(
    configuration: memcacheConfiguration(savePath, directives), handler: handler,
    release: Release(value: release, provenance: .stated), serverName: serverName.map { Array($0.utf8) },
    options: options)
}

@Suite("Keys of applications") struct ObjectPoolTests {
  private static let three = "tcp://10.0.0.1:11211,tcp://10.0.0.2:11211,tcp://10.0.0.3:11211"

  private func itemKey(_ pool: ObjectPool, _ key: String) -> String {
    String(decoding: pool.placement.itemKey(for: Array(key.utf8).span).bytes, as: UTF8.self)
  }

  @Test("the Memcache class has prefixes of its own, and changes keys")
  func memcacheKeys() throws {
    let directives = [
      "memcache.prefix_static_key": "app_", "memcache.prefix_host_key": "1",
      "memcache.session_prefix_static_key": "not_",
    ]
    let pool = try objectPool(
      Self.three, handler: .memcache, release: "8.0", directives, serverName: "www.shop.example.com")
    #expect(itemKey(pool, "a b\tc") == "app_shop.example.coma_b_c")
    #expect(itemKey(pool, String(repeating: "k", count: 300)).count == 250)
    let empty: [UInt8] = []
    #expect(pool.placement.problem(with: empty.span) != nil)
    #expect(try itemKey(objectPool(Self.three, handler: .memcache, release: "3.0.8", directives), "a") == "a")
  }

  @Test(
    "copies go by memcache.redundancy from 3.0 on",
    arguments: [("8.0", 2), ("3.0.8", 2), ("3.0.1", 2), ("2.2.7", 1)])
  func redundancy(_ release: String, _ copies: Int) throws {
    let directives = ["memcache.redundancy": "2", "memcache.session_redundancy": "3"]
    #expect(try objectPool(Self.three, handler: .memcache, release: release, directives).placement.copyCount == copies)
  }

  @Test("a pool on which sessions hang can serve applications")
  func twins() throws {
    let path = "tcp://10.0.0.1:11211,tcp://10.0.0.1:11211"
    #expect(memcacheRefusal(path) != nil)
    #expect(try objectPool(path, handler: .memcache, release: "8.0").placement.nodes.count == 2)
  }

  @Test(
    "what addServer refuses or PHP dies of",
    arguments: ["", "unix:///run/a.sock?weight=0", "tcp://a:1?weight=99999999", "tcp://a"])
  func refused(_ path: String) throws {
    if path == "tcp://a" {
      #expect(try objectPool(path, handler: .memcache, release: "8.0").placement.nodes.map(\.port) == [0])
    } else {
      #expect(throws: ObjectPoolError.self) { try objectPool(path, handler: .memcache, release: "8.0") }
    }
  }

  @Test("options are for the Memcached class, and random has no place")
  func options() {
    #expect(throws: ObjectPoolError.optionsOfTheOtherClass) {
      try objectPool(Self.three, handler: .memcache, release: "8.0", options: [(.hash, .integer(1))])
    }
    #expect {
      try objectPool("a,b", handler: .memcached, release: "3.2.0", options: [(.distribution, .integer(3))])
    } throws: {
      guard case .option(let refusal)? = $0 as? ObjectPoolError else { return false }
      return refusal.message.contains("OPT_DISTRIBUTION")
    }
  }

  @Test("what an application's options do without effect is told")
  func remarks() throws {
    let pool = try objectPool(
      "a:1:2,b", handler: .memcached, release: "3.2.0", options: [(.numberOfReplicas, .integer(1))])
    #expect(pool.diagnostics.map(\.code) == ["MC220", "MC230"])
    #expect(pool.placement.copyCount == 1)
    let binary = try objectPool(
      "a:1:2,b", handler: .memcached, release: "3.2.0",
      options: [(.binaryProtocol, .bool(true)), (.numberOfReplicas, .integer(1)), (.libketamaCompatible, .bool(true))])
    #expect(binary.diagnostics.isEmpty)
    #expect(binary.placement.copyCount == 2)
  }

  @Test("a save_path of 2.2 that is a configuration string is the constructor's")
  func configurationString() throws {
    let pool = try objectPool(
      "--SERVER=abc:5/?3 --SERVER=abd:6 --NAMESPACE=\"x.\"", handler: .memcached, release: "2.2.0",
      options: [(.distribution, .integer(1))])
    #expect(pool.placement.nodes.map(\.name) == ["abc:5", "abd:6"])
    #expect(itemKey(pool, "a") == "x.a")
  }

  @Test(
    "keys that have a server and are not stored there",
    arguments: [
      ("a b", "3.2.0", false, true), ("é", "3.2.0", false, true), ("é", "3.3.0", false, false),
      ("é", "3.2.0", true, false), ("a\nb", "3.2.0", true, true), ("ab", "3.2.0", false, false),
    ])
  func warnings(_ key: String, _ release: String, _ isBinary: Bool, _ warns: Bool) throws {
    let pool = try objectPool(
      "a,b", handler: .memcached, release: release, options: [(.binaryProtocol, .bool(isBinary))])
    #expect((pool.warning(about: Array(key.utf8).span) != nil) == warns)
    #expect(pool.placement.problem(with: Array(key.utf8).span) == nil)
  }

  @Test("OPT_VERIFY_KEY refuses keys outright")
  func verified() throws {
    let pool = try objectPool("a,b", handler: .memcached, release: "3.2.0", options: [(.verifyKey, .bool(true))])
    #expect(pool.placement.problem(with: Array("é".utf8).span) != nil)
    #expect(pool.placement.problem(with: Array("e".utf8).span) == nil)
  }

  @Test("no key is longer than 250 bytes, and the prefix counts for the server")
  func lengths() throws {
    let pool = try objectPool(
      "a,b", handler: .memcached, release: "3.2.0", options: [(.prefixKey, .text(Array("0123456789".utf8)))])
    func key(_ count: Int) -> [UInt8] { Array(repeating: 0x6b, count: count) }
    #expect(pool.warning(about: key(240).span) == nil)
    #expect(pool.warning(about: key(241).span) != nil)
    #expect(pool.placement.problem(with: key(250).span) == nil)
    #expect(pool.placement.problem(with: key(251).span) != nil)
  }

  @Test(
    "a batch has the answers of single keys",
    arguments: [
      (Handler.memcache, [], ["memcache.redundancy": "2"]), (.memcache, [], ["memcache.hash_strategy": "standard"]),
      (.memcached, [(Memcached.Option.distribution, 1)], [:]), (.memcached, [(.libketamaCompatible, 1)], [:]),
      (.memcached, [(.hash, 8), (.hashWithPrefixKey, 1)], [:]),
      (.memcached, [(.binaryProtocol, 1), (.numberOfReplicas, 1)], [:]),
    ] as [(Handler, [(Memcached.Option, Int)], [String: String])])
  func batches(_ handler: Handler, _ options: [(Memcached.Option, Int)], _ directives: [String: String]) throws {
    let path = handler == .memcache ? Self.three : "a,b,c:1:2"
    var calls = options.map { ($0.0, Memcached.OptionValue.integer($0.1)) }
    if handler == .memcached { calls.append((.prefixKey, .text(Array("app:".utf8)))) }
    let placement = try objectPool(path, handler: handler, release: "3.0.4", directives, options: calls).placement
    var batch = SessionBatch()
    let keys = (0..<100).map { "user:\($0)" } + ["", "a b", "\u{e9}", String(repeating: "k", count: 251)]
    for key in keys {
      batch.ranges.append(batch.bytes.count..<batch.bytes.count + key.utf8.count)
      batch.bytes += key.utf8
    }
    var table = PlacementTable()
    placement.place(batch, into: &table)
    for (row, key) in keys.enumerated() {
      let bytes = Array(key.utf8)
      var candidates = Candidates()
      if placement.problem(with: bytes.span) == nil { placement.place(bytes.span, into: &candidates) }
      let found = table.indices[row * table.width..<(row + 1) * table.width].filter { $0 >= 0 }.map { Int($0) }
      #expect(found == candidates.indices, "\(key)")
    }
  }
}
