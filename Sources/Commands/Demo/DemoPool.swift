import FoundationEssentials
import LocalPool
import MemcacheClient
import Operations
import PHPConfiguration
import Placement

/// Three real memcacheds with a php.ini for them and sessions where PHP would put them.
struct DemoPool: Sendable {
  let servers: [LocalMemcached]
  let folder: TemporaryFolder
  var iniPath: String { folder.path + "/php.ini" }

  static let lifetime = 1440

  /// Runs `body` with such a pool, and removes all of it afterwards. `keep`: the servers and the folder stay.
  static func run<Value: Sendable>(
    keep: Bool, _ body: @escaping @Sendable (DemoPool) async throws -> Value
  ) async throws -> Value {
    let folder = try TemporaryFolder()
    if keep {
      var servers: [LocalMemcached] = []
      do {
        for _ in 0..<3 { servers.append(try await LocalMemcached.startDetached(in: folder.path)) }
        return try await body(try DemoPool(servers: servers, folder: folder))
      } catch {
        for server in servers { server.stop() }
        folder.remove()
        throw error
      }
    }
    defer { folder.remove() }
    return try await withMemcacheds(3) { servers in try await body(try DemoPool(servers: servers, folder: folder)) }
  }

  private init(servers: [LocalMemcached], folder: TemporaryFolder) throws {
    self.servers = servers
    self.folder = folder
    try ini.write(toFile: iniPath, atomically: false, encoding: .utf8)
  }

  private var ini: String {
    """
    ; Made by mcpool demo: what a web server's php.ini would say.
    session.save_handler = memcache
    session.save_path = "\(servers.map { "tcp://\($0.name)" }.joined(separator: ", "))"
    session.gc_maxlifetime = \(Self.lifetime)
    session.sid_length = 26
    session.sid_bits_per_character = 5
    memcache.hash_strategy = consistent
    memcache.session_redundancy = 2

    [mcpool]
    mcpool.extension_release = 8.2

    """
  }

  /// Stores sessions with their free locks on all their nodes, as a page view of pecl/memcache leaves them.
  func fill(_ sessions: [SampleSession], pool: Pool, live: LivePool) async throws {
    let placement = pool.placement
    var batches = [[SampleSession]](repeating: [], count: live.nodes.count)
    var candidates = Candidates()
    for session in sessions {
      candidates.removeAll()
      placement.place(session.id.span, into: &candidates)
      for position in 0..<candidates.count { batches[candidates[position]].append(session) }
    }
    let perNode = Dictionary(uniqueKeysWithValues: zip(live.nodes, batches))
    let answers = await live.ask { node, client throws(NodeFailure) in
      for session in perNode[node] ?? [] {
        try await client.set(
          placement.itemKey(for: session.id.span).bytes, flags: 0, ttl: .seconds(Self.lifetime), value: session.data)
        try await client.set(
          placement.lockKey(for: session.id.span).bytes, flags: 768, ttl: .seconds(15), value: Array("0".utf8))
      }
    }
    try Task.checkCancellation()
    if let failure = answers.compactMap(\.failure).first {
      throw Failure(.noNode, "\(failure.node): \(failure.reason)", remedy: failure.remedy)
    }
  }
}
