/// How the nodes of a pool are spoken to, beside their addresses.
public struct Access: Sendable {
  public enum WireProtocol: String, Sendable {
    case text
    /// Deprecated by memcached and poorer: it lists nothing and tells no lifetimes. SASL (`-S`) needs it.
    case binary
  }

  public var wireProtocol: WireProtocol
  /// Nil: plain TCP. Unix sockets are always plain.
  public var tls: ClientTLS?
  /// Sent only to a server that asks for it. In text it is a `set` (`-Y`), which an open server would store.
  public var login: Login?

  public init(wireProtocol: WireProtocol = .text, tls: ClientTLS? = nil, login: Login? = nil) {
    self.wireProtocol = wireProtocol
    self.tls = tls
    self.login = login
  }
}

/// A user with its password; prints as neither.
public struct Login: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
  public let user: [UInt8]
  public let password: [UInt8]

  public init(user: [UInt8], password: [UInt8]) {
    self.user = user
    self.password = password
  }

  public var description: String { "(set)" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
