import Advice
import Placement
import Testing

@Suite("Two pools side by side") struct PlacementDiffTests {
  private static let two = "tcp://10.0.0.1:11211, tcp://10.0.0.2:11211"
  private static let turned = "tcp://10.0.0.2:11211, tcp://10.0.0.1:11211"
  private static let three = "tcp://10.0.0.1:11211, tcp://10.0.0.2:11211, tcp://10.0.0.3:11211"

  /// What is worked out from the rings is what counting ids comes to, within the error of the sample.
  @Test(arguments: [
    (ini(.memcache, two), ini(.memcache, three)),
    (
      ini(.memcache, two, "memcache.hash_strategy = standard"),
      ini(.memcache, three, "memcache.hash_strategy = standard")
    ),
    (ini(.memcache, two), ini(.memcache, three, "memcache.hash_strategy = standard")),
    (ini(.memcache, two, "memcache.hash_function = fnv"), ini(.memcache, turned, "memcache.hash_function = fnv")),
    (ini(.memcached, "10.0.0.1:11211,10.0.0.2:11211"), ini(.memcached, "10.0.0.1:11211,10.0.0.2:11211,10.0.0.3:11212")),
    (
      ini(.memcached, "10.0.0.1:11211,10.0.0.2:11211"),
      ini(.memcached, "10.0.0.1:11211,10.0.0.2:11211", "memcached.sess_consistent_hash = Off")
    ),
    (
      ini(.memcached, "a1:1,b1:1", "memcached.sess_consistent_hash = Off"),
      ini(.memcached, "b1:1,a1:1,c1:1", "memcached.sess_consistent_hash = Off")
    ),
    (
      ini(.memcached, "a1:1:1,b1:1:2", "memcached.sess_consistent_hash_type = ketama_weighted"),
      ini(.memcached, "a1:1:2,b1:1:1", "memcached.sess_consistent_hash_type = ketama_weighted")
    ),
  ])
  func formulasAgreeWithCounting(_ a: String, _ b: String) throws {
    let (a, b) = (try comparedPool(a), try comparedPool(b))
    let diff = PlacementDiff(a: a, b: b)
    #expect(diff.isExact)
    #expect(abs(diff.owners.total - 1) < 1e-9)
    var tally = PlacementTally(a.pool, b.pool, servers: diff.servers)
    tally.add(SampleIDs.batch(20_000))
    for server in diff.servers.names.indices {
      #expect(abs(tally.owners.gained(by: server) / 20_000 - diff.owners.gained(by: server)) < 0.015)
      #expect(abs(tally.owners.lost(by: server) / 20_000 - diff.owners.lost(by: server)) < 0.015)
    }
    #expect(abs(tally.owners.share - diff.ownersShare) < 0.015)
  }

  @Test(
    "Rings that are one leave every session where it is, exactly",
    arguments: [
      (ini(.memcache, two), ini(.memcache, turned)),
      (ini(.memcached, "10.0.0.1:11211,10.0.0.2:11211"), ini(.memcached, "10.0.0.2,10.0.0.1:11211")),
    ])
  func equalRings(_ a: String, _ b: String) throws {
    let diff = PlacementDiff(a: try comparedPool(a), b: try comparedPool(b))
    #expect(diff.isExact && diff.areCopiesExact && diff.sample == 0)
    #expect(diff.ownersShare == 0 && diff.copiesShare == 0 && diff.disagreement == 0)
    #expect(diff.owners.moves.isEmpty)
  }

  @Test(
    "The order moves sessions where it counts",
    arguments: [
      (
        ini(.memcache, two, "memcache.hash_strategy = standard"),
        ini(.memcache, turned, "memcache.hash_strategy = standard")
      ),
      (
        ini(.memcached, "a1:1,b1:1", "memcached.sess_consistent_hash = Off"),
        ini(.memcached, "b1:1,a1:1", "memcached.sess_consistent_hash = Off")
      ),
    ])
  func order(_ a: String, _ b: String) throws {
    let diff = PlacementDiff(a: try comparedPool(a), b: try comparedPool(b))
    #expect(diff.ownersShare == 1)
    #expect(diff.copiesShare == (diff.servers.names[0].hasPrefix("a1") ? 1 : 0))
  }

  @Test("Another order of the list has the copies elsewhere, though the owners stay")
  func replicasFollowTheList() throws {
    let lines = ["memcached.sess_number_of_replicas = 1"]
    let a = try comparedPool(ini(.memcached, "a1:1,b1:1,c1:1", lines[0]))
    let b = try comparedPool(ini(.memcached, "a1:1,c1:1,b1:1", lines[0]))
    let diff = PlacementDiff(a: a, b: b)
    #expect(diff.ownersShare == 0)
    #expect(diff.areCopiesExact && diff.copiesShare == 1)
  }

  @Test("Another spelling is the same server, and another place in the ring")
  func spelling() throws {
    let a = try comparedPool(ini(.memcached, "localhost:11211,10.0.0.2:11211"))
    let b = try comparedPool(ini(.memcached, "127.0.0.1:11211,10.0.0.2:11211"))
    let diff = PlacementDiff(a: a, b: b)
    #expect(diff.servers.names == ["localhost:11211", "10.0.0.2:11211"])
    #expect(diff.ownersShare > 0.1 && diff.ownersShare < 0.9)
  }

  @Test("Other keys hide every session, wherever it is")
  func keys() throws {
    let a = try comparedPool(ini(.memcached, "a1:1,b1:1"))
    let b = try comparedPool(ini(.memcached, "a1:1,b1:1", "memcached.sess_prefix = shop."))
    let diff = PlacementDiff(a: a, b: b)
    #expect(diff.keysDiffer && diff.disagreement == 1 && diff.ownersShare == 0)
  }

  @Test("The two extensions are compared by counting")
  func extensions() throws {
    let a = try comparedPool(ini(.memcache, Self.two))
    let b = try comparedPool(ini(.memcached, "10.0.0.1:11211,10.0.0.2:11211", "memcached.sess_prefix = \"\""))
    let diff = PlacementDiff(a: a, b: b)
    #expect(!diff.isExact && diff.sample == SampleIDs.usualCount)
    #expect(abs(diff.ownersShare - 0.5) < 0.1)
  }

  @Test("A node that joins takes its part from each of the others, and gives nothing")
  func join() throws {
    let a = try comparedPool(ini(.memcached, "a1:1,b1:1"))
    let b = try comparedPool(ini(.memcached, "a1:1,b1:1,c1:1"))
    let owners = PlacementDiff(a: a, b: b).owners
    #expect(owners.moves.allSatisfy { $0.to == 2 })
    #expect(owners.lost(by: 2) == 0)
    #expect(abs(owners.gained(by: 2) - b.pool.placement.shares[2]) < 1e-9)
  }

  @Test(
    "Made-up ids have the form that PHP gives them",
    arguments: [
      ("", 32, "0123456789abcdef"), ("session.sid_length = 26\nsession.sid_bits_per_character = 5", 26, "v"),
      ("session.sid_length = 48\nsession.sid_bits_per_character = 6", 48, "zAZ-,"),
      ("session.sid_length = 21\nsession.sid_bits_per_character = 7", 32, "f"),
    ])
  func forms(_ lines: String, _ length: Int, _ some: String) throws {
    let pool = try comparedPool(ini(.memcache, Self.two, lines))
    let ids = SampleIDs.batch(1000, form: SessionIDForm(pool.configuration))
    #expect(ids.count == 1000 && ids.ranges.allSatisfy { $0.count == length })
    let seen = Set(ids.bytes)
    let known = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-,".utf8
    let last = known.firstIndex(of: try #require(some.utf8.last)) ?? known.endIndex
    #expect(seen == Set(known[...last]) && some.utf8.allSatisfy(seen.contains))
  }

  @Test("Where the forms differ the first pool's counts")
  func formOfSample() throws {
    let a = try comparedPool(ini(.memcache, Self.two, "session.sid_length = 26"))
    let b = try comparedPool(ini(.memcached, "10.0.0.1:11211,10.0.0.2:11211"))
    let mixed = PoolComparison([a, b])
    #expect(mixed.sample > 0 && mixed.sampleForm.length == 26 && !mixed.isFormShared)
    #expect(PoolComparison([a, a]).isFormShared)
  }

  @Test("A mapped name is the server that it is reached at")
  func addresses() throws {
    let tunnel = ServerIdentity(host: "127.0.0.1", port: 22122)
    let a = try comparedPool(ini(.memcached, "cache1:11211,b1:1"), addresses: [0: tunnel])
    let b = try comparedPool(ini(.memcached, "10.0.0.1:11211,b1:1"), addresses: [0: tunnel])
    let c = try comparedPool(ini(.memcached, "cache1:11211,b1:1"))
    #expect(ServerTable([a, b, c]).places == [[0, 1], [0, 1], [0, 1]])
  }
}

@Suite("Which server a name means") struct ServerIdentityTests {
  @Test(arguments: [
    ("localhost", "127.0.0.1"), ("LOCALHOST", "localhost"), ("[::1]", "localhost"), ("::1", "[0:0:0:0:0:0:0:1]"),
    ("localhost.localdomain", "localhost."), ("[fe80::0001]", "[FE80:0::1]"), ("::ffff:10.0.0.1", "10.0.0.1"),
    ("cache1.example.", "Cache1.example"),
  ])
  func same(_ one: String, _ other: String) {
    #expect(ServerIdentity(host: one, port: 11211) == ServerIdentity(host: other, port: 11211))
  }

  @Test(arguments: [
    ("127.0.0.2", true), ("[::1]", true), ("::ffff:127.0.0.9", true), ("LocalHost.LocalDomain", true),
    ("web.localhost", true), ("127.example.com", false), ("localhost.example.com", false), ("10.0.0.1", false),
  ])
  func loopback(_ host: String, _ isLoopback: Bool) {
    #expect(ServerIdentity(host: host, port: 11211).isLoopback == isLoopback)
  }

  @Test(arguments: [("10.0.0.1", "10.0.0.10"), ("127.0.0.2", "127.0.0.1"), ("[fe80::1]", "[fe80::1:1]"), ("a", "a.b")])
  func different(_ one: String, _ other: String) {
    #expect(ServerIdentity(host: one, port: 11211) != ServerIdentity(host: other, port: 11211))
  }
}
