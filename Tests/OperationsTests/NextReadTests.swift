import MemcacheClient
import PHPConfiguration
import Placement
import Replay
import Testing

@testable import Operations

/// What the next request reads, by what was found where: one question of each extension after the other.
@Suite("What PHP would read") struct NextReadTests {
  private static let id = Array("4f0c1b2a3d4e5f60718293a4b5".utf8)

  /// Three nodes with two copies of each session, and how they answered.
  private struct Found {
    let pool: Pool
    let candidates: [Int]
    let lockNode: Int?
    var holds: [Int: NextReader.Holds] = [:]
    var states: [Int: NodeState] = [:]

    init(_ handler: Handler, release: String, _ directives: [String: String] = [:]) throws {
      var configuration = Configuration()
      let nodes = (1...3).map { (handler == .memcache ? "tcp://" : "") + "10.0.0.\($0):11211" }
      let all = directives.merging(
        ["session.save_path": nodes.joined(separator: ","), "memcached.sess_number_of_replicas": "1"]) { own, _ in own }
      for (name, value) in all { configuration.set(name, to: Array(value.utf8), from: "test") }
      pool = try Pool(
        configuration: configuration, handler: handler, release: Release(value: release, provenance: .stated))
      var candidates = Candidates()
      pool.placement.place(NextReadTests.id.span, into: &candidates)
      self.candidates = candidates.indices
      lockNode = pool.placement.lockNode(for: NextReadTests.id.span)
      for node in candidates.indices { holds[node] = .data }
    }

    var owner: Int { candidates[0] }
    var copy: Int { candidates[1] }

    var next: NextRead { next(areAllUp: false) }

    /// - Parameter areAllUp: what the reader is told beforehand.
    func next(areAllUp: Bool) -> NextRead {
      NextReader(pool: pool, liveIndices: [0, 1, 2], areAllUp: areAllUp).next(
        for: NextReadTests.id[...], candidates: candidates,
        holding: { states[$0, default: .up] == .up ? holds[$0, default: .nothing] : nil },
        state: { states[$0, default: .up] })
    }

    /// What the play says.
    var played: Request.Outcome {
      var world = SimulatedWorld(nodeCount: 3, down: [])
      let key = pool.placement.itemKey(for: NextReadTests.id.span)
      for (node, what) in holds where what != .nothing { world.set(key, Item(value: what == .data ? 1 : 0), on: node) }
      return Request(.visit, pool: pool).play(NextReadTests.id, in: &world)
    }
  }

  @Test(arguments: [(.memcache, "8.0"), (.memcache, "8.2"), (.memcached, "3.2.0")] as [(Handler, String)])
  func theOwnerWhateverTheOthersHold(handler: Handler, release: String) throws {
    var found = try Found(handler, release: release)
    #expect(found.next == .reads(found.owner))
    found.holds[found.copy] = .nothing
    #expect(found.next == .reads(found.owner))
    found.holds[found.owner] = .empty
    #expect(found.next == .reads(found.owner), "the empty value is a value")
  }

  /// With all nodes up most sessions are told without a play; it would say the same.
  @Test(
    arguments: [(.memcache, "8.0"), (.memcache, "8.2"), (.memcached, "3.2.0")]
      as [(Handler, String)])
  func theShortCutSaysWhatThePlaySays(handler: Handler, release: String) throws {
    var found = try Found(handler, release: release)
    for copy in [.nothing, .empty, .data] as [NextReader.Holds] {
      found.holds[found.copy] = copy
      #expect(found.next(areAllUp: true) == found.played.readFrom.map { .reads($0) }, "\(copy)")
      #expect(found.next(areAllUp: true) == found.next(areAllUp: false), "\(copy)")
    }
  }

  @Test func aMissOfTheOwnerIsFinalOrNotByRelease() throws {
    for (handler, release, asksOn) in [
      (.memcache, "8.0", false), (.memcache, "8.2", true), (.memcached, "3.2.0", false),
    ] as [(Handler, String, Bool)] {
      var found = try Found(handler, release: release)
      found.holds[found.owner] = .nothing
      #expect(found.next == (asksOn ? .reads(found.copy) : .startsEmpty), "\(handler) \(release)")
    }
  }

  @Test func aDeadOwnerSendsPHPToTheCopy() throws {
    var found = try Found(.memcache, release: "8.0")
    found.states[found.owner] = .refused
    #expect(found.next == .reads(found.copy))
    found.states[found.copy] = .timeout
    #expect(found.next == .startsEmpty)
  }

  @Test func withoutTheNodeOfItsLockPHPMemcachedStartsNothing() throws {
    var found = try Found(.memcached, release: "3.2.0")
    found.states[try #require(found.lockNode)] = .refused
    #expect(found.next == .fails)
    var unlocked = try Found(.memcached, release: "3.2.0", ["memcached.sess_locking": "0"])
    unlocked.states[unlocked.owner] = .refused
    #expect(unlocked.next == .reads(unlocked.copy))
  }

  /// It connects, so no copy is asked.
  @Test func aFrozenOwnerIsNoDeadOneForPHPMemcached() throws {
    var found = try Found(.memcached, release: "3.2.0", ["memcached.sess_locking": "0"])
    found.states[found.owner] = .mute
    #expect(found.next == .fails)
    var other = try Found(.memcache, release: "8.0")
    other.states[other.owner] = .mute
    #expect(other.next == .reads(other.copy))
  }

  @Test func strictModeReplacesWhatTheOwnerDoesNotKnow() throws {
    var found = try Found(.memcached, release: "3.2.0", ["session.use_strict_mode": "1"])
    #expect(found.next == .reads(found.owner))
    found.holds[found.owner] = .nothing
    #expect(found.next == .takesNewID)
  }

  @Test func whatCannotBeKnownIsSaid() throws {
    func isUnknown(_ next: NextRead) -> Bool { if case .unknown = next { true } else { false } }
    let random = try Found(.memcached, release: "3.2.0", ["memcached.sess_randomize_replica_read": "1"])
    #expect(isUnknown(random.next))
    var login = try Found(.memcache, release: "8.0")
    login.states[login.owner] = .authFailed
    #expect(isUnknown(login.next), "PHP may have the right password")
  }
}
