import Glibc
import MemcacheClient

extension ServerAddress {
  /// Whether somebody takes connections there now: a unix socket, or a port of this machine in numbers.
  var isListening: Bool {
    switch self {
    case .unix(let path):
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
      return Self.accepts(address, AF_UNIX)
    case .tcp(let host, let port):
      if host.contains(":") {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        return inet_pton(AF_INET6, host, &address.sin6_addr) == 1 && Self.accepts(address, AF_INET6)
      }
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      return inet_pton(AF_INET, host, &address.sin_addr) == 1 && Self.accepts(address, AF_INET)
    }
  }

  private static func accepts(_ address: some Any, _ family: Int32) -> Bool {
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    return withUnsafeBytes(of: address) { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) { connect(descriptor, $0.baseAddress, socklen_t(bytes.count)) == 0 }
    }
  }
}
