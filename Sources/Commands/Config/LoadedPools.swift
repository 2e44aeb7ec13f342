import Advice
import MemcacheClient
import Operations
import PHPConfiguration
import Placement
import Presentation

/// The pools of a command that compares several, in the order given.
struct LoadedPools: Sendable {
  let pools: [ComparedPool]
  private let loaded: [LoadedConfiguration]
  /// Of each pool its nodes, where they are reached.
  private let nodes: [[LiveNode]]
  private let access: AccessOptions

  /// Remarks on the pools go to standard error, once for all that they are about.
  init(
    _ names: [String], _ options: PoolOptions, _ output: OutputOptions, _ surroundings: Surroundings
  ) async throws {
    var (loaded, made): ([LoadedConfiguration], [Pool]) = ([], [])
    for name in names {
      var own = options
      own.pool = []
      own = try PoolArgument(name).options(own, environment: surroundings.environment)
      let configuration = try await own.load(surroundings)
      loaded.append(configuration)
      do throws(PoolError) { made.append(try configuration.pool()) } catch {
        var failure = Failure(error)
        if error.location == nil { failure.summary = "\(name): \(failure.summary)" }
        throw failure
      }
    }
    if !output.quiet { Self.tell(names, loaded, made, surroundings) }
    let maps = try loaded.map { loaded throws(Failure) in
      try AddressMap(options.access, OwnKeys(configuration: loaded.configuration))
    }
    let known = made.map { NodeNames($0.nodes.map(\.name)) }
    if let first = maps.first { try first.requireNames(in: known) }
    let addresses = zip(maps, known).map { $0.addresses(amongSeveral: $1) }
    pools = names.indices.map { index in
      ComparedPool(
        name: names[index], pool: made[index], configuration: loaded[index].configuration,
        addresses: addresses[index].mapValues { ServerIdentity($0) })
    }
    nodes = zip(made, addresses).map { pool, addresses in
      pool.nodes.enumerated().map { index, node in
        addresses[index].map { LiveNode(node).reached(at: $0) } ?? LiveNode(node)
      }
    }
    self.loaded = loaded
    access = options.access
  }

  private static func tell(
    _ names: [String], _ loaded: [LoadedConfiguration], _ pools: [Pool], _ surroundings: Surroundings
  ) {
    var said: Set<String> = []
    for (index, pool) in pools.enumerated() {
      let remarks = loaded[index].configuration.diagnostics + loaded[index].unknownKeys + pool.diagnostics
      for remark in remarks where remark.severity > .info {
        let place = remark.location.line == 0 ? "\(names[index]): " : "\(remark.location): "
        let line = "\(place)\(remark.message) (\(remark.code); mcpool config show has more)"
        if said.insert(line).inserted { surroundings.tell(line) }
      }
    }
    for (handler, release) in [(Handler.memcache, "8.2"), (.memcached, "3.3.0")] {
      let assumed = names.indices.filter {
        pools[$0].handler == handler && pools[$0].release.provenance == .assumed
      }
      guard let first = assumed.first else { continue }
      let others = assumed.count > 1 ? " and \(assumed.count - 1) more" : ""
      surroundings.tell(
        "the release of the \(handler.rawValue) extension is assumed to be \(release) in \(names[first])\(others); where "
          + "sessions are depends on it: --extension-release, or mcpool.extension_release in the file (MC301)")
    }
  }

  /// Counts the sessions on the nodes of all pools; they are reached as the first pool says.
  func moves(
    _ comparison: PoolComparison, _ output: OutputOptions, _ surroundings: Surroundings
  ) async throws -> LiveMoves {
    let dialer = try await access.dialer(loaded[0].configuration, output, surroundings)
    var seen: Set<Int> = []
    var union: [LiveNode] = []
    for (places, nodes) in zip(comparison.servers.places, nodes) {
      for (server, node) in zip(places, nodes) where seen.insert(server).inserted { union.append(node) }
    }
    let pool = SessionPool(
      live: LivePool(nodes: union, dialer: dialer), php: comparison.pools[0].pool,
      configuration: loaded[0].configuration, source: loaded[0].source)
    do {
      return try await pool.moves(comparison, scratch: ScratchFolder(environment: surroundings.environment))
    } catch let failure as ScratchFailure {
      throw Failure(failure)
    }
  }
}

extension ServerIdentity {
  init(_ address: ServerAddress) {
    switch address {
    case .tcp(let host, let port): self.init(host: host, port: port)
    case .unix(let path): self.init(path: path)
    }
  }
}
