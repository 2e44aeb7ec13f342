public import Placement

/// One PHP request that uses a session: start, change, close; played step by step as the extension does it.
public struct Request: Sendable {
  public enum Page: Hashable, Sendable {
    /// Starts the session and closes it unchanged.
    case visit
    /// Starts it and stores this version (1 or more) at its close.
    case write(version: Int)
    /// Starts it and ends without closing (`session_abort`, `read_and_close`, a crash).
    case abort
  }

  /// What the user and the nodes saw of it.
  public struct Outcome: Hashable, Sendable {
    /// `session_start()` returned true.
    public var started: Bool
    /// The node whose answer the session was read from; nil when nobody answered. Where nobody had it, memcached names
    /// the node whose miss was final, memcache none.
    public var readFrom: Int?
    /// The first node that the session's lock was taken on; nil: none was.
    public var lockedOn: Int?
    /// The version read; nil for an empty session (a miss, or the empty value).
    public var version: Int?
    /// PHP reported no failed write. A page that writes nothing saves nothing that could fail.
    public var saved: Bool
    /// The nodes that took the session's data, in PHP's write order, each once.
    public var written: [Int]
    /// What PHP says in its log, in order.
    public var warnings: [String]

    public init(
      started: Bool, readFrom: Int? = nil, lockedOn: Int? = nil, version: Int? = nil, saved: Bool,
      written: [Int] = [], warnings: [String] = []
    ) {
      self.started = started
      self.readFrom = readFrom
      self.lockedOn = lockedOn
      self.version = version
      self.saved = saved
      self.written = written
      self.warnings = warnings
    }
  }

  public let pool: Pool
  public let page: Page

  public init(_ page: Page, pool: Pool) {
    self.page = page
    self.pool = pool
  }

  /// Plays the request for one session; every piece of client state is new, as without persistent connections.
  public func play(_ id: [UInt8], in world: inout some World) -> Outcome {
    switch pool.rules {
    case .memcache(let rules): MemcacheRequest(page: page, rules: rules).play(id, in: &world)
    case .memcached(let rules): MemcachedRequest(page: page, rules: rules).play(id, in: &world)
    }
  }
}
