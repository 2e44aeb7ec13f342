import LocalPool
import ScriptedServer

extension Scenario {
  /// Servers with features switched off, of other ages, and of other makes.
  static let features: [Scenario] = [
    .memcached("-X (no listing)", ["-X"]),
    .memcached("-o no_lru_crawler", ["-o", "no_lru_crawler"]),
    .memcached("-F (no flush_all)", ["-F"]),
    .memcached("-W (no watch)", ["-W"]),
    .memcached("-C (no CAS)", ["-C"]),
    .memcached("-X, binary protocol", ["-X"], options: ["--protocol", "binary"]),
    .memcached("-F, binary protocol", ["-F"], options: ["--protocol", "binary"]),
    .relay("before 1.6.9 (no listing by hash)", requests: { line, _ in line.unknown("lru_crawler metadump hash") }),
    .relay(
      "before 1.5.19 (no meta commands)",
      requests: { line, _ in line.unknown("mn", "mg ", "lru_crawler metadump hash") }),
    .relay(
      "1.4.31 to 1.5.3 (a listing has no end)",
      requests: { line, _ in line.unknown("mn", "mg ", "lru_crawler metadump hash") },
      replies: { line, previous in line == "END" && previous.hasPrefix("key=") ? nil : line }),
    .relay("before 1.4.31 (no listing)", requests: { line, _ in line.unknown("mn", "mg ", "lru_crawler") }),
    .relay("version UNKNOWN", replies: { line, _ in line.version("UNKNOWN") }),
    .relay(
      "a fork's version",
      replies: { line, _ in line.version("2.0-shop (fork)") }),
    Scenario(name: "a twemproxy") { body in
      try await withMemcached { server in
        try await withTwemproxy(before: [server.address]) { proxy in try await body(Target(node: "\(proxy)")) }
      }
    },
    .relay(
      "an mcrouter", requests: { line, _ in line.unknown("mn", "mg ", "lru_crawler") },
      replies: { line, _ in line.version("37.0.0 mcrouter") }),
  ]
}

extension String {
  /// The line as one that no memcached knows, when it begins like one of these.
  fileprivate func unknown(_ beginnings: String...) -> String {
    beginnings.contains { self == $0 || hasPrefix($0) } ? "unknown" : self
  }

  fileprivate func version(_ text: String) -> String {
    for beginning in ["VERSION ", "STAT version "] where hasPrefix(beginning) { return beginning + text }
    return self
  }
}
