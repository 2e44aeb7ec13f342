import Drills
import FoundationEssentials
import LiveTrait
import Placement
import Testing

@Suite("Drills: a node that comes back does no harm", .live, .timeLimit(.minutes(5))) struct DrillLiveTests {
  /// As it was built beside the tests.
  static let mcpool: String = {
    let test = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return test.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/mcpool"
  }()

  private static func drill(
    _ handler: Handler, copies: Int = 2, nodes: Int = 3, _ failure: Drill.Failure, rate: Int = 0, _ help: Drill.Help
  ) -> Drill {
    Drill(handler, copies: copies, nodes: nodes, failure, rate: rate, sessions: 100, help, binary: mcpool)
  }

  /// What mcpool is for: these figures were recorded with real PHP before there was any mcpool.
  @Test(
    "Without mcpool, whose first node came back has an old session or none",
    arguments: [
      (drill(.memcache, .cut, .none), "stale"), (drill(.memcache, nodes: 2, .cold, .none), "lost"),
      (drill(.memcached, .cold, .none), "lost"), (drill(.memcached, .cut, .none), "kept"),
    ])
  func alone(_ drill: Drill, _ fate: String) async throws {
    let outcome = try await drill.run()
    #expect(outcome.owned > 0 && outcome.foreign == 0)
    #expect(outcome.stale == (fate == "stale" ? outcome.owned : 0))
    #expect(outcome.lost == (fate == "lost" ? outcome.owned : 0))
    #expect(outcome.harmed.count == outcome.stale + outcome.lost)
  }

  @Test(
    "recover mends what nobody has visited",
    arguments: [
      drill(.memcache, .cut, .recovered), drill(.memcache, nodes: 2, .cold, .recovered),
      drill(.memcached, .cold, .recovered), drill(.memcached, .cut, .recovered),
    ])
  func recovered(_ drill: Drill) async throws {
    let outcome = try await drill.run()
    #expect(outcome.stale == 0 && outcome.lost == 0 && outcome.refused == 0 && outcome.foreign == 0)
    #expect(outcome.harmed.isEmpty && outcome.overwritten.isEmpty)
  }

  @Test(
    "With a guard, what nobody visited is whole once it has settled, and all else is listed",
    arguments: [
      drill(.memcache, .cut, .guarded), drill(.memcache, nodes: 2, .warm, .guarded),
      drill(.memcache, .cold, rate: 100, .guarded), drill(.memcached, .cold, rate: 10, .guarded),
      drill(.memcached, .cut, .guarded), drill(.memcache, copies: 1, nodes: 2, .cut, .guarded),
    ])
  func guarded(_ drill: Drill) async throws {
    let outcome = try await drill.run()
    #expect(outcome.harmed.isEmpty && outcome.overwritten.isEmpty && outcome.foreign == 0)
    #expect(outcome.unsurvived == 0)
    #expect(outcome.stale + outcome.lost <= outcome.atRisk ?? 0)
    if drill.rate == 0 { #expect(outcome.stale + outcome.lost + outcome.refused == 0) }
    #expect(outcome.kind == [.cut: "never down", .cold: "cold restart", .warm: "warm restart"][drill.failure])
  }

  @Test("What a guard has listed can be given back", arguments: [Drill.Failure.cut, .cold])
  func restored(_ failure: Drill.Failure) async throws {
    var drill = Self.drill(.memcache, failure, rate: 100, .guarded)
    drill.restores = true
    let outcome = try await drill.run()
    #expect(outcome.visitedBetween > 0 && outcome.stale + outcome.lost == 0)
    #expect(outcome.harmed.isEmpty && outcome.foreign == 0)
  }

  @Test(
    "A guard that is killed, or loses the node again, while it mends leaves nothing that the next one does not finish",
    arguments: [
      Drill.Mishap.guardKilled(after: 3000), .guardKilled(after: 12000), .guardKilled(after: 25000),
      .nodeCut(after: 12000),
    ])
  func mishap(_ mishap: Drill.Mishap) async throws {
    var drill = Self.drill(.memcache, .cut, .guarded)
    drill.mishap = mishap
    let outcome = try await drill.run()
    #expect(outcome.stale + outcome.lost + outcome.refused == 0)
    #expect(outcome.overwritten.isEmpty && outcome.foreign == 0)
  }

  @Test("Three guards, one act") func contest() async throws {
    let rounds = try await Contest(guards: 3, rounds: 2, binary: Self.mcpool).run()
    // Beside it each has a second pass, unless another one's was late enough.
    #expect(rounds.allSatisfy { $0.mendings == 1 && $0.refills <= 4 }, "\(rounds)")
  }
}
