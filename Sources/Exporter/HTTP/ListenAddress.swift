/// Where the exporter is reached.
public enum ListenAddress: Hashable, Sendable {
  /// A name or an address in numbers, without brackets. Port 0: one that the system picks.
  case tcp(host: String, port: UInt16)
  case unix(path: String)

  /// Reads `HOST:PORT`, `[::1]:PORT` and `unix:/PATH`; nil for anything else.
  public init?(_ text: String) {
    if text.hasPrefix("unix:/") {
      self = .unix(path: String(text.dropFirst(5)))
      return
    }
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[colon...].dropFirst()) else { return nil }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    guard !host.isEmpty else { return nil }
    self = .tcp(host: String(host), port: port)
  }
}

extension ListenAddress: CustomStringConvertible {
  /// As it is read.
  public var description: String {
    switch self {
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path): "unix:\(path)"
    }
  }
}

/// Why nobody can listen there.
public struct ListenFailure: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    case inUse
    case forbidden
    /// The system's words.
    case other(String)
  }

  public let address: ListenAddress
  public let reason: Reason
}
