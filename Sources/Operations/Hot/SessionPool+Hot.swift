import MemcacheProtocol
import Synchronization

extension SessionPool {
  /// Watches the traffic of all nodes for so long, or until the task is cancelled.
  public func hot(for time: Duration, by order: Traffic.Order, limit: Int) async -> HotReport {
    let capacity = max(Limits.leastSessionCounters, Limits.sessionCounters / max(1, live.nodes.count))
    let tallies = live.nodes.map { _ in SharedTally(NodeTally(form: form, order: order, capacity: capacity)) }
    let watch = await watch([.fetchers, .mutations], for: time) { place, line in tallies[place].take(line) }
    return HotReport(tallies.map { $0.finished() }, watch: watch, by: order, limit: limit)
  }

  func watch(
    _ streams: [WatchStream], for time: Duration, each: @escaping @Sendable (Int, WatchLine) -> Void
  ) async -> Watch {
    let start = ContinuousClock.now
    let nodes = await live.watch(streams, for: time, each: each)
    let elapsed = min(ContinuousClock.now - start, time)
    return Watch(nodes: nodes, seconds: Double(elapsed.microseconds) / 1_000_000, isInterrupted: Task.isCancelled)
  }
}

/// The tally of one node, filled by the thread that reads its connection.
private final class SharedTally: Sendable {
  private let tally: Mutex<NodeTally>

  init(_ tally: NodeTally) { self.tally = Mutex(tally) }

  func take(_ line: WatchLine) { tally.withLock { $0.take(line) } }

  func finished() -> NodeTally {
    tally.withLock { tally in
      tally.finish()
      return tally
    }
  }
}

extension Limits {
  /// The sessions of all nodes that are counted at the same time; some 200 bytes each. With so many counters no session
  /// with more than 1/65,536 of a pool's traffic is missed, whatever the others do.
  fileprivate static let sessionCounters = 1 << 16
  /// Of one node of a very large pool.
  fileprivate static let leastSessionCounters = 512
}
