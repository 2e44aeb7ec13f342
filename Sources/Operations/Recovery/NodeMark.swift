/// What a node said of itself at its last good answer: by it the node is known again when it comes back.
///
/// Seconds are the server's own, in which it counts without a break for as long as its process lives.
public struct NodeMark: Hashable, Codable, Sendable {
  /// Always 1 in many containers.
  public var pid: String
  public var started: Int
  /// The last flush; nil: never flushed.
  public var flush: Int?
  /// `cmd_flush`
  public var flushes: Int
  /// `total_items`: how many were ever stored.
  public var stored: Int
  /// `evictions`; 0 where it does not tell.
  public var evictions = 0
  /// Its memory is a file (`-e`), so that a restart may keep all items.
  public var isFileBacked: Bool
  /// The server's second of the answer.
  public var seen: Int

  public init(pid: String, started: Int, flush: Int?, flushes: Int, stored: Int, isFileBacked: Bool, seen: Int) {
    self.pid = pid
    self.started = started
    self.flush = flush
    self.flushes = flushes
    self.stored = stored
    self.isFileBacked = isFileBacked
    self.seen = seen
  }

  /// Nil where the server does not tell enough (a proxy, a fork).
  init?(_ facts: NodeFacts) {
    guard let clock = facts.clock, let pid = facts.general["pid"] else { return nil }
    self.pid = pid
    started = clock.started
    flush = clock.flush
    flushes = Int(facts.general.number("cmd_flush") ?? 0)
    stored = Int(facts.general.number("total_items") ?? 0)
    isFileBacked = facts.settings["memory_file"].map { !$0.isEmpty && $0 != "(null)" } ?? false
    evictions = Int(facts.general.number("evictions") ?? 0)
    seen = clock.now
  }
}
