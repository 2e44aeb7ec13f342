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
}
