import FoundationEssentials
import LocalPool
import Placement

/// Several guards of one pool, and a node that goes and comes back again and again.
public struct Contest: Sendable {
  /// What came of one return.
  public struct Round: Hashable, Sendable {
    /// How often the guards together say that they have mended the node.
    public var mendings = 0
    /// How many refills their audit logs have, second passes included: one, and another one by each guard whose waiting
    /// ended later.
    public var refills = 0
  }

  public var guards: Int
  public var rounds: Int
  public var binary: String

  public init(guards: Int, rounds: Int, binary: String) {
    self.guards = guards
    self.rounds = rounds
    self.binary = binary
  }

  public func run() async throws -> [Round] {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let drill = Drill(.memcache, copies: 2, nodes: 3, .cut, sessions: 50)
    return try await Relay.run { relay in
      try await withMemcacheds(3) { servers in
        try await relay.join(servers[0].port)
        let pool = try DrillPool(drill, [relay.name] + servers.dropFirst().map(\.name), in: folder.path)
        return try await PHPWorker.run(
          pool.php, folder: folder.path, ids: pool.sessions, limit: .seconds(1200)
        ) { php in
          try await watched(pool, folder.path, []) { patrols in
            try await play(relay, servers[0], php, patrols, folder.path)
          }
        }
      }
    }
  }

  private func watched(
    _ pool: DrillPool, _ folder: String, _ running: [Guard],
    _ body: @Sendable @escaping ([Guard]) async throws -> [Round]
  ) async throws -> [Round] {
    if running.count == guards { return try await body(running) }
    return try await Guard.run(
      binary, ini: pool.ini, folder: "\(folder)/\(running.count)", limit: .seconds(1200)
    ) { try await watched(pool, folder, running + [$0], body) }
  }

  private func play(
    _ relay: Relay, _ server: LocalMemcached, _ php: PHPWorker, _ patrols: [Guard], _ folder: String
  ) async throws -> [Round] {
    var last: [Guard.Event] = []
    for patrol in patrols { last.append(try await patrol.first(["met"], of: relay.name)) }
    var rounds: [Round] = []
    var refillsBefore = 0
    for number in 1...self.rounds {
      _ = try await php.write(2 * number - 1, processes: 1)
      try await Task.sleep(for: .milliseconds(2500))
      try await relay.cut()
      for (index, patrol) in patrols.enumerated() {
        last[index] = try await patrol.first(["down"], of: relay.name, after: last[index])
      }
      _ = try await php.write(2 * number, processes: 1)
      try await relay.join(server.port)
      var round = Round()
      for (index, patrol) in patrols.enumerated() {
        repeat {
          last[index] = try await patrol.first(["mended", "others", "settled"], of: relay.name, after: last[index])
          if last[index].event == "mended" { round.mendings += 1 }
        } while last[index].event != "settled"
      }
      let refills = try (0..<guards).map { try Self.refills(in: "\(folder)/\($0)") }.reduce(0, +)
      round.refills = refills - refillsBefore
      refillsBefore = refills
      rounds.append(round)
    }
    return rounds
  }

  /// Each act is written down before and after.
  private static func refills(in folder: String) throws -> Int {
    let path = folder + "/mcpool/audit.jsonl"
    guard FileManager.default.fileExists(atPath: path) else { return 0 }
    return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      .count { $0.contains("\"action\":\"refill\"") } / 2
  }
}
