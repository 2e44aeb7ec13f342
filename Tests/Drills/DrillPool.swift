import FoundationEssentials
import LocalPool
import Logging
import MemcacheClient
import MemcacheProtocol
import PHPConfiguration
import Placement

/// The pool of a drill, as PHP and mcpool read it: the first node is the one that breaks.
struct DrillPool: Sendable {
  let ini: String
  let ids: [String]
  var sessions: [[UInt8]] { ids.map { Array($0.utf8) } }
  var php: [String] { ["php", "-c", ini] }
  private let pool: Pool

  init(_ drill: Drill, _ names: [String], in folder: String) throws {
    ini = folder + "/php.ini"
    ids = (0..<drill.sessions).map { _ in Self.newID() }
    let scheme = drill.handler == .memcache ? "tcp://" : ""
    let directives =
      [
        "session.save_handler": drill.handler.rawValue,
        "session.save_path": names.map { scheme + $0 }.joined(separator: ","),
        "session.use_cookies": "0", "session.cache_limiter": "", "session.gc_probability": "0",
        // Of a web server's PHP: no page that began before the return ends later than this after it.
        "max_execution_time": "2",
      ].merging(
        drill.handler == .memcache
          ? [
            "mcpool.extension_release": "8.0", "memcache.session_redundancy": "\(drill.copies)",
            "memcache.lock_timeout": "5",
          ]
          : [
            "mcpool.extension_release": "3.2.0", "memcached.sess_number_of_replicas": "\(drill.copies - 1)",
            "memcached.sess_lock_expire": "5",
          ]
      ) { $1 }
    try directives.map { "\($0) = \"\($1)\"" }.joined(separator: "\n")
      .write(toFile: ini, atomically: false, encoding: .utf8)
    var configuration = Configuration()
    for (name, value) in directives { configuration.set(name, to: Array(value.utf8), from: "drill") }
    pool = try Pool(configuration: configuration, handler: drill.handler)
  }

  /// As PHP makes them.
  private static func newID() -> String {
    let digits = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 16) }
    return digits.map { String(repeating: "0", count: 16 - $0.count) + $0 }.joined()
  }

  /// For each session whether the node that breaks is the first that PHP asks.
  func ownedByFirst() -> [Bool] {
    ids.map { id in
      let bytes = Array(id.utf8)
      var places = Candidates()
      pool.placement.place(bytes.span, into: &places)
      return places.indices.first == 0
    }
  }

  /// For each session the version that a server holds; 0: none.
  func versions(on server: LocalMemcached) async throws -> [Int] {
    let keys = ids.map { id in
      let bytes = Array(id.utf8)
      return pool.placement.itemKey(for: bytes.span).bytes
    }
    let client = try await SocketDialer(timeout: .seconds(30), logger: Logger(label: "drill")).connect(
      to: server.address)
    defer { client.close() }
    return try await client.items(keys, [.value]).map { Self.version(in: $0?.value ?? []) }
  }

  /// Of PHP's own serializer.
  private static func version(in value: [UInt8]) -> Int {
    let text = String(decoding: value, as: UTF8.self)
    guard let mark = text.firstRange(of: "version|i:") else { return 0 }
    return Int(text[mark.upperBound...].prefix { $0.isNumber }) ?? 0
  }
}
