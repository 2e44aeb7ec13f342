import FoundationEssentials
import MemcacheClient
import MemcacheProtocol
import PHPConfiguration
import Placement

@testable import Operations

/// A healthy pool of two nodes as a value, of which tests change what they are about.
enum SightOfPool {
  static let second = 1_795_300_000
  static let now = Date(timeIntervalSince1970: Double(second) + 1)

  static func pool(
    _ handler: Handler = .memcache, _ directives: [String: String] = [:]
  ) throws -> (php: Pool, configuration: Configuration) {
    var configuration = Configuration()
    let own = ["mcpool.extension_release": handler == .memcache ? "8.0" : "3.2.0", "session.gc_maxlifetime": "1000"]
    let path = handler == .memcache ? "tcp://a:11211,tcp://b:11211" : "a:11211,b:11211"
    let all = own.merging(["session.save_path": path, "memcache.session_redundancy": "2"]) { $1 }
    for (name, value) in all.merging(directives, uniquingKeysWith: { $1 }) {
      configuration.set(name, to: Array(value.utf8), from: "test")
    }
    return (try Pool(configuration: configuration, handler: handler), configuration)
  }

  static func healthy(_ handler: Handler = .memcache, _ directives: [String: String] = [:]) throws -> Sight {
    Sight(
      pool: "shop", php: try pool(handler, directives).php, findings: [], nodes: [node("a:11211"), node("b:11211")],
      now: now)
  }

  static func node(_ name: String, _ fields: [String: String] = [:], failure: NodeFailure.Cause? = nil) -> Sight.Node {
    var node = Sight.Node(name: name, share: 0.5, weight: 1)
    node.sample = sample(name, fields, failure: failure)
    node.counts = node.sample.flatMap { NodeCounts($0, past: nil, now: now) }
    node.past = node.counts
    node.past?.uptime -= 60
    return node
  }

  /// - Parameter fields: over those of a healthy node; of `stats settings` and `stats items` too, nil where it has none.
  static func sample(
    _ name: String, _ fields: [String: String] = [:], failure: NodeFailure.Cause? = nil,
    trip: Duration = .microseconds(80)
  ) -> Survey.Sample {
    guard failure == nil else {
      return Survey.Sample(
        node: name, failure: failure.map { NodeFailure(node: name, $0) }, roundTrip: nil, general: StatTable([]),
        settings: StatTable([]), detail: StatTable([]), groups: [:], life: nil, sameServer: nil, taken: .now)
    }
    let general = table(
      [
        "pid": "7", "time": "\(second)", "uptime": "100002", "version": "1.6.18", "bytes": "100",
        "limit_maxbytes": "1000",
        "curr_connections": "10", "max_connections": "1024", "reserved_fds": "20", "evictions": "0",
        "rejected_connections": "0", "listen_disabled_num": "0", "store_too_large": "0",
      ], fields)
    let settings = table(
      ["maxbytes": "1000", "maxconns": "1024", "item_size_max": "1000", "oldest": "0", "memory_file": "(null)"], fields)
    let life = ServerClock(stats: general, settings: settings).map { ServerLife($0, asked: now) }
    return Survey.Sample(
      node: name, failure: nil, roundTrip: trip, general: general, settings: settings,
      detail: StatTable(fields.filter { $0.key.hasPrefix("items:") }.map { Stat(name: $0.key, value: $0.value) }),
      groups: [:], life: life, sameServer: nil, taken: .now)
  }

  /// An empty value: it does not tell.
  private static func table(_ usual: [String: String], _ fields: [String: String]) -> StatTable {
    let own = fields.filter { usual[$0.key] != nil }
    let all = usual.merging(own) { $1 }.filter { !$0.value.isEmpty }
    return StatTable(all.sorted { $0.key < $1.key }.map { Stat(name: $0.key, value: $0.value) })
  }
}
