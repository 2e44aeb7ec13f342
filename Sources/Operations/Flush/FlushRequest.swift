public import Placement

/// What a flush is asked to do.
public struct FlushRequest: Sendable {
  public let pool: LivePool
  /// Where the pool came from, for the plan and the audit log.
  public let source: String
  /// Nil: bare nodes, of whose items nothing is known.
  public let rules: Pool?
  public let form: SessionKeyForm?
  /// Those to be flushed.
  public let nodes: [LiveNode]
  public let withForeign: Bool

  public init(
    pool: LivePool, source: String, rules: Pool?, form: SessionKeyForm?, nodes: [LiveNode], withForeign: Bool
  ) {
    self.pool = pool
    self.source = source
    self.rules = rules
    self.form = form
    self.nodes = nodes
    self.withForeign = withForeign
  }
}
