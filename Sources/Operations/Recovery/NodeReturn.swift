public import MemcacheClient

/// What a node that answers again turns out to be, against what it was before it did not.
///
/// memcached tells a partition from a restart by its process and the second of its start, a restart that kept the items
/// (`-e`, SIGUSR1) by the pid alone since its uptime goes on, and a flush by `oldest` of its settings. In a container the
/// pid is 1 every time, so the start counts as well; two seconds of play, because a server's seconds lag.
public enum NodeReturn: String, Hashable, Codable, Sendable {
  /// The same process: a cut network, an overload, a stopped virtual machine.
  case neverDown = "never down"
  /// The same, and what kept clients out was its connection limit.
  case full
  /// The same, and its counters were set back.
  case statsReset = "stats reset"
  /// A new process with the items of the old one.
  case warmRestart = "warm restart"
  /// A new process without items.
  case coldRestart = "cold restart"
  /// The same process, and somebody has flushed it meanwhile.
  case flushed
  /// Another server, which ran elsewhere before: what it holds is anybody's.
  case replaced

  /// - Parameters:
  ///   - before: at its last good answer.
  ///   - after: at its first good answer since.
  ///   - failures: how it failed in between.
  public init(before: NodeMark, after: NodeMark, failures: [NodeState] = []) {
    let isSameStart = abs(after.started - before.started) <= Self.play
    switch (isSameStart, after.pid == before.pid) {
    case (true, true):
      if after.flush != before.flush || after.flushes > before.flushes {
        self = .flushed
      } else if after.stored < before.stored {
        self = .statsReset
      } else {
        self = failures.last == .full ? .full : .neverDown
      }
    case (true, false):
      // Without a file for its memory it was restarted within the play.
      self = after.isFileBacked ? .warmRestart : .coldRestart
    case (false, _):
      // Who began before the old one was heard last ran beside it.
      self = after.started > before.seen - Self.play ? .coldRestart : .replaced
    }
  }

  private static let play = 2

  /// It has none of the sessions that it had.
  public var isEmpty: Bool {
    switch self {
    case .coldRestart, .flushed: true
    case .neverDown, .full, .statsReset, .warmRestart, .replaced: false
    }
  }
}
