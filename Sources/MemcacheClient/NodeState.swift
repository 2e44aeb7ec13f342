/// How a node answered, in the words that reports and monitoring use.
public enum NodeState: String, Hashable, Sendable, Codable {
  case up
  /// Nothing listens.
  case refused
  /// No connection within the limit.
  case timeout
  /// Connected, but no reply, or half a reply.
  case mute
  /// It closed the connection instead of answering.
  case reset
  /// It expects TLS.
  case tls
  case authRequired = "auth_required"
  case authFailed = "auth_failed"
  /// It is at its connection limit.
  case full
  case notMemcached = "not_memcached"
  /// Its name has no address.
  case unresolved
}
