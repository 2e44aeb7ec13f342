public import MemcacheClient
public import Placement

/// A node by its name in the ring, and where it is reached.
public struct LiveNode: Hashable, Sendable {
  public let name: String
  public let address: ServerAddress
  /// The name that its certificate must have where TLS is spoken: its host in the ring, also behind a tunnel. Nil: the
  /// address's own.
  public let certifiedHost: String?

  public init(name: String, address: ServerAddress, certifiedHost: String? = nil) {
    self.name = name
    self.address = address
    self.certifiedHost = certifiedHost
  }

  /// - Parameter address: where it is reached, unless that is its own name.
  public init(_ node: Node, at address: ServerAddress? = nil) {
    name = node.name
    switch node.transport {
    case .tcp:
      let own = ServerAddress(host: node.host, port: node.port)
      self.address = address ?? own
      certifiedHost = if case .tcp(let host, _) = own { host } else { nil }
    case .unix:
      self.address = address ?? ServerAddress(node.host) ?? .unix(path: node.host)
      certifiedHost = nil
    }
  }
}
