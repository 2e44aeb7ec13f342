public import MemcacheClient

/// What sessions a pool holds, as figures.
public struct SessionSummary: Sendable {
  public struct Node: Sendable {
    public let node: String
    public let state: NodeState
    /// What somebody must know of it: why it has no figures, or what they lack; nil: nothing.
    public let remark: String?
    public let remedy: String?
    /// Every item of the node is in the figures, as far as its server can tell.
    public let isWhole: Bool
    /// Nil where it could not be listed at all.
    public let figures: SessionFigures?
    /// Items on it where no rule puts them.
    public let strays: Int
    /// How many locks somebody has; nil: it does not tell.
    public let locks: Int?
    /// Items that are no sessions of the pool.
    public let foreign: Int
    /// The earlier node that is another name of the same server, and has its figures.
    public let sameServer: String?
  }

  /// One of the largest items.
  public struct Large: Hashable, Sendable {
    public let id: [UInt8]
    public let node: String
    public let bytes: Int
  }

  /// In the pool's order.
  public let nodes: [Node]
  /// Each session once, whatever copies there are of it: as active as the copy that was used last, as large and as long to
  /// live as the copy that is most so; never read where no copy was.
  public let total: SessionFigures
  /// How many sessions somebody has locked; nil where a node does not tell.
  public let locks: Int?
  /// Sessions with more items than PHP writes of one.
  public let duplicates: Int
  /// Sessions of which PHP would find a copy, and not all that it writes; 0 where a node is missing, because the copy may
  /// be there.
  public let incomplete: Int
  /// Sessions that are only where PHP does not look, so that it finds none; 0 where a node is missing.
  public let misplaced: Int
  /// How many copies PHP writes of a session.
  public let copies: Int
  /// The largest first.
  public let biggest: [Large]

  public var strays: Int { nodes.map(\.strays).reduce(0, +) }
  public var foreign: Int { nodes.map(\.foreign).reduce(0, +) }
  /// Every node is in it as a whole.
  public var isWhole: Bool { nodes.allSatisfy { $0.isWhole || $0.sameServer != nil } }
}

extension SessionSummary.Node: Encodable {
  private enum Field: String, CodingKey {
    case node, state, reason, complete, strays, locks, foreign
    case sameServer = "same_server_as"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Field.self)
    try container.encode(node, forKey: .node)
    try container.encode(state, forKey: .state)
    try container.encode(remark, forKey: .reason)
    try container.encode(isWhole, forKey: .complete)
    try container.encodeIfPresent(sameServer, forKey: .sameServer)
    guard let figures else { return }
    try figures.encode(to: encoder)
    try container.encode(strays, forKey: .strays)
    try container.encode(locks, forKey: .locks)
    try container.encode(foreign, forKey: .foreign)
  }
}

extension SessionFigures: Encodable {
  private enum Field: String, CodingKey {
    case sessions, active, bytes, ttl, sizes
    case neverRead = "never_read"
    case neverExpire = "never_expire"
    case useUnknown = "use_unknown"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Field.self)
    try container.encode(sessions, forKey: .sessions)
    try container.encode(["60": ofUse(\.active1), "300": ofUse(\.active5), "900": ofUse(\.active15)], forKey: .active)
    try container.encode(ofUse(\.neverRead), forKey: .neverRead)
    try container.encode(neverExpire, forKey: .neverExpire)
    try container.encode(useUnknown, forKey: .useUnknown)
    try container.encode(bytes, forKey: .bytes)
    try container.encode(ttl, forKey: .ttl)
    try container.encode(sizes, forKey: .sizes)
  }
}

extension SessionSummary: Encodable {
  /// The pool as one.
  public struct Total: Encodable, Sendable {
    private let summary: SessionSummary

    public init(_ summary: SessionSummary) { self.summary = summary }

    private enum Field: String, CodingKey {
      case complete, copies, strays, locks, foreign, duplicates, incomplete, misplaced, biggest
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Field.self)
      try summary.total.encode(to: encoder)
      try container.encode(summary.isWhole, forKey: .complete)
      try container.encode(summary.copies, forKey: .copies)
      try container.encode(summary.strays, forKey: .strays)
      try container.encode(summary.locks, forKey: .locks)
      try container.encode(summary.foreign, forKey: .foreign)
      try container.encode(summary.duplicates, forKey: .duplicates)
      try container.encode(summary.incomplete, forKey: .incomplete)
      try container.encode(summary.misplaced, forKey: .misplaced)
      try container.encode(summary.biggest, forKey: .biggest)
    }
  }

  private enum Field: String, CodingKey { case nodes, total }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Field.self)
    try container.encode(nodes, forKey: .nodes)
    try container.encode(Total(self), forKey: .total)
  }
}

extension SessionSummary.Large: Encodable {
  private enum Field: String, CodingKey { case id, node, size }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Field.self)
    // By the form that tells sessions, an id is ASCII.
    try container.encode(KeyText(id).text, forKey: .id)
    try container.encode(node, forKey: .node)
    try container.encode(bytes, forKey: .size)
  }
}
