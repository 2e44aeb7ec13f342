import Placement
import Replay
import Testing

@Suite("Where a session is") struct LocatorTests {
  @Test func withAllNodesUp() throws {
    let session = try MirroredSession(release: "8.2", servers: 4)
    let location = Locator(pool: session.pool).locate(session.id)
    #expect(location.owner == session.primary)
    #expect(location.copies == [session.primary, session.mirror])
    #expect(location.started)
    #expect(location.saved)
  }

  @Test("a dead owner leaves the mirror; no other server takes its place")
  func withoutTheOwner() throws {
    let session = try MirroredSession(release: "8.2", servers: 4)
    let location = Locator(pool: session.pool, down: [session.primary]).locate(session.id)
    #expect(location.owner == session.mirror)
    #expect(location.copies == [session.mirror])
  }

  @Test("the answer with a node down that does not matter is that with all up")
  func withoutAnother() throws {
    let session = try MirroredSession(release: "8.2", servers: 4)
    let other = try #require((0..<4).first { $0 != session.primary && $0 != session.mirror })
    #expect(
      Locator(pool: session.pool, down: [other]).locate(session.id) == Locator(pool: session.pool).locate(session.id))
  }

  @Test func withoutAny() throws {
    let session = try MirroredSession(release: "8.2")
    let location = Locator(pool: session.pool, down: [0, 1]).locate(session.id)
    #expect(location.owner == nil)
    #expect(location.copies.isEmpty)
    #expect(location.started)
    #expect(!location.saved)
    #expect(location.warnings.count == 1)
  }

  @Test("an id that PHP would not store under", arguments: ["", "a b", String(repeating: "a", count: 246)])
  func problem(id: String) throws {
    let pool = try memcachePool("tcp://10.0.0.1:11211,tcp://10.0.0.2:11211", release: "8.2")
    for down in [[], [0]] as [Set<Int>] {
      let location = Locator(pool: pool, down: down).locate(Array(id.utf8))
      #expect(location.problem != nil)
      #expect(location.owner == nil)
      #expect(location.copies.isEmpty)
      #expect(!location.saved)
    }
  }

  @Test("two entries of one server go down together")
  func twins() throws {
    let pool = try memcachePool(
      "tcp://10.0.0.1:11211,tcp://10.0.0.1:11211", ["memcache.hash_strategy": "standard"], release: "8.0")
    let id = Array("abc".utf8)
    #expect(Locator(pool: pool).locate(id).copies.count == 2)
    #expect(Locator(pool: pool, down: [0]).locate(id).copies.isEmpty)
  }
}
