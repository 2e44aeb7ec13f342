public import MemcacheClient
public import MemcacheProtocol

/// One session as all nodes of its pool know it.
public struct ShownSession: Sendable {
  public let id: [UInt8]
  /// Why PHP stores no session under this id; nil: it does.
  public let problem: String?
  /// One for each node of the pool: those that PHP writes to in its order, owner first, then the others in pool order.
  public let copies: [ShownCopy]
  /// All copies that are there have the same value and flags; nil: fewer than two are there, or values are not known.
  public let agree: Bool?
  /// Why those copies are the newest that say so, or why none does, in words; nil where the copies agree.
  public let newestReason: String?
  public let lock: ShownLock
  /// What the next request reads, when nobody else has the session open.
  public let next: NextRead
  /// The copy whose content is shown, by index: what PHP would read, else the newest, else the first one that is there.
  public let shown: Int?
  /// Its value.
  public let value: [UInt8]

  public var isPresent: Bool { copies.contains { $0.item != nil } }
}

/// What one node says of one session.
public struct ShownCopy: Sendable {
  /// By index in the live pool.
  public let node: Int
  public let state: NodeState
  /// Nil where the node is no place for it and has none.
  public let role: FoundItem.Role?
  /// Nil: it has none, or that is not known. Its value is left out.
  public var item: StoredItem?
  /// Why it is not known whether the node has it; nil when that is known.
  public let reason: String?
  /// Nil: not known, or there is no item.
  public var isNewest: Bool?

  /// Nil: not known.
  public var isPresent: Bool? { reason == nil ? item != nil : nil }
}

/// The lock of one session on the node where PHP takes it.
public struct ShownLock: Hashable, Sendable {
  public enum State: String, Sendable {
    /// This pool takes none.
    case none
    case free
    /// A request has the session open, or ended without giving the lock back; the next one waits.
    case held
    /// Held, and it never ends by itself.
    case immortal
    /// The node gave no answer to that.
    case unknown
  }
  public var state: State
  /// By index in the live pool; nil: there is no such node.
  public var node: Int?
  /// Seconds since it was taken; nil: not known, or nobody has it.
  public var age: Int?
  /// memcache counts who waits; nil: not known.
  public var waiters: Int?
}
