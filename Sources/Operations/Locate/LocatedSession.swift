public import MemcacheClient
public import Placement
public import Replay

/// Where a configuration puts one session, or one key of an application, by the names of nodes.
public struct LocatedSession: Encodable, Sendable {
  public let idBytes: [UInt8]
  public let itemKey: [UInt8]
  /// Nil for an application's key: nothing locks it.
  public let lockKey: [UInt8]?
  /// The node that the next request takes the lock on; nil: none.
  public let lockNode: String?
  /// The node that the next request reads the session from; nil: none.
  public let owner: String?
  /// The nodes that hold the data after the request: owner first, in PHP's write order.
  public let copies: [String]
  /// Why PHP would not store a session under this id, or what else it says.
  public let problem: String?
  public let warnings: [String]
  /// What the nodes say of it; nil when they were not asked.
  public var found: [FoundItem]?
  /// Why the nodes cannot be asked for its key in the protocol that they are spoken to; nil: they can, or were not.
  public internal(set) var unaskable: String?

  public init(id: [UInt8], location: Locator.Location, keys: PlacedKeys) {
    self.init(
      id: id, owner: location.owner, lockNode: location.lockNode, copies: location.copies, problem: location.problem,
      warnings: location.warnings, keys: keys)
  }

  /// Where it is with all nodes up: `candidates` as `KeyPlacement.place` found them; none where the id has a problem.
  public init(id: [UInt8], candidates: [Int], keys: PlacedKeys) {
    let problem = candidates.isEmpty ? keys.placement.problem(with: id.span) : nil
    var warnings: [String] = []
    if problem == nil, case .objects(let pool) = keys { warnings += [pool.warning(about: id.span)].compactMap(\.self) }
    self.init(
      id: id, owner: candidates.first, lockNode: problem == nil ? keys.sessions?.lockNode(for: id.span) : nil,
      copies: candidates, problem: problem, warnings: warnings, keys: keys)
  }

  private init(
    id: [UInt8], owner: Int?, lockNode: Int?, copies: [Int], problem: SessionIDProblem?, warnings: [String],
    keys: PlacedKeys
  ) {
    let placement = keys.placement
    let nodes = placement.nodes
    idBytes = id
    itemKey = placement.itemKey(for: id.span).bytes
    lockKey = keys.sessions?.lockKey(for: id.span).bytes
    self.lockNode = lockNode.map { nodes[$0].name }
    self.owner = owner.map { nodes[$0].name }
    self.copies = copies.map { nodes[$0].name }
    self.problem = problem?.message
    self.warnings = warnings
  }

  /// The keys for JSON: all of them percent-encoded where one is no UTF-8.
  public var keyTexts: (id: String, item: String, lock: String?, arePercentEncoded: Bool) {
    let percent = [idBytes, itemKey, lockKey ?? []].contains { KeyText($0).isPercentEncoded }
    return (
      KeyText(idBytes, percent: percent).text, KeyText(itemKey, percent: percent).text,
      lockKey.map { KeyText($0, percent: percent).text }, percent
    )
  }

  private enum CodingKeys: String, CodingKey {
    case id, owner, copies, problem, warnings, nodes
    case itemKey = "item_key"
    case lockKey = "lock_key"
    case lockNode = "lock_node"
    case keyEncoding = "key_encoding"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let keys = keyTexts
    try container.encode(keys.id, forKey: .id)
    try container.encode(keys.item, forKey: .itemKey)
    try container.encode(keys.lock, forKey: .lockKey)
    if keys.arePercentEncoded { try container.encode("percent", forKey: .keyEncoding) }
    try container.encode(lockNode, forKey: .lockNode)
    try container.encode(owner, forKey: .owner)
    try container.encode(copies, forKey: .copies)
    try container.encodeIfPresent(problem, forKey: .problem)
    if !warnings.isEmpty { try container.encode(warnings, forKey: .warnings) }
    try container.encodeIfPresent(found, forKey: .nodes)
  }
}

/// What one node says of one session.
public struct FoundItem: Encodable, Sendable {
  public enum Role: String, Encodable, Sendable { case owner, copy, stray }

  public let node: String
  public let state: NodeState
  /// Nil: not known, because the node gave no answer or declined the question, or the protocol cannot ask it.
  @OrNull public var present: Bool?
  /// Seconds left; nil never expires (or there is no item, or it is `unknown`).
  @OrNull public var ttl: Int?
  /// Bytes of the value.
  @OrNull public var size: Int?
  @OrNull public var flags: Int?
  /// Seconds since somebody read or wrote it.
  @OrNull public var idle: Int?
  /// Nil where the node is no place for it and has none.
  @OrNull public var role: Role?
  /// The fields that this server cannot tell; nil: none.
  public var unknown: [String]?
  /// Why it is not known whether the node has it; nil when that is known.
  public var reason: String?
}
