public import MemcacheClient
public import Placement

/// What a flush would do, before anything is done: each node, what is on it, and what becomes of its users.
public struct FlushPlan: Encodable, Sendable {
  /// One node.
  public struct Action: Encodable, Sendable {
    public let node: String
    public let state: NodeState
    /// `flush`, or `skip` where the node gives no answer.
    public let action: String
    public let reason: String
    public let policy = "flush"
    public let items: Int
    public let sessions: Int
    public let locks: Int
    /// Sessions by what becomes of them; see `FlushVerdict`.
    public let safe: Int
    public let atRisk: Int
    public let lost: Int
    public let undecided: Int
    public let foreign: Int
    /// The server says what it holds; nil when it does.
    public let unlisted: String?
    /// Filled as the plan is carried out: `flushed`, or what went wrong.
    @OrNull public var result: String?

    private enum CodingKeys: String, CodingKey {
      case node, state, action, reason, policy, items, sessions, locks, safe, lost, undecided, foreign, result
      case atRisk = "at_risk"
    }
  }

  public private(set) var actions: [Action]
  /// Why the plan must not be carried out; empty when it may.
  public let refusals: [Refusal]
  /// The users, each counted once, who lose their session.
  public let loggedOut: Int
  /// What the release of the extension makes of a flushed node, in words; nil for bare nodes.
  public let consequence: String?

  public struct Refusal: Hashable, Sendable {
    public let summary: String
    public let remedy: String
  }

  private enum CodingKeys: CodingKey { case actions }

  mutating func note(_ result: String, for index: Int) { actions[index].result = result }
}

/// What a flush is asked to do.
public struct FlushRequest: Sendable {
  public let pool: LivePool
  /// Nil: bare nodes, of whose items nothing is known.
  public let rules: Pool?
  public let form: SessionKeyForm?
  /// By name; nil: all.
  public let nodes: [LiveNode]
  public let withForeign: Bool

  public init(pool: LivePool, rules: Pool?, form: SessionKeyForm?, nodes: [LiveNode], withForeign: Bool) {
    self.pool = pool
    self.rules = rules
    self.form = form
    self.nodes = nodes
    self.withForeign = withForeign
  }
}
