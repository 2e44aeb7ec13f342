import FoundationEssentials
import Glibc
import LocalPool
import MemcacheClient
public import Placement

/// A node breaks, everybody's session is written anew, and it comes back while visits run: once as it is without help,
/// once with mcpool.
public struct Drill: Hashable, Sendable {
  public enum Failure: String, CaseIterable, Sendable {
    /// Connections are refused; the memory stays.
    case cut
    /// It takes connections and answers nothing.
    case frozen
    /// It restarts empty.
    case cold
    /// It restarts with its memory kept in a file.
    case warm
  }

  public enum Help: Hashable, Sendable {
    case none
    /// `mcpool guard` was running before.
    case guarded
    /// `mcpool recover` is run once the node is back.
    case recovered
  }

  public var handler: Handler
  public var copies: Int
  public var nodes: Int
  public var failure: Failure
  /// Visits a second while the node returns.
  public var rate: Int
  public var sessions: Int
  public var help: Help
  /// The program; needed where there is help.
  public var binary: String
  /// How old version 1 is when version 2 is written: copies within two seconds are not told apart.
  public var age = Duration.milliseconds(3500)

  public init(
    _ handler: Handler, copies: Int, nodes: Int, _ failure: Failure, rate: Int = 0, sessions: Int = 400,
    _ help: Help = .none, binary: String = ""
  ) {
    self.handler = handler
    self.copies = copies
    self.nodes = nodes
    self.failure = failure
    self.rate = rate
    self.sessions = sessions
    self.help = help
    self.binary = binary
  }

  /// The longest that one may take.
  private static let limit = Duration.seconds(300)

  public func run() async throws -> DrillOutcome {
    let folder = try TemporaryFolder()
    // What a warm restart keeps lies in memory, as memcached asks for.
    let memory = try TemporaryFolder(in: failure == .warm ? "/dev/shm" : nil)
    defer {
      folder.remove()
      memory.remove()
    }
    let own = failure == .warm ? ["-e", memory.path + "/items"] : []
    return try await Relay.run { relay in
      try await withMemcacheds(nodes - 1) { others in
        try await withMemcached(own) { first in
          try await relay.join(first.port)
          let pool = try DrillPool(self, [relay.name] + others.map(\.name), in: folder.path)
          return try await PHPWorker.run(ini: pool.ini, folder: folder.path, ids: pool.ids, limit: Self.limit) { php in
            try await guarded(pool, in: folder.path) { patrol in
              try await play(
                Play(
                  folder: folder.path, pool: pool, php: php, patrol: patrol, relay: relay, others: others), first, own)
            }
          }
        }
      }
    }
  }

  /// Who takes part.
  private struct Play: Sendable {
    let folder: String
    let pool: DrillPool
    let php: PHPWorker
    let patrol: Guard?
    let relay: Relay
    let others: [LocalMemcached]

    /// For each server, and each session, the version that it holds.
    func held(on servers: [LocalMemcached]) async throws -> [[Int]] {
      var held: [[Int]] = []
      for server in servers { held.append(try await pool.versions(on: server)) }
      return held
    }
  }

  private func guarded(
    _ pool: DrillPool, in folder: String, _ body: @Sendable @escaping (Guard?) async throws -> DrillOutcome
  ) async throws -> DrillOutcome {
    guard help == .guarded else { return try await body(nil) }
    return try await Guard.run(binary, ini: pool.ini, folder: folder, limit: Self.limit) { try await body($0) }
  }

  private func play(_ play: Play, _ first: LocalMemcached, _ own: [String]) async throws -> DrillOutcome {
    let (php, node, ledger) = (play.php, play.relay.name, Ledger(sessions: sessions))
    _ = try await play.patrol?.first("met", of: node)
    await ledger.written(1, try await php.write(1, processes: 1))
    try await Task.sleep(for: age)
    return try await whileAway(first, own, play.relay) {
      _ = try await play.patrol?.first("down", of: node)
      await ledger.written(2, try await php.write(2, processes: failure == .frozen ? 40 : 1))
      await ledger.held(try await play.held(on: play.others))
      try await php.visit(rate)
    } back: { server in
      let returned = Date().timeIntervalSince1970
      if failure == .frozen { server.thaw() } else { try await play.relay.join(server.port) }
      await ledger.held(try await play.held(on: [server]))
      let told = try await wait(play)
      await ledger.visited(try await php.stop())
      let after = try await play.held(on: play.others + [server])
      var outcome = await ledger.outcome(
        try await php.look(processes: 1), held: after, returned: returned, mended: told?.mended)
      outcome.owned = play.pool.ownedByFirst().count { $0 }
      if let told { outcome.note(told, of: node) }
      return outcome
    }
  }

  /// Breaks the node, and has it back in the end, perhaps as another process.
  private func whileAway(
    _ server: LocalMemcached, _ own: [String], _ relay: Relay, _ away: @Sendable () async throws -> Void,
    back: @Sendable (LocalMemcached) async throws -> DrillOutcome
  ) async throws -> DrillOutcome {
    switch failure {
    case .frozen:
      server.freeze()
      defer { server.thaw() }
      try await away()
      return try await back(server)
    case .cut:
      try await relay.cut()
      try await away()
      return try await back(server)
    case .cold, .warm:
      try await relay.cut()
      try await failure == .warm ? server.saveAndWait() : server.stopAndWait()
      try await away()
      return try await withMemcached(own) { try await back($0) }
    }
  }

  /// Until what mcpool does is done.
  private func wait(_ play: Play) async throws -> Told? {
    switch help {
    case .none:
      // So long visits run; without them there is nothing to wait for.
      if rate > 0 { try await Task.sleep(for: .seconds(3)) }
      return nil
    case .guarded: return try await play.patrol?.settled(play.relay.name)
    case .recovered:
      return try await Recover.run(binary, ini: play.pool.ini, folder: play.folder)
    }
  }
}
