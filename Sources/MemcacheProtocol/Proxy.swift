/// What stands in front of memcacheds and speaks their language: where it puts a key is its own business.
public enum Proxy: Hashable, Sendable {
  /// It answers reads, but closes the connection on `stats`, as twemproxy does.
  case withoutStats
  /// It calls itself mcrouter: `mcrouter 1.0`, `1.0.0 mcrouter`.
  case mcrouter(String)
  /// memcached's own proxy mode.
  case memcached

  /// Nil when the version is that of a server, as far as it says.
  public init?(version: String) {
    guard version.contains("mcrouter") else { return nil }
    self = .mcrouter(version.utf8.printable())
  }

  /// What an answer to `stats`, general or settings, shows; nil when it is that of a server.
  public init?(stats: [Stat]) {
    for stat in stats {
      switch stat.name {
      case "version":
        guard let proxy = Proxy(version: stat.value) else { continue }
        self = proxy
        return
      case "proxy_conn_requests":
        self = .memcached
        return
      case "proxy_enabled" where stat.value == "yes":
        self = .memcached
        return
      default: continue
      }
    }
    return nil
  }
}
