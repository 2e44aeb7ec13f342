import FoundationEssentials
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

  public enum Mishap: Hashable, Sendable {
    case none
    /// The node hears so many bytes after its return; then the guard is killed and started anew.
    case guardKilled(after: Int)
    /// The node hears so many bytes, and is cut off again.
    case nodeCut(after: Int)

    var bytes: Int? {
      switch self {
      case .none: nil
      case .guardKilled(let bytes), .nodeCut(let bytes): bytes
      }
    }
  }

  public var handler: Handler
  public var copies: Int
  public var nodes: Int
  public var failure: Failure
  /// Visits a second while the node returns.
  public var rate: Int
  public var sessions: Int
  public var help: Help
  /// What goes wrong while the guard mends.
  public var mishap = Mishap.none
  /// What the guard lists as at risk is given back in the end.
  public var restores = false
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
  static let limit = Duration.seconds(300)

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
          return try await PHPWorker.run(
            pool.php, folder: folder.path, ids: pool.sessions, limit: Self.limit
          ) { php in
            try await guarded(pool, in: folder.path) { patrol in
              try await Play(
                drill: self, folder: folder.path, pool: pool, php: php, patrol: patrol, relay: relay, others: others
              ).run(first, own)
            }
          }
        }
      }
    }
  }

  private func guarded(
    _ pool: DrillPool, in folder: String, _ body: @Sendable @escaping (Guard?) async throws -> DrillOutcome
  ) async throws -> DrillOutcome {
    guard help == .guarded else { return try await body(nil) }
    return try await Guard.run(binary, ini: pool.ini, folder: folder, limit: Self.limit) { try await body($0) }
  }
}
