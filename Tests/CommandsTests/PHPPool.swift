import FoundationEssentials
import LocalPool
import Logging
import MemcacheClient
import MemcacheProtocol
import Testing

@testable import Commands

/// Three memcacheds in a php.ini that real PHP and mcpool both read.
struct PHPPool: Sendable {
  let servers: [LocalMemcached]
  let folder: String

  var ini: String { folder + "/php.ini" }

  /// What the script printed.
  func php(_ script: String, _ arguments: [String]) async throws -> String {
    try script.write(toFile: folder + "/script.php", atomically: false, encoding: .utf8)
    let run = try await LocalPHP.run(script: folder + "/script.php", ini: ini, arguments)
    #expect(run.succeeded && run.errors.isEmpty, "\(run.errors)\(run.output)")
    return run.output
  }

  /// `session show` of this pool.
  func run(_ words: [String], input: [UInt8] = []) async throws -> CommandRun {
    await CommandRun(["session", "show", "-q", "--ini", ini] + words, input: input)
  }

  /// The one session that it shows.
  func show(_ words: [String], status: Int32 = 0) async throws -> ShownDocument {
    let run = try await run(words + ["-o", "jsonl"])
    #expect(run.status == status, "\(run.errors)")
    return try JSONDecoder().decode(ShownDocument.self, from: Data(run.output.utf8))
  }

  func store(
    _ items: [(key: [UInt8], value: [UInt8])], on server: LocalMemcached, ttl: Duration = .seconds(1000)
  ) async throws {
    try await dialer.withClient(server.address) { client throws(NodeFailure) in
      for item in items { try await client.set(item.key, flags: 0, ttl: ttl, value: item.value) }
    }
  }

  func delete(_ key: [UInt8], on server: LocalMemcached) async throws {
    let was = try await dialer.withClient(server.address) { client throws(NodeFailure) in try await client.delete(key) }
    #expect(was)
  }

  func items(_ keys: [[UInt8]], on server: LocalMemcached) async throws -> [StoredItem?] {
    try await dialer.withClient(server.address) { client throws(NodeFailure) in try await client.items(keys, []) }
  }

  func stop(_ node: String) async throws {
    try await servers.first { $0.name == node }?.stopAndWait()
  }

  private var dialer: SocketDialer { SocketDialer(timeout: .seconds(30), logger: Logger(label: "test")) }
}

/// A pool of an extension with two copies of each session.
func withPHPPool(
  _ handler: String, _ directives: [String] = [], _ body: @Sendable (PHPPool) async throws -> Void
) async throws {
  try await withMemcacheds(3) { servers in
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let scheme = handler == "memcache" ? "tcp://" : ""
    try """
    session.save_handler = \(handler)
    session.save_path = "\(servers.map { scheme + $0.name }.joined(separator: ","))"
    session.use_cookies = 0
    session.cache_limiter = ""
    serialize_precision = -1
    memcached.sess_number_of_replicas = 1
    mcpool.extension_release = \(handler == "memcache" ? "8.0" : "3.2.0")
    \(directives.joined(separator: "\n"))
    """.write(toFile: folder.path + "/php.ini", atomically: false, encoding: .utf8)
    try await body(PHPPool(servers: servers, folder: folder.path))
  }
}

/// One element of what `session show` prints.
struct ShownDocument: Decodable {
  struct Copy: Decodable {
    var node: String
    var state: String
    var role: String?
    var present: Bool?
    var newest: Bool?
  }
  struct Lock: Decodable {
    var state: String
    var age: Int?
    var node: String?
  }
  struct Content: Decodable {
    struct Fault: Decodable {
      var byte: Int?
      var found: Int?
      var summary: String
    }
    var form: String
    var compression: String?
    var node: String
    var fault: Fault?
  }
  var id: String
  var keyEncoding: String?
  var copies: [Copy]
  var agree: Bool?
  var newestReason: String?
  var lock: Lock
  var readByPHP: String?
  var sessionStart: String
  var content: Content?
  var data: JSONValue?

  enum CodingKeys: String, CodingKey {
    case id, copies, agree, lock, content, data
    case keyEncoding = "key_encoding"
    case newestReason = "newest_reason"
    case readByPHP = "read_by_php"
    case sessionStart = "session_start"
  }
}

/// Any JSON, to compare what two programs made of the same data.
enum JSONValue: Decodable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case list([JSONValue])
  case object([String: JSONValue])

  init(_ text: String) throws { self = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) }

  static func lines(_ text: String) throws -> [JSONValue] {
    try text.split(separator: "\n").map { try JSONValue(String($0)) }
  }

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .string(text)
    } else if let list = try? value.decode([JSONValue].self) {
      self = .list(list)
    } else {
      self = .object(try value.decode([String: JSONValue].self))
    }
  }

  subscript(name: String) -> JSONValue? {
    if case .object(let values) = self { values[name] } else { nil }
  }
}
