import Testing

@testable import Placement

@Suite("Rings of libmemcached") struct MemcachedRingTests {
  static let weighted = ["memcached.sess_consistent_hash_type": "ketama_weighted"]
  static let modula = ["memcached.sess_consistent_hash": "0"]

  private func servers(_ weights: [Int]) -> [Memcached.Server] {
    weights.enumerated().map { index, weight in
      Memcached.Server(host: Array("10.0.0.\(index)".utf8), port: 1, weight: weight)
    }
  }

  @Test("The default ring of sessions, by hand")
  func defaultRing() throws {
    let pool = try memcachedPool("127.1.0.1:11211,127.1.0.2:11211,127.1.0.3:11212")
    let servers = pool.memcached.placement.distribution.servers
    let points = Memcached.KetamaRing(servers: servers, hash: .oneAtATime, naming: .libmemcached).points(of: [0, 1, 2])
    #expect(points.count == 300)
    let lowest = points.sorted { $0.value < $1.value }.prefix(3)
    #expect(lowest.map(\.value) == [2_351_349, 59_674_001, 93_144_564])
    #expect(lowest.map(\.node) == [1, 0, 2])
    #expect(pool.owner(of: "abc") == "127.1.0.3:11212")
  }

  @Test("The weighted ring, by hand")
  func weightedRing() throws {
    let pool = try memcachedPool("127.1.0.1:11211,127.1.0.2:11211,127.1.0.3:11212:2", Self.weighted)
    let servers = pool.memcached.placement.distribution.servers
    let points = Memcached.WeightedRing(servers: servers, naming: .libmemcached).points(of: [0, 1, 2])
    #expect(points.map(\.value).sorted().prefix(3) == [9_132_850, 11_810_965, 13_596_399])
    #expect(pool.owner(of: "sess0001") == "127.1.0.2:11211")
  }

  @Test(
    "Points follow from weights in single precision",
    arguments: [
      ([1, 1, 1], [160, 160, 160]), ([1, 2, 1], [120, 240, 120]), ([3, 7], [96, 224]), ([1, 1, 300], [0, 0, 476]),
    ])
  func pointCounts(_ weights: [Int], _ counts: [Int]) {
    let ring = Memcached.WeightedRing(servers: servers(weights), naming: .libmemcached)
    #expect(weights.indices.map { ring.textCount(of: $0, among: Array(weights.indices)) * 4 } == counts)
  }

  @Test("Of points with the same value the lower node's counts, and past the last the first comes again")
  func ties() {
    let continuum = Memcached.Continuum([
      .init(value: 7, node: 2), .init(value: 7, node: 1), .init(value: 4_000_000_000, node: 0),
    ])
    #expect([0, 7, 8, 4_000_000_000, 4_000_000_001, .max].map(continuum.owner) == [1, 1, 0, 0, 1, 1])
  }

  @Test("A point on the largest hash is found")
  func lastPoint() {
    let continuum = Memcached.Continuum([.init(value: .max, node: 1), .init(value: 5, node: 0)])
    #expect([6, .max].map(continuum.owner) == [1, 1])
  }

  @Test("One server is never hashed for", arguments: [[:], weighted, modula])
  func single(_ directives: [String: String]) throws {
    let pool = try memcachedPool("a", directives)
    #expect(pool.owner(of: "x") == "a:11211")
    #expect(pool.placement.shares == [1])
  }

  @Test("Names, not order, decide on a ring; modula knows the order only")
  func order() throws {
    let (there, back) = ("a:1,b:2,c:3", "c:3,b:2,a:1")
    for directives in [[:], Self.weighted] {
      let (one, other) = (try memcachedPool(there, directives), try memcachedPool(back, directives))
      for number in 0..<50 { #expect(one.owner(of: "id\(number)") == other.owner(of: "id\(number)")) }
    }
    let (one, other) = (try memcachedPool(there, Self.modula), try memcachedPool(back, Self.modula))
    #expect((0..<50).contains { one.owner(of: "id\($0)") != other.owner(of: "id\($0)") })
  }

  @Test("Port 11211 is not part of the texts, so it can be told from any other")
  func defaultPort() throws {
    let server = Memcached.Server(host: Array("a".utf8), port: 11211, weight: 1)
    let socket = Memcached.Server(host: Array("/a".utf8), port: 0, weight: 1)
    let texts = [server, socket].map {
      String(decoding: Memcached.RingNaming.libmemcached.text(of: $0, number: 3), as: UTF8.self)
    }
    #expect(texts == ["a-3", "/a:0-3"])
    #expect(Memcached.RingNaming.spy.text(of: server, number: 3) == Array("/a:11211-3".utf8))
  }

  @Test("Shares are the parts of the hash space", arguments: [[:], weighted, modula])
  func shares(_ directives: [String: String]) throws {
    let pool = try memcachedPool("a:1:2,b:2,c:3:3", directives)
    let shares = pool.placement.shares
    #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
    var counts = [0, 0, 0]
    for number in 0..<20000 {
      var candidates = Candidates()
      pool.placement.place(Array("session-\(number)".utf8).span, into: &candidates)
      counts[candidates[0]] += 1
    }
    for (share, count) in zip(shares, counts) { #expect(abs(share - Double(count) / 20000) < 0.02) }
  }

  @Test("crc answers 15 bits, so a ring has one owner for all keys that its first point catches")
  func crcShares() {
    let ring = Memcached.Distribution(servers: servers([1, 1, 1]), rule: .ketama, keyHash: .crc)
    #expect(abs(ring.shares.reduce(0, +) - 1) < 1e-12)
    let weighted = Memcached.Distribution(
      servers: servers([1, 1, 1]), rule: .weighted, keyHash: .crc, isWeighted: true)
    #expect(weighted.shares.contains(1))
  }

  @Test("Without some nodes the ring is that of the others; without all it stays")
  func ejection() {
    let all = servers([1, 2, 1])
    for isWeighted in [false, true] {
      let whole = Memcached.Distribution(servers: all, rule: .consistent, keyHash: .md5, isWeighted: isWeighted)
      let rest = Memcached.Distribution(
        servers: [all[0], all[2]], rule: .consistent, keyHash: .md5, isWeighted: isWeighted)
      for number in 0..<50 {
        let key = Array("key\(number)".utf8)
        #expect(whole.ejecting([1]).owner(of: key.span) == [0, 2][rest.owner(of: key.span)])
        #expect(whole.ejecting([0, 1, 2]).owner(of: key.span) == whole.owner(of: key.span))
      }
    }
    let modula = Memcached.Distribution(servers: all, rule: .modula, keyHash: .md5)
    #expect(modula.ejecting([1]).ejected.isEmpty)
  }
}
