import Advice
import LocalPool
import MemcacheClient
import Operations
import PHPConfiguration
import Placement
import Presentation
import Replay

/// `replay --drill`: the same events played with real memcacheds and real PHP of this machine, and the prediction held
/// against what they did. The servers that the configuration names are not touched.
struct ReplayDrill {
  let configured: ConfiguredTimeline
  let whatIf: WhatIf
  let sessions: SimulatedSessions
  let life: WorkerLife
  let php: DrillPHP
  let remarks: [String]
  let showsLetters: Bool

  /// A prediction of what chance decides is made so often.
  private static let chances = 200
  static let usualSessions = 50

  func run(_ output: OutputOptions, _ surroundings: Surroundings) async throws -> ExitStatus {
    let timeline = try explained { () throws(EventError) in try whatIf.timeline(storesFirst: true) }
    try timeline.refuseForDrill()
    do { try await LocalMemcached.checkInstalled() } catch let error as LocalPoolError {
      throw Failure(.noInput, "a drill needs memcached: \(error.summary)", remedy: error.remedy)
    }
    do {
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      let dialer = SocketDialer(timeout: .seconds(30), logger: output.logger(surroundings))
      let comparison = try await withRelays(timeline.servers, [], in: folder.path) { relays in
        let stage = try DrillStage(
          configured, timeline, on: relays, extensionLines: php.extensionLines, in: folder.path)
        let play = DrillPlay(
          timeline: stage.timeline, life: life, php: php, settings: stage.settings, relays: relays, dialer: dialer)
        let fact = Simulation(observed: try await play.run(sessions.ids), of: stage.timeline, life: life)
        return try compare(stage.timeline, fact)
      }
      let report = DrillReport(
        comparison, servers: timeline.servers, ids: sessions.ids,
        release: "\(configured.first.handler.rawValue) \(configured.first.release.value), PHP \(php.version)",
        remarks: remarks, showsLetters: showsLetters)
      try surroundings.output.write(try output.renderer(surroundings).render(report))
      return comparison.agrees ? .fine : .no
    } catch let error as LocalPoolError {
      try Task.checkCancellation()
      throw Failure(.no, "the drill was not played to its end: \(error.summary)", remedy: error.remedy)
    } catch let error as NodeFailure {
      try Task.checkCancellation()
      throw Failure(.no, "the drill was not played to its end: \(error)")
    }
  }

  private func compare(_ timeline: Timeline, _ fact: Simulation) throws -> Comparison {
    func played(_ chance: Int) throws -> Simulation {
      try Simulation(timeline, sessions: sessions, life: life, cookies: .commandLine, chance: chance)
    }
    let prediction = try played(0)
    guard timeline.hasRandomIDs else { return Comparison(prediction, fact) }
    return Comparison(prediction, fact, chances: try (1...Self.chances).map(played))
  }

  /// One for each server: a port, or a socket where the first configuration that has it says so.
  private func withRelays<Value: Sendable>(
    _ servers: [TimelineServer], _ running: [Relay], in folder: String,
    _ body: @Sendable ([Relay]) async throws -> Value
  ) async throws -> Value {
    if running.count == servers.count { return try await body(running) }
    let server = servers[running.count]
    let sockets = server.names.filter { $0.contains("/") }.count
    guard sockets == 0 || sockets == server.names.count else {
      throw Failure(
        .usage, "\(server.names.joined(separator: " = ")): a drill has one address for a server, port or socket",
        remedy: "play it without --drill")
    }
    let socket = sockets > 0 ? "\(folder)/\(server.letter)" : nil
    return try await Relay.run(socket: socket) { relay in
      try await withRelays(servers, running + [relay], in: folder, body)
    }
  }
}

/// A timeline brought onto servers of this machine.
private struct DrillStage {
  let timeline: Timeline
  /// For each of its pools.
  let settings: [DrillSettings]

  /// - Parameter relays: one for each server of the timeline.
  init(
    _ configured: ConfiguredTimeline, _ timeline: Timeline, on relays: [Relay], extensionLines: String,
    in folder: String
  ) throws {
    var pools: [Timeline.ActingPool] = []
    var settings: [DrillSettings] = []
    for (element, acting) in zip(configured.elements, timeline.pools) {
      let seats = zip(acting.pool.nodes, acting.servers).map { node, server in
        LocalSeat(
          address: relays[server].address,
          spelling: timeline.servers[server].names.firstIndex(of: node.name) ?? 0)
      }
      let loaded = element.loaded.seated(seats, element.pool)
      let pool: Pool
      do throws(PoolError) { pool = try loaded.pool() } catch { throw Failure(error) }
      settings.append(
        try DrillSettings(
          loaded, pool, extensionLines: extensionLines, in: "\(folder)/\(settings.count)"))
      pools.append(Timeline.ActingPool(pool, servers: acting.servers))
    }
    self.timeline = timeline.played(on: pools)
    self.settings = settings
  }
}
