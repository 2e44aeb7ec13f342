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
  /// The PHP that is to play it; its release of the extension counts.
  var php: DrillPHP?

  /// The configuration of the options is in force first; where they name none, that of an `ini:` which is the first event.
  func load(_ words: [EventWord]) async throws -> ConfiguredTimeline {
    var words = words
    var options = pool
    if case .ini(let file) = words.first, !pool.namesPool {
      options.ini = [file]
      words.removeFirst()
    }
    let first = try await load(options)
    let firstPool: Pool
    do throws(PoolError) { firstPool = try first.poolWithRemarks(output, surroundings) } catch { throw Failure(error) }
    var configured = ConfiguredTimeline(words: words, options: options, elements: [(first, firstPool)])
    var current = first
    for word in words {
      switch word {
      case .path(let path): current = current.with(savePath: path)
      case .ini(let file): current = try await load(options.instead(file))
      default: continue
      }
      do throws(PoolError) {
        var made = try current.pool()
        if let last = configured.elements.last?.pool, made.release.provenance == .assumed, last.handler == made.handler
        {
          // A php.ini does not say it; the web servers keep the extension that they have.
          current.packagedRelease = last.release
          made = try current.pool()
        }
        configured.elements.append((current, made))
      } catch {
        throw Failure(error)
      }
    }
    return configured
  }

  private func load(_ options: PoolOptions) async throws -> LoadedConfiguration {
    let loaded = try await options.load(surroundings)
    guard let php else { return loaded }
    return try await loaded.withRelease(of: php)
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

  /// The timeline, which can also be played with changes.
  func whatIf() throws(Failure) -> WhatIf {
    let maps = try addressMaps()
    let names = elements.map { NodeNames($0.pool.nodes.map(\.name)) }
    try maps[0].requireNames(in: names)
    let pools = elements.indices.map { index in
      ComparedPool(
        name: elements[index].loaded.name, pool: elements[index].pool,
        configuration: elements[index].loaded.configuration,
        addresses: maps[index].addresses(amongSeveral: names[index]).mapValues { ServerIdentity($0) })
    }
    return WhatIf(words, pools: pools, serverName: elements[0].loaded.serverName)
  }

  /// For each configuration where its nodes are reached.
  func addressMaps() throws(Failure) -> [AddressMap] {
    try elements.map { element throws(Failure) in
      try AddressMap(options.access, OwnKeys(configuration: element.loaded.configuration))
    }
  }

  /// What the configuration itself makes of its connections.
  var usualLife: WorkerLife { hasPersistentConnections ? .persistent : .request }

  private var hasPersistentConnections: Bool { elements.contains { $0.pool.hasPersistentConnections } }

  /// Throws where nobody can tell what users see.
  func refuseMixedAnswers(_ life: WorkerLife) throws(Failure) {
    for (_, pool) in elements { try pool.refuseMixedAnswers(life) }
  }

  /// What the answer depends on, and where it is not exact.
  /// - Parameters:
  ///   - isMatrix: the standard timelines are played, whose pages are chosen with regard to all of that.
  ///   - before: what has happened before the events.
  func remarks(_ life: WorkerLife, isMatrix: Bool, before: [EventWord]) -> [String] {
    let words = before + words
    var remarks: [String] = []
    if life == .persistent, !hasPersistentConnections {
      remarks.append(
        "No connection of this configuration is persistent: its workers forget as with --workers request, and are played so."
      )
    }
    if let assumed = elements.first(where: { $0.pool.release.provenance == .assumed })?.pool.release {
      remarks.append(
        "This is what release \(assumed.value) of the extension does, which was assumed: state yours with mcpool.extension_release."
      )
    }
    let freezes = isMatrix || words.contains { if case .node(.freeze, _) = $0 { true } else { false } }
    let rests = elements.compactMap { $0.pool.restAfterFailure(life) }
    if let rest = rests.max(), words.meetsReturned(before: rest) {
      remarks.append(
        "Workers leave a node that failed alone for up to \(rest.components.seconds) s, and pages that come sooner behind its "
          + "return are played so: sleep:\(rest.components.seconds) and a visit show what comes then.")
    }
    for (_, pool) in elements {
      remarks += pool.limitsOfReplay(life, freezes: freezes).filter { !remarks.contains($0) }
    }
    return remarks
  }
}

extension [EventWord] {
  /// Whether a node's return is never followed by a page that is so long after it.
  fileprivate func meetsReturned(before rest: Duration) -> Bool {
    indices.contains { index in
      guard case .node(let event, _) = self[index],
        event == .start || event == .join || event == .thaw || event == .unhole
      else { return false }
      var passed = Duration.zero
      for word in self[(index + 1)...] {
        if case .sleep(let time) = word { passed += time }
        if word.isPage, passed >= rest { return false }
      }
      return self[(index + 1)...].contains(where: \.isPage)
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
  func limitsOfReplay(_ life: WorkerLife, freezes: Bool) -> [String] {
    var limits: [String] = []
    switch rules {
    case .memcache(let rules):
      if life == .persistent, freezes, rules.servers.contains(where: \.isPersistent) {
        limits.append(
          "Not exact: what a worker with persistent connections to a frozen node does was measured and follows no rule "
            + "that is known; real pages wait longer (up to twice memcache.lock_timeout).")
      }
    case .memcached(let rules):
      if rules.mixesAnswers {
        limits.append(
          "With persistent connections, as configured, users of this pool get one another's sessions (MC101): what is shown "
            + "is without them.")
      }
      if rules.isStrict {
        limits.append(
          "session.use_strict_mode: PHP's new ids are random, so the users who get one are exact in kind, not in number."
        )
      }
      if rules.randomizesReplicaRead, placement.copyCount > 1 {
        limits.append(
          "Not exact: with memcached.sess_randomize_replica_read PHP reads any of the copies, another one in each second; "
            + "shown is the first.")
      }
    }
    return limits
  }

  /// Throws where users get one another's sessions with no failure at all: which ones nobody can tell.
  func refuseMixedAnswers(_ life: WorkerLife) throws(Failure) {
    guard life == .persistent, mixesAnswers else { return }
    throw Failure(
      .configuration,
      "persistent connections, replicas, the binary protocol and locking together cannot be replayed [MC101]",
      effect: "on a healthy pool users get the sessions of other users, because answers shift in the connection",
      remedy: "switch one of them off, e.g. memcached.sess_persistent = 0")
  }
}
