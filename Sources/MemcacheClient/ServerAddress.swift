/// Where one memcached is reached.
public enum ServerAddress: Hashable, Sendable {
  /// A host name or an IPv4 address, as the user wrote it.
  case tcp(host: String, port: UInt16)
}

extension ServerAddress: CustomStringConvertible {
  /// `HOST:PORT`.
  public var description: String {
    switch self {
    case .tcp(let host, let port): "\(host):\(port)"
    }
  }
}
