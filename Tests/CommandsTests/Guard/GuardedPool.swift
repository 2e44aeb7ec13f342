import Glibc
import LocalPool
import Logging
import MemcacheClient
import MemcacheProtocol
import PHPConfiguration
import Placement
import Synchronization

@testable import Operations

/// Real servers under fixed names of a pool, and a folder in which its guards remember. The sessions are played.
struct GuardedPool: Sendable {
  var servers: [LocalMemcached]
  let folder: String
  let handler: Handler
  let release: String
  let directives: [String: String]

  /// - Parameter directives: over those of a pool with two copies.
  static func run(
    _ handler: Handler = .memcache, _ release: String? = nil, nodes: Int = 3, arguments: [String] = [],
    directives: [String: String] = [:], _ body: @Sendable (GuardedPool) async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try await withMemcacheds(nodes, arguments) { servers in
      try await body(
        GuardedPool(
          servers: servers, folder: folder.path, handler: handler,
          release: release ?? (handler == .memcache ? "8.0" : "3.2.0"), directives: directives))
    }
  }

  var names: [String] { servers.indices.map { "10.0.0.\($0 + 1):11211" } }
  var environment: [String: String] { ["XDG_STATE_HOME": folder] }
  var log: AuditLog { AuditLog(environment: environment) }

  /// Another server behind a name.
  func with(_ server: LocalMemcached, at index: Int) -> GuardedPool {
    var changed = self
    changed.servers[index] = server
    return changed
  }

  func pool(timeout: Duration = .seconds(30), addresses: [ServerAddress]? = nil) throws -> SessionPool {
    var configuration = Configuration()
    let path = names.map { handler == .memcache ? "tcp://\($0)" : $0 }.joined(separator: ",")
    let own = [
      "session.save_path": path, "memcache.session_redundancy": "2", "memcached.sess_number_of_replicas": "1",
    ]
    for (name, value) in own.merging(directives, uniquingKeysWith: { $1 }) {
      configuration.set(name, to: Array(value.utf8), from: "test")
    }
    let addresses = addresses ?? servers.map(\.address)
    return SessionPool(
      live: LivePool(
        nodes: zip(names, addresses).map { LiveNode(name: $0, address: $1) },
        dialer: SocketDialer(timeout: timeout, logger: Logger(label: "test"))),
      php: try Pool(
        configuration: configuration, handler: handler, release: Release(value: release, provenance: .stated)),
      configuration: configuration, source: "test")
  }

  /// - Parameter folder: where it remembers; nil: where the others of this pool do, so that it goes on for one of them.
  func watcher(
    acts: Bool = true, in folder: String? = nil, log: AuditLog? = nil, timeout: Duration = .seconds(30),
    addresses: [ServerAddress]? = nil
  ) throws -> PoolGuard {
    let pool = try pool(timeout: timeout, addresses: addresses)
    let files = GuardFiles(environment: ["XDG_STATE_HOME": folder ?? self.folder], pool: pool)
    return PoolGuard(pool, name: "shop", acts: acts, hold: try GuardHold(files), log: log ?? self.log)
  }

  /// Ids of sessions that PHP has on these nodes, in this order.
  func ids(_ count: Int, on places: [Int]) throws -> [String] {
    let pool = try pool()
    var ids: [String] = []
    var number = 1000
    while ids.count < count {
      let id = "abcdefghijklmnopqrstuv\(number)"
      if pool.places(of: Array(id.utf8)) == places { ids.append(id) }
      number += 1
    }
    return ids
  }

  func key(_ id: String) throws -> [UInt8] { try SessionKeys(Array(id.utf8), pool().php.placement).item }

  /// As PHP writes it, on some of its nodes.
  func write(_ ids: [String], _ value: String, on nodes: [Int], ttl: Duration = .seconds(1440)) async throws {
    let keys = try ids.map(key)
    for node in nodes {
      try await withClient(node) { client in
        for key in keys { try await client.set(key, flags: 0, ttl: ttl, value: Array(value.utf8)) }
      }
    }
  }

  func remove(_ ids: [String], on nodes: [Int]) async throws {
    let keys = try ids.map(key)
    for node in nodes {
      try await withClient(node) { client in for key in keys { _ = try await client.delete(key) } }
    }
  }

  /// What a node has of these sessions.
  func values(_ ids: [String], on node: Int) async throws -> [String?] {
    let keys = try ids.map(key)
    return try await withClient(node) { client in
      try await client.items(keys, [.value]).map { $0?.value.map { String(decoding: $0, as: UTF8.self) } }
    }
  }

  func withClient<Value: Sendable>(_ node: Int, _ work: (any NodeClient) async throws -> Value) async throws -> Value {
    let client = try await SocketDialer(timeout: .seconds(30), logger: Logger(label: "test")).connect(
      to: servers[node].address)
    defer { client.close() }
    return try await work(client)
  }

  /// What the server counts.
  func count(_ name: String, on node: Int) async throws -> Int {
    try await withClient(node) { Int(StatTable(try await $0.stats(nil)).number(name) ?? -1) }
  }

  /// The lines of the audit log.
  var audited: [String] {
    guard let file = fopen(log.path, "r") else { return [] }
    defer { fclose(file) }
    var lines: [String] = []
    var line: UnsafeMutablePointer<CChar>?
    var size = 0
    while getline(&line, &size, file) > 0 { if let line { lines.append(String(cString: line)) } }
    free(line)
    return lines
  }
}

/// Events as they come.
final class EventsSeen: Sendable {
  private let events = Mutex<[GuardEvent]>([])

  var report: PoolGuard.Report { { event in self.events.withLock { $0.append(event) } } }
  var all: [GuardEvent] { events.withLock { $0 } }
}

extension PoolGuard {
  /// One round and what it said. All nodes are looked at. A guard that has just begun plays another one: marks of an outage
  /// are of two rounds.
  mutating func look(closely: Bool = true) async -> [GuardEvent] {
    let seen = EventsSeen()
    await round(closely: closely, seen.report)
    if state.nodes.values.allSatisfy({ $0.beats.count == 1 }) { await round(closely: true, seen.report) }
    return seen.all
  }

  /// It could not reach a node since its last round.
  mutating func loses(_ index: Int) {
    let node = pool.live.nodes[index].name
    _ = state.nodes[node]?.life.failed(.refused, at: Self.now)
    state.beginOutage(of: node)
  }

  func state(of index: Int) -> NodeLife.State? { state.nodes[pool.live.nodes[index].name]?.life.state }
}

extension [GuardEvent] {
  var kinds: [GuardEvent.Kind] { map(\.event) }
  /// Of one kind, those that did something.
  var acts: [RecoverPlan.Action] { flatMap(\.actions) }
}
