import Advice
import Operations
import PHPConfiguration
import Placement
import Presentation
import Replay

/// Reads the configurations that a timeline's events name.
struct TimelineLoader {
  let pool: PoolOptions
  let output: OutputOptions
  let surroundings: Surroundings

  /// The configuration of the options is in force first; where they name none, that of an `ini:` which is the first event.
  func load(_ words: [EventWord]) async throws -> ConfiguredTimeline {
    var words = words
    var options = pool
    if case .ini(let file) = words.first, !pool.namesPool {
      options.ini = [file]
      words.removeFirst()
    }
    let first = try await options.load(surroundings)
    let firstPool: Pool
    do throws(PoolError) { firstPool = try first.poolWithRemarks(output, surroundings) } catch { throw Failure(error) }
    var configured = ConfiguredTimeline(words: words, options: options, elements: [(first, firstPool)])
    var current = first
    for word in words {
      switch word {
      case .path(let path): current = current.with(savePath: path)
      case .ini(let file): current = try await options.instead(file).load(surroundings)
      default: continue
      }
      do throws(PoolError) { configured.elements.append((current, try current.pool())) } catch { throw Failure(error) }
    }
    return configured
  }
}

/// The events of a timeline with the configurations that they bring into force.
struct ConfiguredTimeline {
  let words: [EventWord]
  /// What led to the first configuration.
  let options: PoolOptions
  /// The first, then one for each `path` and `ini`.
  var elements: [(loaded: LoadedConfiguration, pool: Pool)]

  var first: Pool { elements[0].pool }

  /// - Throws: where a word names a node that no configuration has.
  func timeline(storesFirst: Bool) throws(Failure) -> Timeline {
    let pools = try actingPools()
    do throws(EventError) { return try Timeline(words, pools: pools, storesFirst: storesFirst) } catch {
      throw Failure(.usage, error.message, remedy: error.cure)
    }
  }

  func actingPools() throws(Failure) -> [Timeline.ActingPool] {
    // A name of --map that no node has is an error, but each configuration has only some of them.
    var names: [String] = []
    for node in elements.flatMap(\.pool.nodes) where !names.contains(node.name) { names.append(node.name) }
    let own = OwnKeys(configuration: elements[0].loaded.configuration)
    let elsewhere = try AddressMap(options.access, own).addresses(of: NodeNames(names))
    let byName = Dictionary(elsewhere.map { (names[$0], $1.identity) }, uniquingKeysWith: { first, _ in first })
    let compared = elements.map { loaded, pool in
      let addresses = pool.nodes.enumerated().compactMap { index, node in byName[node.name].map { (index, $0) } }
      return ComparedPool(
        name: loaded.name, pool: pool, configuration: loaded.configuration,
        addresses: Dictionary(addresses, uniquingKeysWith: { first, _ in first }))
    }
    let table = ServerTable(compared)
    return zip(elements, table.places).map { element, servers in
      Timeline.ActingPool(element.pool, servers: servers, mending: Timeline.Mending(element.pool))
    }
  }

  /// What the configuration itself makes of its connections.
  var usualLife: WorkerLife {
    switch first.rules {
    case .memcache(let rules): rules.servers.contains(where: \.isPersistent) ? .persistent : .request
    case .memcached(let rules): rules.isPersistent ? .persistent : .request
    }
  }

  /// What the answer depends on, and where it is not exact.
  func remarks(_ life: WorkerLife) -> [String] {
    var remarks: [String] = []
    if let assumed = elements.first(where: { $0.pool.release.provenance == .assumed })?.pool.release {
      remarks.append(
        "This is what release \(assumed.value) of the extension does, which was assumed: state yours with mcpool.extension_release.")
    }
    for (_, pool) in elements { remarks += pool.limitsOfReplay(life).filter { !remarks.contains($0) } }
    return remarks
  }
}

extension Timeline.Mending {
  /// By the rule of the pool's release, as if it were certain.
  init(_ pool: Pool) {
    self.init(ofEmpty: Self.act(Cure(ruleOf: pool, isEmpty: true)), ofOld: Self.act(Cure(ruleOf: pool, isEmpty: false)))
  }

  private static func act(_ cure: Cure) -> Act {
    switch cure {
    case .leave, .report: .none
    case .flush: .flush
    case .refill: .refill
    case .addMissing: .addMissing
    }
  }
}

extension PoolOptions {
  /// Whether an option says which pool it is about.
  var namesPool: Bool {
    !ini.isEmpty || php != nil || !pool.isEmpty || savePath != nil
      || define.contains { $0.hasPrefix("session.save_path") }
  }

  /// The same with another file in place of the sources; `-d` and the like stay.
  func instead(_ file: String) -> PoolOptions {
    var options = self
    options.ini = [file]
    options.php = nil
    options.pool = []
    options.savePath = nil
    options.define.removeAll { $0.hasPrefix("session.save_path") || $0.hasPrefix("memcache.session_save_path") }
    return options
  }
}

extension LoadedConfiguration {
  /// The same with another save_path, wherever the one in force stands.
  func with(savePath: String) -> LoadedConfiguration {
    var other = self
    other.configuration.set("session.save_path", to: Array(savePath.utf8), from: "path:")
    if configuration["memcache.session_save_path"] != nil {
      other.configuration.set("memcache.session_save_path", to: Array(savePath.utf8), from: "path:")
    }
    return other
  }
}

extension Pool {
  /// Where a replay of this pool is not exact.
  func limitsOfReplay(_ life: WorkerLife) -> [String] {
    guard case .memcached(let rules) = rules else { return [] }
    var limits: [String] = []
    if rules.isStrict {
      limits.append(
        "session.use_strict_mode: the ids that PHP makes are random, so those users' fates are exact as counts only roughly.")
    }
    if rules.randomizesReplicaRead, placement.copyCount > 1 {
      limits.append(
        "memcached.sess_randomize_replica_read: PHP reads any of the copies, another one in each second; shown is the first.")
    }
    return limits
  }
}
