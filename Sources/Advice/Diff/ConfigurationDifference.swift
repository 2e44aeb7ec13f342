public import PHPConfiguration

/// One thing that the configurations of several web servers say differently, and what PHP does with it.
public struct ConfigurationDifference: Hashable, Sendable {
  /// Stable words.
  public enum Aspect: String, Sendable, CaseIterable {
    case handler, servers, spelling, order, weights, distribution, release
    case hashFunction = "hash_function"
    case key, copies, locking, protocolInUse = "protocol", lifetime, serializer
    case cookie, failures, touch, strictMode = "strict_mode"
    case lockTimes = "lock_times"
  }

  /// What one of the configurations says.
  public struct Value: Hashable, Sendable {
    /// The index of the pool.
    public let pool: Int
    public let text: String
    /// Nil: set nowhere, so it is PHP's default.
    public let location: SourceLocation?
  }

  public let aspect: Aspect
  /// Critical: sessions that one web server writes are not found or not understood by another one. Warning: they are lost
  /// or old in a foreseeable case. Info: no session suffers.
  public let severity: Diagnostic.Severity
  public let message: String
  /// What PHP does with it.
  public let effect: String
  public let cure: String
  /// One for each pool, in their order.
  public let values: [Value]
}
