import LocalPool
import MemcacheClient
import MemcacheProtocol
import Placement
import Replay

/// A timeline played with real memcacheds and real PHP.
///
/// Each server stands behind a relay, so that it keeps its address whatever befalls it. A stopped one is cut off as well:
/// a relay without a server would take connections and close them, which no dead host does.
struct DrillPlay: Sendable {
  /// On the servers of the drill.
  let timeline: Timeline
  let life: WorkerLife
  let php: DrillPHP
  /// For each pool of the timeline.
  let settings: [DrillSettings]
  /// For each server.
  let relays: [Relay]
  let dialer: SocketDialer

  /// What is on stage.
  fileprivate struct Scene: Sendable {
    var pool = 0
    /// The one that stays, where workers are persistent.
    var worker: PHPWorker?
    var servers: [LocalMemcached]
    var states: [SimulatedWorld.Condition]
    var sessions: [DrilledSession]
    /// The version that a page should read; 0: nothing was stored yet.
    var expected = 0
  }

  func run(_ ids: SessionBatch) async throws -> [Trace] {
    try await withMemcacheds(relays.count, Self.arguments) { servers in
      for (relay, server) in zip(relays, servers) { try await relay.join(server.port) }
      let scene = Scene(
        servers: servers, states: servers.map { _ in .up },
        sessions: (0..<ids.count).map { DrilledSession(id: Array(ids[$0])) })
      return try await withWorkers(scene) { try await play(0, $0) }.sessions.map(\.trace)
    }
  }

  /// One thread, so that commands are executed in the order in which they come.
  private static let arguments = ["-t", "1"]

  /// What starts runs until the play is over: the rest of it is played within.
  private func play(_ first: Int, _ scene: Scene) async throws -> Scene {
    var scene = scene
    for index in timeline.steps.indices.dropFirst(first) {
      try Task.checkCancellation()
      switch timeline.steps[index].event {
      case .write(let version):
        try await page(&scene, write: version) { try await $0.write(version) }
        scene.expected = version
        continue
      case .visit:
        try await page(&scene) { try await $0.look() }
        continue
      case .abort:
        try await page(&scene) { try await $0.abort() }
        continue
      case .snap:
        try await snap(&scene)
        continue
      case .sleep(let time): try await Task.sleep(for: time)
      case .pool(let next):
        scene.pool = next
        scene.addEmptyStep()
        return try await withWorkers(scene) { try await play(index + 1, $0) }
      case .node(.start, let server) where scene.states[server] == .stopped:
        scene.addEmptyStep()
        let before = scene
        return try await withMemcached(Self.arguments) { started in
          var scene = before
          scene.servers[server] = started
          scene.states[server] = .up
          try await relays[server].join(started.port)
          return try await play(index + 1, scene)
        }
      case .node(let event, let server): try await act(event, server, &scene)
      }
      scene.addEmptyStep()
    }
    return scene
  }

  // MARK: PHP

  private func withWorkers(_ scene: Scene, _ body: @Sendable @escaping (Scene) async throws -> Scene) async throws
    -> Scene
  {
    guard life == .persistent else { return try await body(scene) }
    return try await withPHP(scene.pool, scene.sessions.map(\.id)) { worker in
      var scene = scene
      scene.worker = worker
      return try await body(scene)
    }
  }

  private func withPHP<Value: Sendable>(
    _ pool: Int, _ ids: [[UInt8]], _ body: @Sendable @escaping (PHPWorker) async throws -> Value
  ) async throws -> Value {
    let settings = settings[pool]
    // None but the drill's own file.
    var environment: [String: String] = ["PHP_INI_SCAN_DIR": ""]
    if let name = settings.serverName { environment["SERVER_NAME"] = String(decoding: name, as: UTF8.self) }
    return try await PHPWorker.run(
      [php.program, "-c", settings.file, "-d", "max_execution_time=" + settings.longestRequest],
      environment: environment,
      folder: settings.folder, ids: ids, limit: Self.longestPage * (timeline.steps.count * ids.count + 1), body)
  }

  /// Far more than any: a lock that is waited for, and then a server.
  private static let longestPage = Duration.seconds(120)

  private func page(
    _ scene: inout Scene, write version: Int? = nil,
    _ order: @Sendable @escaping (PHPWorker) async throws -> [PHPWorker.Page]
  ) async throws {
    let pages: [PHPWorker.Page]
    if let worker = scene.worker {
      pages = try await order(worker)
    } else if timeline.pools[scene.pool].pool.hasPersistentConnections {
      // A process forgets; within one it would not.
      var all: [PHPWorker.Page] = []
      for session in scene.sessions { all += try await withPHP(scene.pool, [session.id], order) }
      pages = all
    } else {
      pages = try await withPHP(scene.pool, scene.sessions.map(\.id), order)
    }
    for (index, page) in pages.enumerated() {
      scene.sessions[index].note(page, write: version, expected: scene.expected)
    }
    try await settle(scene)
  }

  // MARK: Servers

  private func act(_ event: Timeline.NodeEvent, _ server: Int, _ scene: inout Scene) async throws {
    let (relay, memcached) = (relays[server], scene.servers[server])
    let before = scene.states[server]
    scene.states[server] = before.after(event) ?? before
    switch event {
    case .stop:
      try await relay.cut()
      if before != .stopped { try await memcached.stopAndWait() }
    case .cut: try await relay.cut()
    case .hole: try await relay.fallSilent()
    case .join, .unhole:
      if before != .up { try await relay.join(memcached.port) }
    case .freeze: try await memcached.freezeAndWait()
    case .thaw:
      memcached.thaw()
      try await settle(scene)
    case .flush:
      if before != .stopped { try await flush(memcached) }
    case .start, .guard: break
    }
  }

  private func flush(_ server: LocalMemcached) async throws(NodeFailure) {
    try await dialer.withClient(server.address) { client throws(NodeFailure) in try await client.flushAll() }
  }

  /// Waits until what was sent before has been handed on and executed. memcached and the relays take connections in the
  /// order in which there is something to be read; a connection that is new to them has to be read once more.
  private func settle(_ scene: Scene) async throws {
    for (relay, state) in zip(relays, scene.states) where state == .up {
      try await dialer.withClient(relay.address) { client throws(NodeFailure) in
        for _ in 0..<2 { _ = try await client.version() }
      }
    }
  }

  private func snap(_ scene: inout Scene) async throws {
    let placement = timeline.pools[scene.pool].pool.placement
    let keys = scene.sessions.map { placement.itemKey(for: $0.id.span).bytes }
    var marks = keys.map { _ in [UInt8]() }
    for (server, state) in zip(scene.servers, scene.states) {
      guard state != .stopped, state != .frozen else {
        for index in keys.indices { marks[index].append(DrilledSession.mark(nil)) }
        continue
      }
      let found = try await dialer.withClient(server.address) { client throws(NodeFailure) in
        try await client.items(keys, [.value])
      }
      for (index, item) in found.enumerated() { marks[index].append(DrilledSession.mark(item?.value)) }
    }
    for index in scene.sessions.indices { scene.sessions[index].note(held: marks[index]) }
  }
}

extension DrillPlay.Scene {
  fileprivate mutating func addEmptyStep() {
    for index in sessions.indices { sessions[index].trace.steps.append(Trace.Step()) }
  }
}

extension Pool {
  /// Connections outlive the request in PHP's workers.
  var hasPersistentConnections: Bool {
    switch rules {
    case .memcache(let rules): rules.servers.contains(where: \.isPersistent)
    case .memcached(let rules): rules.isPersistent
    }
  }
}
