public import MemcacheClient

/// What a flush would do, before anything is done: each node, what is on it, and what becomes of its users.
public struct FlushPlan: ActPlan {
  /// One node.
  public struct Action: PlannedAction, Encodable {
    public let node: String
    public let state: NodeState
    /// `flush`, or `skip` where the node gives no answer or declines to be looked at.
    public let action: String
    public let reason: String
    /// What to do about a node that is skipped.
    public let remedy: String?
    public let policy = "flush"
    public let items: Int
    public let sessions: Int
    public let locks: Int
    /// Sessions by what becomes of them; see `FlushVerdict`. A session with copies on two flushed nodes counts on both.
    public let safe: Int
    public let atRisk: Int
    public let lost: Int
    public let undecided: Int
    public let foreign: Int
    /// Nil when its items were counted.
    public let unlisted: Census.Unlisted?
    /// What else there is to know before it is flushed.
    public let remarks: [String]
    /// Filled as the plan is carried out: `flushed`, or what went wrong.
    @OrNull public var result: String?

    public var changesNode: Bool { action == "flush" }
    public var isMissed: Bool { !changesNode }
    public var isDone: Bool { result == "flushed" }
    public var auditName: String { action }
    public var auditIDs: [[UInt8]] { [] }
    public var auditCounts: [String: Int] {
      [
        "items": items, "sessions": sessions, "foreign": foreign, "safe": safe, "at_risk": atRisk, "lost": lost,
        "undecided": undecided,
      ]
    }

    private enum CodingKeys: String, CodingKey {
      case node, state, action, reason, policy, items, sessions, locks, safe, lost, undecided, foreign, remarks, result
      case atRisk = "at_risk"
    }
  }

  public let pool: String
  public var actions: [Action]
  /// Empty when it may be carried out.
  public private(set) var refusals: [PlanRefusal]
  /// The users, each counted once, who lose their session; nil where the items of a node could not be counted.
  @OrNull public var usersLost: Int?
  /// The users of whom a node that does not answer may have the only other copy, or whose other copy is of unknown age;
  /// each counted once.
  public let usersUndecided: Int
  /// What the release of the extension makes of a flushed node, in words; nil for bare nodes.
  public let consequence: String?

  /// Refuses where users are logged out, or may be.
  public mutating func refuseLosses() {
    if usersLost == 0, usersUndecided == 0 { return }
    refusals.append(
      PlanRefusal(
        summary: usersLost.map { "it logs \($0) users out, and of \(usersUndecided) it is not known" }
          ?? "how many users it logs out is not known",
        remedy: "mcpool recover does what the extension's release needs; --yes flushes all the same"))
  }

  private enum CodingKeys: String, CodingKey {
    case pool, actions, refusals
    case usersLost = "users_lost"
    case usersUndecided = "users_undecided"
  }
}
