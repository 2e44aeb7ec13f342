extension Memcached {
  /// The unweighted ring of libmemcached (`update_continuum` of hosts.cc without the weighted flag), which sessions use by
  /// default since php-memcached 3.0: 100 points a node, each the key hash of a text that names the node. Weights play
  /// no part.
  struct KetamaRing {
    static let pointsPerNode = 100

    let servers: [Server]
    let hash: KeyHash
    let naming: RingNaming

    /// The points of the nodes at these indices.
    func points(of live: [Int]) -> [Continuum.Point] {
      live.flatMap { index in
        (0..<Self.pointsPerNode).map { number in
          let text = naming.text(of: servers[index], number: number)
          return Continuum.Point(value: hash.hash(text.span), node: index)
        }
      }
    }
  }

  /// The texts that are hashed to get a node's points.
  enum RingNaming: Sendable {
    /// `host-number` for port 11211, else `host:port-number`.
    case libmemcached
    /// `/host:port-number`, as the Java client spymemcached has it.
    case spy

    func text(of server: Server, number: Int) -> [UInt8] {
      let port = server.node.port
      let tail = self == .libmemcached && port == defaultPort ? "-\(number)" : ":\(port)-\(number)"
      return (self == .spy ? [UInt8(ascii: "/")] : []) + server.host + tail.utf8
    }
  }

  static let defaultPort: UInt16 = 11211
}
