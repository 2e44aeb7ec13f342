public import MemcacheProtocol

/// How many of a server's lines never reached a watcher.
///
/// There are two ways to lose one. A worker of the server whose buffer is full drops the line before it has a number: only
/// its counter `log_worker_dropped` tells. A line that has a number is skipped when the watcher's buffer is full: that
/// shows as a gap in the numbers, as a line `skipped=N` before the next one that comes, and in `log_watcher_skipped`.
/// A line is lost in one of the two ways, so they add up; the signs of the second are signs of the same lines. Its counter
/// and the gaps also have what was meant for other watchers.
public struct DroppedLines: Hashable, Sendable {
  private var lines: UInt64 = 0
  private var first: UInt64?
  private var last: UInt64 = 0
  /// What the `skipped=N` lines add up to.
  private var told: UInt64 = 0
  private var unreadable: UInt64 = 0
  private var before: Counters?
  private var after: Counters?

  /// The server's own counters, from `stats`.
  public struct Counters: Hashable, Sendable {
    public var dropped: UInt64
    public var skipped: UInt64

    public init(dropped: UInt64, skipped: UInt64) {
      self.dropped = dropped
      self.skipped = skipped
    }

    /// Nil from a server that does not count them.
    init?(_ stats: StatTable) {
      guard let dropped = stats["log_worker_dropped"].flatMap({ UInt64($0) }),
        let skipped = stats["log_watcher_skipped"].flatMap({ UInt64($0) })
      else { return nil }
      self.init(dropped: dropped, skipped: skipped)
    }
  }

  /// - Parameter before: as they were when the watch began.
  public init(before: Counters?) { self.before = before }

  public mutating func take(_ line: WatchLine) {
    switch line.kind {
    case .skipped(let count): told = told.saturating(count)
    case .unreadable: unreadable += 1
    case .get, .store, .eviction, .other:
      lines += 1
      first = min(first ?? line.number, line.number)
      last = max(last, line.number)
    }
  }

  /// The counters as they are by now.
  public mutating func take(_ counters: Counters) { after = counters }

  public var total: UInt64 {
    let skipped: UInt64
    var dropped: UInt64 = 0
    if let before, let after, after.dropped >= before.dropped, after.skipped >= before.skipped {
      dropped = after.dropped - before.dropped
      skipped = max(after.skipped - before.skipped, told)
    } else {
      skipped = max(gaps, told)
    }
    return skipped.saturating(dropped).saturating(unreadable)
  }

  private var gaps: UInt64 {
    guard let first else { return 0 }
    return (last - first) > lines - 1 ? last - first - (lines - 1) : 0
  }
}

extension UInt64 {
  fileprivate func saturating(_ other: UInt64) -> UInt64 {
    let (sum, isOver) = addingReportingOverflow(other)
    return isOver ? .max : sum
  }
}
