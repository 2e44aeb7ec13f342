public import PHPConfiguration

/// Why a configuration makes no pool: PHP itself would refuse it, hang or crash, or the answer cannot be known.
public struct PoolError: Error, Hashable, Sendable {
  public enum Kind: String, Sendable {
    /// PHP refuses the configuration: session_start() fails.
    case refused
    /// PHP would loop without end.
    case hangs
    /// The PHP process would die.
    case crashes
    /// mcpool does not know what PHP would do (an unknown release, a missing SERVER_NAME).
    case unknown
  }

  public var kind: Kind
  /// The lint code of the finding, where there is one (`MC103`).
  public var code: String?
  /// What is wrong, naming the directive and the piece of it.
  public var message: String
  /// What PHP does with it.
  public var effect: String
  public var cure: String
  /// Nil when the directive is set nowhere.
  public var location: SourceLocation?
  /// The nodes, where the save_path could be read at all: a configuration that hangs PHP can still be shown.
  public var nodes: [Node] = []
  /// What else was found by then.
  public var diagnostics: [Diagnostic] = []

  public init(
    kind: Kind, code: String? = nil, message: String, effect: String, cure: String, location: SourceLocation? = nil
  ) {
    self.kind = kind
    self.code = code
    self.message = message
    self.effect = effect
    self.cure = cure
    self.location = location
  }
}
