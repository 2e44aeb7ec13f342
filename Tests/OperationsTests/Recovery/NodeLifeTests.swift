import MemcacheClient
import Testing

@testable import Operations

@Suite("What a returned node is, and the life of a node") struct NodeLifeTests {
  /// A server that began in second 1000 and is looked at in second 5000.
  static let mark = NodeMark(
    pid: "100", started: 1000, flush: nil, flushes: 0, stored: 500, isFileBacked: false, seen: 5000)

  static func after(_ change: (inout NodeMark) -> Void) -> NodeMark {
    var after = mark
    after.seen = 5060
    change(&after)
    return after
  }

  @Test(
    arguments: [
      (after { $0.stored = 600 }, [NodeState.timeout], NodeReturn.neverDown),
      (after { $0.stored = 600 }, [.timeout, .full], .full),
      (after { $0.started = 1002 }, [], .neverDown),
      (after { $0.stored = 3 }, [], .statsReset),
      (after { ($0.pid, $0.started, $0.stored) = ("200", 5030, 0) }, [.refused], .coldRestart),
      // In a container the pid says nothing.
      (after { ($0.started, $0.stored) = (5030, 0) }, [.refused], .coldRestart),
      (after { ($0.pid, $0.isFileBacked, $0.stored) = ("200", true, 0) }, [.refused], .warmRestart),
      (after { ($0.pid, $0.started, $0.isFileBacked) = ("200", 5030, true) }, [.refused], .coldRestart),
      (after { ($0.flush, $0.flushes) = (5040, 1) }, [.timeout], .flushed),
      // Flushes may be counted from 0 again, and the mark of the last one stays.
      (after { ($0.flush, $0.flushes, $0.stored) = (5040, 0, 3) }, [.timeout], .flushed),
      (after { ($0.pid, $0.started) = ("200", 3000) }, [.timeout], .replaced),
      (after { ($0.pid, $0.started) = ("200", 200) }, [.timeout], .replaced),
    ] as [(NodeMark, [NodeState], NodeReturn)])
  func kinds(_ after: NodeMark, _ failures: [NodeState], _ kind: NodeReturn) {
    #expect(NodeReturn(before: Self.mark, after: after, failures: failures) == kind)
  }

  @Test("What was flushed before the outage is not flushed again")
  func flushedBefore() {
    var before = Self.mark
    (before.flush, before.flushes) = (2000, 1)
    var after = before
    after.seen = 5060
    #expect(NodeReturn(before: before, after: after) == .neverDown)
  }

  private func node() -> NodeLife {
    var node = NodeLife()
    #expect(node.answered(Self.mark, at: 100) == .met)
    #expect(node.answered(Self.mark, at: 101) == nil && node.state == .up)
    return node
  }

  @Test("One missing answer is a suspicion, two are an outage, and it began at the last good answer")
  func outage() {
    var node = node()
    #expect(node.failed(.timeout, at: 103) == .suspected)
    #expect(node.failed(.timeout, at: 104) == .went(.timeout))
    #expect(node.failed(.timeout, at: 105) == nil && node.state == .down(since: 101))
    #expect(node.answered(Self.after { _ in }, at: 161) == .returned(.neverDown, down: 60))
    #expect(node.state == .returned(.neverDown, at: 161))
  }

  @Test("Who refuses connections is down at once")
  func refused() {
    var node = node()
    #expect(node.failed(.refused, at: 102) == .went(.refused))
  }

  @Test("A single missing answer is followed by a return as well: others may have written elsewhere meanwhile")
  func suspicion() {
    var node = node()
    _ = node.failed(.mute, at: 102)
    #expect(node.answered(Self.after { _ in }, at: 103) == .returned(.neverDown, down: 2))
  }

  @Test("A restart that no question fell into is a return", arguments: [false, true])
  func unseenRestart(_ isHealing: Bool) {
    var node = node()
    if isHealing {
      _ = node.failed(.refused, at: 102)
      _ = node.answered(Self.after { _ in }, at: 103)
      _ = node.mended(at: 104, settles: 30)
    }
    let restarted = Self.after { ($0.started, $0.stored, $0.seen) = (5100, 0, 5110) }
    #expect(node.answered(restarted, at: 105) == .returned(.coldRestart, down: isHealing ? 2 : 4))
  }

  @Test("What becomes of it while it waits for its cure changes that, and its return stays when it was")
  func waiting() {
    var node = node()
    _ = node.failed(.refused, at: 102)
    _ = node.answered(Self.after { _ in }, at: 110)
    #expect(node.answered(Self.after { $0.stored = 3 }, at: 115) == nil && node.state == .returned(.neverDown, at: 110))
    #expect(node.answered(Self.after { ($0.flush, $0.flushes) = (5110, 1) }, at: 120) == nil)
    #expect(node.state == .returned(.flushed, at: 110))
    let restarted = Self.after { ($0.started, $0.stored, $0.seen) = (5120, 0, 5130) }
    #expect(node.answered(restarted, at: 130) == nil && node.state == .returned(.coldRestart, at: 110))
    #expect(node.answered(restarted, at: 135) == nil && node.state == .returned(.coldRestart, at: 110))
  }

  @Test("It settles when no worker avoids it any more, and never by itself where workers may for ever")
  func settling() {
    for settles in [30, nil] {
      var node = node()
      _ = node.failed(.refused, at: 102)
      _ = node.answered(Self.after { _ in }, at: 110)
      #expect(node.answered(Self.after { _ in }, at: 111) == nil, "it waits for its cure")
      #expect(node.mended(at: 112, settles: settles) == .mended)
      #expect(node.answered(Self.after { _ in }, at: 141) == nil)
      #expect(!node.isDue(at: 141) && node.isDue(at: 142) == (settles != nil))
      #expect(node.settled() == .settled && node.state == .up && node.settled() == nil)
    }
  }

  @Test("A node that fails while it heals is down, and its returns are counted")
  func flapping() {
    var node = node()
    for round in 0..<20 {
      let start = 200 + round * 10
      #expect(node.failed(.refused, at: start) == .went(.refused))
      #expect(node.answered(Self.after { _ in }, at: start + 1) != nil)
      _ = node.mended(at: start + 2, settles: 30)
    }
    #expect(node.returns.count == 10 && node.returns.last == 391)
  }

  @Test("A node that was never seen up before is met, not returned")
  func first() {
    var node = NodeLife()
    #expect(node.failed(.refused, at: 1) == .went(.refused))
    #expect(node.answered(Self.mark, at: 5) == .met && node.state == .up)
    #expect(node.mended(at: 6, settles: 1) == nil)
  }
}
