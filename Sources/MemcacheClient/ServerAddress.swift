/// Where one memcached is reached.
public enum ServerAddress: Hashable, Sendable {
  /// A host name, or an address in numbers without brackets.
  case tcp(host: String, port: UInt16)
  /// The path of a unix socket.
  case unix(path: String)

  public static let usualPort: UInt16 = 11211

  /// Reads `HOST`, `HOST:PORT`, `[::1]:PORT`, `/PATH` and `unix:///PATH`, as users write them; nil for anything else.
  public init?(_ text: String) {
    if text.hasPrefix("unix:/") {
      let path = text.dropFirst(5).drop { $0 == "/" }
      guard !path.isEmpty else { return nil }
      self = .unix(path: "/" + path)
    } else if text.hasPrefix("/") {
      self = .unix(path: text)
    } else if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]"), let port = Self.port(text[end...].dropFirst()) else { return nil }
      self.init(host: String(text[...end]), port: port)
    } else {
      let host = text.prefix { $0 != ":" }
      guard !host.isEmpty, let port = Self.port(text[host.endIndex...]) else { return nil }
      self.init(host: String(host), port: port)
    }
  }

  /// A host as a save_path writes it: an IPv6 address may stand in brackets.
  public init(host: String, port: UInt16) {
    let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
    self = .tcp(host: isBracketed ? String(host.dropFirst().dropLast()) : host, port: port)
  }

  /// Nothing, or a colon and a port.
  private static func port(_ rest: Substring) -> UInt16? {
    if rest.isEmpty { return usualPort }
    guard rest.first == ":", let port = UInt16(rest.dropFirst()), port > 0 else { return nil }
    return port
  }
}

extension ServerAddress: CustomStringConvertible {
  /// `HOST:PORT`, `[::1]:PORT`, or the path.
  public var description: String {
    switch self {
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path): path
    }
  }
}
