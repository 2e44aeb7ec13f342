public import MemcacheClient
public import MemcacheProtocol

/// One session as all nodes of its pool know it.
public struct ShownSession: Sendable {
  /// Which one it is of those that were asked for together, from 0.
  public let row: Int
  public let id: ArraySlice<UInt8>
  /// Why PHP stores no session under this id; nil: it does.
  public let problem: String?
  /// One for each node of the pool: those that PHP writes to in its order, owner first, then the others in pool order.
  public let copies: [ShownCopy]
  /// All copies that are there have the same value and flags; nil: fewer than two are there, or values are not known.
  public let agree: Bool?
  /// Why those copies are the newest that say so, or why none does, in words; nil where the
  /// copies agree and each place has answered.
  public let newestReason: String?
  public let lock: ShownLock
  /// What the next request reads, when nobody else has the session open.
  public let next: NextRead
  /// The copy whose content is shown, by index: what PHP would read, else the newest, else the first one that is there.
  public let shown: Int?
  /// Its value.
  public let value: ArraySlice<UInt8>

  public var isPresent: Bool { copies.contains { $0.item != nil } }
}

/// What one node says of one session.
public struct ShownCopy: Sendable {
  /// By index in the live pool.
  public let node: Int
  public let state: NodeState
  /// Nil where the node is no place for it and has none.
  public let role: FoundItem.Role?
  /// Nil: it has none, or that is not known.
  public var item: ItemFacts?
  /// Why it is not known whether the node has it; nil when that is known.
  public let reason: String?
  /// Nil: not known, or there is no item.
  public var isNewest: Bool?

  init(node: Int, state: NodeState, role: FoundItem.Role?, item: ItemFacts?, reason: String?) {
    self.node = node
    self.state = state
    self.role = role
    self.item = item
    self.reason = reason
  }

  /// What a node says that works and has nothing, where nothing is looked for.
  public init(nothingOn node: Int) { self.init(node: node, state: .up, role: nil, item: nil, reason: nil) }

  public var isNothing: Bool { item == nil && role == nil && state == .up && reason == nil }

  /// Nil: not known.
  public var isPresent: Bool? { reason == nil ? item != nil : nil }
}

/// The lock of one session on the node where PHP takes it, by index in the live pool.
public enum ShownLock: Hashable, Sendable {
  /// This pool takes none.
  case none
  /// Nobody has it: there is no item.
  case free(node: Int)
  case item(SessionLock, node: Int)
  /// The node gave no answer to that; nil: there is no such node.
  case unknown(node: Int?)

  /// As JSON and CSV have it: `none`, `unknown`, or a state of `SessionLock`.
  public var word: String {
    switch self {
    case .none: "none"
    case .free: SessionLock.State.free.rawValue
    case .item(let lock, node: _): lock.state.rawValue
    case .unknown: "unknown"
    }
  }

  public var node: Int? {
    switch self {
    case .none: nil
    case .free(let node), .item(_, let node): node
    case .unknown(let node): node
    }
  }

  /// Nil unless somebody has it, as far as its item tells.
  public var taken: SessionLock? { if case .item(let lock, node: _) = self, lock.isTaken { lock } else { nil } }
}
