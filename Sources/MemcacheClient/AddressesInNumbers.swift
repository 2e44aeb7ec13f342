import NIOCore

/// The addresses of a host in numbers, as `inet_ntop` writes them; an IPv4 address within IPv6 as IPv4. At least one.
public func addressesInNumbers(of host: String, within timeout: Duration) async throws(NodeFailure) -> [String] {
  let found: [SocketAddress]
  if let address = addressInNumbers(host, port: ServerAddress.usualPort) {
    found = [address]
  } else {
    found = try await withDeadline(timeout) { () async throws(NodeFailure) in
      try await addresses(of: host, port: ServerAddress.usualPort, node: host)
    }
  }
  return found.compactMap { address in
    address.ipAddress.map { $0.hasPrefix("::ffff:") && $0.contains(".") ? String($0.dropFirst(7)) : $0 }
  }
}
