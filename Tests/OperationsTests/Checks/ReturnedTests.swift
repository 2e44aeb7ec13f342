import MemcacheClient
import Testing

@testable import Operations

@Suite("The check of nodes that came back") struct ReturnedTests {
  private func sight(_ change: (inout NodeLife) -> Void) throws -> Sight {
    var sight = try SightOfPool.healthy()
    var state = GuardState(guardID: "me")
    for name in ["a:11211", "b:11211"] {
      var node = GuardState.Node()
      _ = node.life.answered(GuardStateTests.mark, at: SightOfPool.second - 100)
      state.nodes[name] = node
    }
    change(&state.nodes["b:11211", default: GuardState.Node()].life)
    sight.known = state
    return sight
  }

  private func result(_ sight: Sight) -> CheckResult { CheckResult(.returned, sight, Thresholds()) }

  private func comeBack(_ life: inout NodeLife) {
    _ = life.failed(.refused, at: SightOfPool.second - 50)
    _ = life.answered(GuardStateTests.mark, at: SightOfPool.second - 10)
  }

  @Test("It is well without a return, and while a node is away: that is another check")
  func well() throws {
    for sight in [try sight { _ in }, try sight { _ = $0.failed(.refused, at: 0) }] {
      #expect(result(sight).status == .ok && result(sight).worst?.number == 0)
    }
  }

  @Test("2 and critical where it is not mended")
  func unmended() throws {
    let result = result(try sight(comeBack))
    #expect(result.status == .critical && result.worst?.number == 2 && result.worst?.node == "b:11211")
    #expect(result.message.contains("b:11211 came back (never down) and is not mended"))
  }

  @Test("1 and a warning until it has settled, with what there is to do where it never does by itself")
  func healing() throws {
    let soon = result(
      try sight {
        comeBack(&$0)
        _ = $0.mended(at: SightOfPool.second, settles: 30)
      })
    #expect(soon.status == .warning && soon.worst?.number == 1 && soon.message.contains("for 29 s"), "\(soon.message)")
    let never = result(
      try sight {
        comeBack(&$0)
        _ = $0.mended(at: SightOfPool.second, settles: nil)
      })
    #expect(never.status == .warning && never.message.contains("restart PHP's workers"), "\(never.message)")
  }

  @Test("Without a guard there is nothing to judge, and that is no alarm")
  func nobody() throws {
    #expect(result(try SightOfPool.healthy()).status == .ok)
  }
}
