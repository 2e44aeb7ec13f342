public import Operations

/// A pool with what is known of it before any node is asked.
public struct ExportedPool: Sendable {
  /// The PHP extension whose rules place the sessions.
  public struct Rules: Sendable {
    public var handler: String
    public var release: String
    /// How the release is known: stated, read or assumed.
    public var provenance: String
    /// Nil: sessions do not end.
    public var sessionLifetime: Duration?
    /// Part of all sessions of which a node is the owner, by the node's name.
    public var shares: [String: Double]

    public init(
      handler: String, release: String, provenance: String, sessionLifetime: Duration?, shares: [String: Double]
    ) {
      self.handler = handler
      self.release = release
      self.provenance = provenance
      self.sessionLifetime = sessionLifetime
      self.shares = shares
    }
  }

  /// A kind of finding about the configuration.
  public struct Finding: Hashable, Sendable {
    public var severity: String
    /// Empty for what PHP itself refuses.
    public var code: String

    public init(severity: String, code: String) {
      self.severity = severity
      self.code = code
    }
  }

  /// The label `pool` of its samples; no other pool's.
  public var name: String
  public var live: LivePool
  /// Nil for bare nodes, and for a pool on which PHP would hang or die.
  public var rules: Rules?
  /// One each, also of the same kind.
  public var findings: [Finding]

  public init(name: String, live: LivePool, rules: Rules?, findings: [Finding]) {
    self.name = name
    self.live = live
    self.rules = rules
    self.findings = findings
  }
}
