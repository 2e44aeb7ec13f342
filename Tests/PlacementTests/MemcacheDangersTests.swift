import PHPConfiguration
import Placement
import Testing

@Suite("Configurations on which pecl/memcache hangs or dies") struct MemcacheDangersTests {
  struct Case: Sendable {
    var path: String?
    var directives: [String: String] = [:]
    var kind: PoolError.Kind
    var code: String
    var nodes: Int
  }

  @Test(arguments: [
    Case(path: nil, kind: .crashes, code: "MC102", nodes: 0),
    Case(path: " , ", kind: .crashes, code: "MC102", nodes: 0),
    Case(
      path: "tcp://a:1", directives: ["memcache.session_save_path": ""], kind: .crashes, code: "MC102", nodes: 0),
    Case(path: "tcp://a:1, tcp://a:1", kind: .hangs, code: "MC103", nodes: 2),
    Case(
      path: "tcp://a:1?persistent=1, tcp://a:1?persistent=1", directives: ["memcache.hash_strategy": "standard"],
      kind: .hangs, code: "MC103", nodes: 2),
    Case(
      path: "tcp://a:1?weight=32768, tcp://b:1", directives: ["memcache.hash_strategy": "standard"], kind: .hangs,
      code: "MC104", nodes: 2),
    Case(path: "tcp://a:1?weight=2000, tcp://b:1", kind: .hangs, code: "MC104", nodes: 2),
    Case(path: "unix:///a?weight=0, tcp://b:1", kind: .hangs, code: "MC105", nodes: 2),
    Case(path: "unix:///a?weight=0", kind: .refused, code: "MC105", nodes: 1),
    Case(
      path: "unix:///a?weight=0, unix:///b?weight=0", directives: ["memcache.hash_strategy": "standard"],
      kind: .crashes, code: "MC105", nodes: 2),
    Case(path: "unix:///a?weight=0, unix:///b?weight=0", kind: .hangs, code: "MC105", nodes: 2),
    Case(
      path: "unix:///a?weight=0, unix:///b?weight=0", directives: ["memcache.session_redundancy": "1"],
      kind: .refused, code: "MC105", nodes: 2),
    Case(path: "unix:///a?weight=-1, tcp://b:1", kind: .crashes, code: "MC105", nodes: 2),
    Case(path: "tcp://a:1?weight=67108864, tcp://b:1?weight=67108864", kind: .crashes, code: "MC215", nodes: 2),
    Case(
      path: "tcp://a:1?weight=1000000, tcp://b:1", directives: ["memory_limit": "-1"], kind: .unknown, code: "MC215",
      nodes: 2),
  ])
  func refused(_ dangerous: Case) throws {
    let error = try #require(memcacheRefusal(dangerous.path, dangerous.directives))
    #expect(error.kind == dangerous.kind)
    #expect(error.code == dangerous.code)
    #expect(error.nodes.count == dangerous.nodes)
  }

  @Test(
    "what only looks dangerous",
    arguments: [
      Case(
        path: "tcp://a:1, tcp://a:1", directives: ["memcache.hash_strategy": "standard"], kind: .hangs, code: "MC103",
        nodes: 2),
      Case(
        path: "tcp://a:1, tcp://a:1, tcp://b:1", directives: [:], kind: .hangs, code: "MC103", nodes: 3),
      Case(
        path: "tcp://a:1?persistent=1, tcp://a:1?persistent=1, tcp://b:1",
        directives: ["memcache.hash_strategy": "standard"], kind: .hangs, code: "MC103", nodes: 3),
      Case(
        path: "tcp://a:1?weight=32768, tcp://b:1",
        directives: ["memcache.hash_strategy": "standard", "memcache.session_redundancy": "1"], kind: .hangs,
        code: "MC215", nodes: 2),
      Case(path: "unix:///a?weight=0, tcp://b:1, tcp://c:1", kind: .hangs, code: "MC105", nodes: 3),
      Case(
        path: "tcp://a:1?weight=2000, tcp://b:1", directives: ["memcache.session_redundancy": "1"], kind: .hangs,
        code: "MC104", nodes: 2),
      Case(
        path: "tcp://a:1?weight=1024, tcp://b:1?weight=40000", directives: ["memcache.hash_strategy": "standard"],
        kind: .hangs, code: "MC215", nodes: 2),
    ])
  func allowed(_ odd: Case) throws {
    let pool = try memcachePool(odd.path, odd.directives)
    #expect(pool.codes.contains(odd.code))
    #expect(pool.nodes.count == odd.nodes)
    for id in ["abc123", "def456", "0"] { #expect(pool.copies(of: id).count == pool.placement.copyCount) }
  }

  @Test func fourDots() {
    let directives = [
      "memcache.session_prefix_host_key": "1", "memcache.session_prefix_host_key_remove_subdomain": "1",
    ]
    let error = memcacheRefusal(memcacheServers(2), directives, serverName: "a.b.c.example.org")
    #expect(error?.kind == .crashes)
    #expect(error?.code == "MC106")
    #expect(error?.nodes.count == 2)
    #expect(memcacheRefusal(memcacheServers(2), directives, serverName: "b.c.example.org") == nil)
  }

  @Test(
    "a prefix leaves too little room",
    arguments: [(213, nil), (214, "warned"), (244, "warned"), (245, "refused"), (251, "crashes")] as [(Int, String?)])
  func longPrefix(length: Int, expected: String?) {
    let directives = ["memcache.session_prefix_static_key": String(repeating: "p", count: length)]
    switch expected {
    case "refused", "crashes":
      let error = memcacheRefusal(memcacheServers(2), directives)
      #expect(error?.kind.rawValue == expected)
      #expect(error?.code == "MC107")
    default:
      let pool = try? memcachePool(memcacheServers(2), directives)
      #expect(pool?.codes == (expected == nil ? [] : ["MC107"]))
    }
  }
}
