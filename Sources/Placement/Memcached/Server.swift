extension Memcached {
  /// A node with its host as libmemcached keeps it, byte for byte: that is what goes into the ring.
  public struct Server: Hashable, Sendable {
    public let node: Node
    let host: [UInt8]

    /// A node whose host is what its text says.
    public init(_ node: Node) {
      self.node = node
      host = Array(node.host.utf8)
    }

    /// - Parameter port: 0 for a socket, unless addServer made it 11211.
    init(host: [UInt8], port: UInt16, weight: Int) {
      let text = Self.text(of: host)
      node = Node(
        name: "\(text):\(port)", host: text, port: port,
        transport: port == 0 || host.first == UInt8(ascii: "/") ? .unix : .tcp, weight: weight)
      self.host = host
    }

    /// The host as text. One that is no UTF-8 gets `%` and two hexadecimal digits for each byte outside ASCII and for `%`,
    /// so that hosts which differ have names that differ.
    private static func text(of host: [UInt8]) -> String {
      if let text = String(validating: host, as: UTF8.self) { return text }
      return host.map { byte in
        byte < 0x80 && byte != UInt8(ascii: "%")
          ? String(UnicodeScalar(byte)) : (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }.joined()
    }
  }
}
