import Placement
import Replay
import Testing

/// The failure table of two copies on two servers, primary and mirror.
@Suite("pecl/memcache when servers fail") struct MemcacheFailureTests {
  static let old = ["4.0.5.2", "8.0", "8.0-fixed"]
  static let new = ["4.0.0", "4.0.5.3", "8.0.1", "8.2"]

  @Test(arguments: old + new)
  func allUp(release: String) throws {
    let session = try MirroredSession(release: release)
    var world = session.world()
    let first = session.play(.write(version: 1), in: &world)
    #expect(
      first
        == Request.Outcome(
          started: true, lockedOn: session.primary, saved: true, written: [session.primary, session.mirror]))
    let second = session.play(.visit, in: &world)
    #expect(second.readFrom == session.primary)
    #expect(second.version == 1)
    #expect(session.versions(in: world) == [1, 1])
    #expect(world.now == .zero)
  }

  @Test("the mirror answers for a primary that refuses", arguments: old + new)
  func primaryDown(release: String) throws {
    let session = try MirroredSession(release: release)
    var world = session.world()
    _ = session.play(.write(version: 1), in: &world)
    world = session.world(like: world, down: [session.primary])
    let outcome = session.play(.write(version: 2), in: &world)
    #expect(outcome.readFrom == session.mirror)
    #expect(outcome.version == 1)
    #expect(outcome.written == [session.mirror])
    #expect(outcome.warnings.isEmpty)
  }

  @Test(arguments: old + new)
  func mirrorDown(release: String) throws {
    let session = try MirroredSession(release: release)
    var world = session.world(down: [session.mirror])
    let outcome = session.play(.write(version: 1), in: &world)
    #expect(outcome.written == [session.primary])
    #expect(outcome.saved)
  }

  @Test("nothing is said of a read from nowhere, only of the write", arguments: old + new)
  func bothDown(release: String) throws {
    let session = try MirroredSession(release: release)
    var world = session.world(down: [0, 1])
    let outcome = session.play(.visit, in: &world)
    #expect(outcome.started)
    #expect(outcome.version == nil)
    #expect(!outcome.saved)
    #expect(
      outcome.warnings == [
        "Failed to write session data (memcache). Please verify that the current setting of session.save_path is correct "
          + "(tcp://10.0.0.1:11211,tcp://10.0.0.2:11211)"
      ])
  }

  @Test("an empty primary costs the session and its mirror", arguments: old)
  func emptyPrimaryOldRule(release: String) throws {
    let session = try MirroredSession(release: release)
    var world = session.world()
    _ = session.play(.write(version: 1), in: &world)
    world.delete(session.data, on: session.primary)
    world.delete(session.lock, on: session.primary)
    let outcome = session.play(.visit, in: &world)
    #expect(outcome.readFrom == nil)
    #expect(outcome.version == nil)
    #expect(session.versions(in: world) == [0, 0])
    // The empty value is an answer like any other.
    #expect(session.play(.visit, in: &world).readFrom == session.primary)
  }

  @Test("an empty primary is healed from its mirror", arguments: new)
  func emptyPrimaryNewRule(release: String) throws {
    let session = try MirroredSession(release: release)
    var world = session.world()
    _ = session.play(.write(version: 1), in: &world)
    world.delete(session.data, on: session.primary)
    world.delete(session.lock, on: session.primary)
    let outcome = session.play(.visit, in: &world)
    #expect(outcome.readFrom == session.mirror)
    #expect(outcome.version == 1)
    #expect(session.versions(in: world) == [1, 1])
  }

  @Test("a primary with old data wins over the newer mirror", arguments: old + new)
  func stalePrimary(release: String) throws {
    let session = try MirroredSession(release: release)
    var world = session.world()
    _ = session.play(.write(version: 1), in: &world)
    world = session.world(like: world, down: [session.primary])
    _ = session.play(.write(version: 2), in: &world)
    world = session.world(like: world, down: [])
    #expect(session.play(.visit, in: &world).version == 1)
    #expect(session.versions(in: world) == [1, 1])
  }

  @Test("one copy: a session of a dead server cannot be saved")
  func oneCopy() throws {
    let session = try MirroredSession(release: "8.2")
    let pool = try memcachePool(
      "tcp://10.0.0.1:11211,tcp://10.0.0.2:11211", ["memcache.session_redundancy": "1"], release: "8.2")
    var world = session.world(down: [session.primary])
    let outcome = Request(.write(version: 1), pool: pool).play(session.id, in: &world)
    #expect(outcome.started)
    #expect(!outcome.saved)
    #expect(session.versions(in: world) == [nil, nil])
  }

  @Test("3.0.4 to 3.0.8 keep one copy less than asked for")
  func oneCopyLess() throws {
    let session = try MirroredSession(release: "3.0.8", directives: ["memcache.session_redundancy": "3"])
    var world = session.world()
    #expect(session.play(.write(version: 1), in: &world).written == [session.primary, session.mirror])
    let single = try memcachePool("tcp://10.0.0.1:11211,tcp://10.0.0.2:11211", release: "3.0.8")
    #expect(Request(.write(version: 1), pool: single).play(session.id, in: &world).written == [session.primary])
  }

  @Test("2.2 moves to another server unless allow_failover is off")
  func failoverOfOldReleases() throws {
    let path = "tcp://10.0.0.1:11211,tcp://10.0.0.2:11211,tcp://10.0.0.3:11211"
    for strategy in ["standard", "consistent"] {
      let directives = ["memcache.hash_strategy": strategy]
      let pool = try memcachePool(path, directives, release: "2.2.7")
      let id = Array("abc123".utf8)
      let owner = try #require(Locator(pool: pool).locate(id).owner)
      let moved = Locator(pool: pool, down: [owner]).locate(id)
      #expect(moved.saved)
      #expect(moved.owner != owner)
      #expect(moved.copies == [moved.owner])
      let fixed = try memcachePool(path, directives.merging(["memcache.allow_failover": "0"]) { $1 }, release: "2.2.7")
      #expect(!Locator(pool: fixed, down: [owner]).locate(id).saved)
      #expect(!Locator(pool: pool, down: [0, 1, 2]).locate(id).saved)
    }
  }

  @Test("3.0.1 asks the other copies after a miss")
  func unlockedCopies() throws {
    let session = try MirroredSession(release: "3.0.1", servers: 3)
    var world = session.world()
    _ = session.play(.write(version: 1), in: &world)
    world.delete(session.data, on: session.primary)
    #expect(session.play(.visit, in: &world).readFrom == session.mirror)
    #expect((0..<3).allSatisfy { world.get(session.lock, on: $0) == nil })
  }
}
