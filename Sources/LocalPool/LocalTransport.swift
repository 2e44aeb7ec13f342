/// How a memcached started here is reached.
public enum LocalTransport: Sendable {
  case ipv4
  /// On ::1.
  case ipv6
  /// A socket in a folder of its own; TCP is off.
  case unix(mask: String = "0777")
  /// TLS on 127.0.0.1. `clients`: only those come in whose certificate this authority signed.
  case tls(LocalCertificate, clients: LocalAuthority? = nil)

  func arguments(in folder: String) -> [String] {
    switch self {
    case .ipv4: ["-l", "127.0.0.1", "-p", "-1"]
    case .ipv6: ["-l", "::1", "-p", "-1"]
    case .unix(let mask): ["-s", Self.socket(in: folder), "-a", mask]
    case .tls(let certificate, let clients):
      Self.ipv4.arguments(in: folder)
        + ["-Z", "-o", "ssl_chain_cert=\(certificate.path)", "-o", "ssl_key=\(certificate.key)"]
        + (clients.map { ["-o", "ssl_verify_mode=2", "-o", "ssl_ca_cert=\($0.path)"] } ?? [])
    }
  }

  static func socket(in folder: String) -> String { folder + "/socket" }
}
