import MemcacheClient
import PHPConfiguration
import Placement

/// Where a node of a drill stands: the relay of its server, and which of its spellings it has in the configuration.
struct LocalSeat: Hashable, Sendable {
  let address: ServerAddress
  /// One server can be `localhost` to one web server and `127.0.0.1` to another; their rings differ.
  let spelling: Int

  /// The port, or nil for a socket.
  private var port: UInt16? {
    if case .tcp(_, let port) = address { port } else { nil }
  }

  /// The same address in other bytes: `127.0.0.1`, `127.0.00.1`, …; `/run/a`, `//run/a`, …
  private var host: String {
    func more(_ text: String) -> String { String(repeating: text, count: spelling) }
    return switch address {
    case .tcp: "127.0.0\(more("0")).1"
    case .unix(let path): more("/") + path
    }
  }

  /// As php-memcached writes it.
  func entry(_ node: Node) -> String {
    "\(host):\(port ?? 0):\(node.weight)"
  }

  /// As pecl/memcache writes it.
  func url(_ server: Memcache.Server) -> String {
    let place = port.map { "tcp://\(host):\($0)" } ?? "unix://\(host)"
    return "\(place)?weight=\(server.node.weight)&timeout=\(server.timeout)&retry_interval=\(server.retryInterval)"
      + "&persistent=\(server.isPersistent ? 1 : 0)"
  }
}

extension LoadedConfiguration {
  /// The same pool on servers of this machine: addresses change, and with them where sessions are; order, weights and
  /// options stay. Servers here ask for no login.
  func seated(_ seats: [LocalSeat], _ pool: Pool) -> LoadedConfiguration {
    let path =
      switch pool.rules {
      case .memcache(let rules): zip(seats, rules.servers).map { $0.url($1) }.joined(separator: ", ")
      case .memcached: zip(seats, pool.nodes).map { $0.entry($1) }.joined(separator: ",")
      }
    var other = with(savePath: path)
    let logins = ["memcached.sess_sasl_username", "memcached.sess_sasl_password"]
    if logins.contains(where: { !(configuration[$0]?.value ?? []).isEmpty }) {
      for name in logins { other.configuration.set(name, to: [], from: "drill") }
      // What a login brings with it.
      other.configuration.set("memcached.sess_binary_protocol", to: Array("1".utf8), from: "drill")
    }
    return other
  }
}
