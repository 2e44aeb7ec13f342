public import MemcacheClient
public import Placement

/// A node by its name in the ring, and where it is reached.
public struct LiveNode: Hashable, Sendable {
  public let name: String
  public let address: ServerAddress
  /// The name that its certificate must have where TLS is spoken: its host in the ring, also behind a tunnel. Nil: the
  /// address's own.
  public let certifiedHost: String?
  /// It is reached elsewhere than where its name says.
  public let isElsewhere: Bool

  public init(name: String, address: ServerAddress) {
    self.init(name: name, address: address, certifiedHost: nil, isElsewhere: false)
  }

  private init(name: String, address: ServerAddress, certifiedHost: String?, isElsewhere: Bool) {
    self.name = name
    self.address = address
    self.certifiedHost = certifiedHost
    self.isElsewhere = isElsewhere
  }

  /// A node where its name says.
  public init(_ node: Node) {
    let address =
      switch node.transport {
      case .tcp: ServerAddress(host: node.host, port: node.port)
      case .unix: ServerAddress(node.host) ?? .unix(path: node.host)
      }
    self.init(name: node.name, address: address)
  }

  /// The same node behind a tunnel or in a container.
  public func reached(at elsewhere: ServerAddress) -> LiveNode {
    let own = if case .tcp(let host, _) = address { host } else { nil as String? }
    return LiveNode(name: name, address: elsewhere, certifiedHost: own, isElsewhere: true)
  }
}
