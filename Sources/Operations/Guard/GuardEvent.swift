public import FoundationEssentials
public import MemcacheClient

/// Something that a guard has seen or done: a line of its own.
public struct GuardEvent: Encodable, Sendable {
  public enum Kind: String, Encodable, Sendable, CaseIterable {
    /// A node answers for the first time.
    case met
    case suspected, down, returned
    /// What a returned node needed was done, or needs nothing.
    case mended
    /// It could not be done, or not to the end; it is tried again.
    case unmended
    /// Another guard does it, or has done it.
    case others
    /// No worker avoids the node any more, and what was written meanwhile is mended too.
    case settled
    /// Copies differ although no outage was seen.
    case diverged
    /// A node is fenced off from the web servers, or let in again.
    case fenced, unfenced
    /// The guard itself cannot keep what it must.
    case trouble
  }

  public let when: Date
  public let pool: String
  public let event: Kind
  /// Nil: the pool as a whole.
  public let node: String?
  /// What a node that came back turned out to be.
  public var returned: NodeReturn?
  /// For how many seconds it was away at most.
  public var downSeconds: Int?
  /// For people.
  public internal(set) var message: String
  public var actions: [RecoverPlan.Action] = []
  /// From the first good answer on until no session of the spool could be read old any more, and until all were mended.
  public var lockedMicroseconds: Int?
  public var mendedMicroseconds: Int?
  /// Sessions that went on from what the node had before they could be mended; see `recover --restore-listed`.
  public var atRiskIDs: [String] = []

  public init(_ event: Kind, pool: String, node: String?, _ message: String) {
    when = .now
    self.pool = pool
    self.event = event
    self.node = node
    self.message = message
  }

  private enum CodingKeys: String, CodingKey {
    case when, pool, event, node, message, actions
    case returned = "return"
    case downSeconds = "down_seconds"
    case lockedMicroseconds = "locked_us"
    case mendedMicroseconds = "mended_us"
    case atRiskIDs = "at_risk_ids"
  }
}
