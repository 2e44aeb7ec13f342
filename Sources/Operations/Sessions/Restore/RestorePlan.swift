public import MemcacheClient
import Placement
public import SessionData

/// What restoring a dump would do, and afterwards what came of it: an action a node.
public struct RestorePlan: ActPlan {
  public struct Action: PlannedAction {
    public let node: String
    public let state: NodeState
    /// It gives no answer, or declines.
    public let isMissed: Bool
    public let reason: String
    public let remedy: String?
    /// How many copies belong there of the sessions that can be restored.
    public internal(set) var copies: Int
    /// How many it has got; nil before.
    public internal(set) var added: Int?
    public var result: String?

    public var changesNode: Bool { !isMissed && copies > 0 }
    public var isDone: Bool { result == "restored" }
    public var auditName: String { "restore" }
    public var auditCounts: [String: Int] { added.map { ["copies": copies, "added": $0] } ?? ["copies": copies] }
    public var auditIDs: [[UInt8]] { [] }
  }

  /// What becomes of the sessions, each counted once.
  public struct Counts: Hashable, Encodable, Sendable {
    /// In the dump.
    public internal(set) var sessions = 0
    /// Their life was over before they could be restored.
    public internal(set) var expired = 0
    /// PHP has no place for such an id here, or the nodes no such key.
    public internal(set) var unplaceable = 0
    /// One of their nodes gives no answer; a later run restores them.
    public internal(set) var left = 0
    /// They are there already, and stay as they are. Known only afterwards, as is what follows.
    public internal(set) var existing = 0
    public internal(set) var added = 0
    /// A node has no room for them.
    public internal(set) var refused = 0
  }

  public let pool: String
  public let header: DumpHeader
  /// False: the dump says that nodes failed while it was made.
  public let isWhole: Bool
  public var actions: [Action]
  public let refusals: [PlanRefusal]
  public internal(set) var counts: Counts
  /// The first sessions without a place, each only by the beginning of its id.
  public let unplaceable: [String]
  /// The dump, copied aside: it is read once to plan and once to act.
  let file: ScratchFile
  let bytes: Int
  let places: SessionPlaces
}

extension RestorePlan {
  private enum CodingKeys: String, CodingKey { case pool, refusals, whole, sessions, actions }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(pool, forKey: .pool)
    try container.encode(refusals, forKey: .refusals)
    try container.encode(isWhole, forKey: .whole)
    try container.encode(counts, forKey: .sessions)
    try container.encode(actions, forKey: .actions)
  }
}

extension RestorePlan.Action: Encodable {
  private enum CodingKeys: String, CodingKey { case node, state, action, reason, copies, added, result }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(node, forKey: .node)
    try container.encode(state, forKey: .state)
    try container.encode(isMissed ? "skip" : copies > 0 ? "add" : "none", forKey: .action)
    try container.encode(reason, forKey: .reason)
    try container.encode(copies, forKey: .copies)
    try container.encode(added, forKey: .added)
    try container.encode(result, forKey: .result)
  }
}

extension PlanRefusal {
  static func otherExtension(_ dump: DumpHeader, _ pool: SessionPool) -> PlanRefusal {
    PlanRefusal(
      summary:
        "the dump has sessions of \(dump.handler.rawValue), and this pool is \(pool.php.handler.rawValue)'s, which "
        + "reads neither its flags nor what it compressed",
      remedy: "name a pool of \(dump.handler.rawValue)")
  }
}
