import FoundationEssentials
import LocalPool
import Logging
import MemcacheClient
import PHPConfiguration
import Placement

@testable import Commands
@testable import Operations

/// Real servers under fixed names of a pool, whose state the checks keep in a folder of its own.
struct CheckedServers: Sendable {
  let servers: [LocalMemcached]
  let folder: String
  let handler: Handler
  var directives: [String] = []

  static func run(
    _ handler: Handler = .memcache, nodes: Int = 3, arguments: [String] = [], _ directives: [String] = [],
    _ body: @Sendable (CheckedServers) async throws -> Void
  ) async throws {
    try await withMemcacheds(nodes, arguments) { servers in
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      try await body(CheckedServers(servers: servers, folder: folder.path, handler: handler, directives: directives))
    }
  }

  /// Other servers behind the same names.
  func with(_ servers: [LocalMemcached]) -> CheckedServers {
    CheckedServers(servers: servers, folder: folder, handler: handler, directives: directives)
  }

  var names: [String] { servers.indices.map { "10.0.0.\($0 + 1):11211" } }

  private var options: [String] {
    let release = handler == .memcache ? "8.0" : "3.2.0"
    let path = names.map { handler == .memcache ? "tcp://\($0)" : $0 }.joined(separator: ",")
    return ["--handler", handler.rawValue, "--save-path", path, "--extension-release", release]
      + directives.flatMap { ["-d", $0] } + zip(names, servers).flatMap { ["--map", "\($0)=\($1.name)"] }
  }

  /// What the checks say; those of a server's age are left out, since all of them are new, and a busy machine may answer
  /// late.
  func check(_ words: [String] = [], status: Int32? = nil) async throws -> PluginOutput {
    let patience = ["--warning", "round_trip=60000", "--critical", "round_trip=60000"]
    let run = await raw(["--ignore", "last_restart"] + patience + words)
    if let status, run.status != status { throw Unexpected(text: "\(run.status): \(run.output)\(run.errors)") }
    return try PluginOutput(run.output)
  }

  struct Unexpected: Error { var text: String }

  func raw(_ words: [String]) async -> CommandRun {
    await CommandRun(
      ["check"] + (words.contains("--deadline") ? [] : ["--deadline", "60s"]) + options + words,
      environment: ["XDG_STATE_HOME": folder])
  }

  func withClient<Value: Sendable>(
    _ server: LocalMemcached, _ work: (any NodeClient) async throws -> Value
  ) async throws -> Value {
    let client = try await SocketDialer(timeout: .seconds(30), logger: Logger(label: "test")).connect(
      to: server.address)
    defer { client.close() }
    return try await work(client)
  }

  func stats(_ server: LocalMemcached) async throws -> StatTable {
    try await withClient(server) { StatTable(try await $0.stats(nil)) }
  }

  /// The pool as commands load it.
  func pool() throws -> Pool {
    var configuration = Configuration()
    let own = [
      "session.save_path=\(names.map { handler == .memcache ? "tcp://\($0)" : $0 }.joined(separator: ","))",
      "mcpool.extension_release=\(handler == .memcache ? "8.0" : "3.2.0")",
    ]
    for directive in own + directives {
      let parts = directive.split(separator: "=", maxSplits: 1).map(String.init)
      configuration.set(parts[0], to: Array(parts[1].utf8), from: "test")
    }
    return try Pool(configuration: configuration, handler: handler)
  }

  /// Writes a session as PHP has it, a value for each of its copies; nil: that one is left out.
  func store(_ id: String, _ values: [String?], ttl: Duration = .seconds(1000)) async throws {
    let placement = try pool().placement
    let bytes = Array(id.utf8)
    var places = Candidates()
    placement.place(bytes.span, into: &places)
    for (place, value) in zip(places.indices, values) {
      guard let value else { continue }
      try await withClient(servers[place]) { client in
        try await client.set(placement.itemKey(for: bytes.span).bytes, flags: 0, ttl: ttl, value: Array(value.utf8))
      }
    }
  }
}
