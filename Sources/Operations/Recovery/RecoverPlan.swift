public import MemcacheClient

/// What mending the copies of a pool's sessions would do: an action a node.
public struct RecoverPlan: ActPlan {
  /// One node. Counts are of sessions that have a place there.
  public struct Action: PlannedAction, Encodable {
    public let node: String
    public let state: NodeState
    /// `refill` where copies are written, `none` where nothing needs it, `leave` where the pool's rule forbids it or
    /// nothing was asked for (`report`), `remove` of ended sessions, `restore` of listed ones, `skip` where the node gives no answer.
    public let action: String
    public internal(set) var reason: String
    public let remedy: String?
    public let policy: String
    /// Its copy is the newest.
    public let safe: Int
    /// It has an older copy than another node: who reads it here gets an old session.
    public internal(set) var atRisk: Int
    /// It has none and another node has: where a miss is final, who reads it here is logged out.
    public let lost: Int
    /// Which copy is newest cannot be known; they stay as they are.
    public let undecided: Int
    /// The only copy that there is.
    public let onlyCopy: Int
    public let foreign: Int
    @OrNull public var result: String?

    public var changesNode: Bool { ["refill", "remove", "restore"].contains(action) }
    public var isMissed: Bool { action == "skip" || action == "leave" && atRisk + lost > 0 }
    public var isDone: Bool {
      ["mended", "flushed"].contains(result) || result?.hasPrefix("restored") == true
        || result?.hasPrefix("removed") == true
    }
    public var auditName: String { action }
    public var auditIDs: [[UInt8]] { [] }
    public var auditCounts: [String: Int] {
      [
        "safe": safe, "at_risk": atRisk, "lost": lost, "undecided": undecided, "only_copy": onlyCopy,
        "foreign": foreign,
      ]
    }

    private enum CodingKeys: String, CodingKey {
      case node, state, action, reason, policy, safe, lost, undecided, foreign, result
      case atRisk = "at_risk"
      case onlyCopy = "only_copy"
    }
  }

  public let pool: String
  public var actions: [Action]
  public let refusals: [PlanRefusal]
  /// Why which copy is newest is not known, an example for each of some sessions: a shortened id and the words.
  public let doubts: [Doubt]
  /// What else there is to know.
  public var remarks: [String] = []

  public struct Doubt: Encodable, Sendable {
    public let id: String
    public let reason: String
  }
}
