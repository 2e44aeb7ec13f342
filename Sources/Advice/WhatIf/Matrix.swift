import Placement
public import Replay

/// The standard timelines of one pool, played with the same sessions.
public struct Matrix: Sendable {
  public struct Entry: Sendable {
    public let name: String
    public let simulation: Simulation
    public let damage: Damage
  }

  public let sessions: Int
  public let life: WorkerLife
  public let entries: [Entry]
  /// What was left out or changes nothing, and why.
  public let omissions: [String]
  /// Two sentences.
  public let verdict: [String]

  public init(
    _ pool: ComparedPool, serverName: [UInt8]?, sessions: SimulatedSessions, life: WorkerLife
  ) throws(CancellationError) {
    let standard = StandardTimelines(pool, serverName: serverName, before: sessions.before, life: life)
    let classes = life == .request ? SessionClasses(sessions.ids, pool: pool.pool) : nil
    var played: [(entry: Entry, named: StandardTimelines.Named)] = []
    var omissions = standard.omissions
    for named in standard.timelines {
      let timeline: Timeline
      do throws(EventError) {
        timeline = try named.whatIf.timeline(
          storesFirst: sessions.holders == nil, isGuarded: named.unguarded != nil)
      } catch {
        omissions.append("\(named.name): \(error.message)")
        continue
      }
      let simulation = try Simulation(timeline, sessions: sessions, life: life, classes: classes)
      played.append((Entry(name: named.name, simulation: simulation, damage: Damage(simulation)), named))
    }
    entries = played.map(\.entry)
    self.sessions = sessions.count
    self.life = life
    self.omissions = omissions + Self.idleGuards(entries, played.map(\.named), pool.pool)
    verdict = try Self.verdict(entries, played.map(\.named), sessions, life)
  }

  /// Where a guard changes nothing, and why.
  private static func idleGuards(_ entries: [Entry], _ timelines: [StandardTimelines.Named], _ pool: Pool) -> [String] {
    guard pool.placement.copyCount == 1 else { return [] }
    let idle = zip(entries, timelines).filter { entry, named in
      entries.contains { $0.name == named.unguarded && $0.simulation.harm == entry.simulation.harm }
    }
    guard !idle.isEmpty else { return [] }
    let names = idle.map { "\"\($0.0.name)\"" }.joined(separator: ", ")
    return ["\(names): the same, for with one copy of each session there is none to refill a node from."]
  }

  /// The worst timeline but the end of all memory, which nothing but other memory survives; and what would help most.
  private static func verdict(
    _ entries: [Entry], _ timelines: [StandardTimelines.Named], _ sessions: SimulatedSessions, _ life: WorkerLife
  ) throws(CancellationError) -> [String] {
    let candidates = zip(entries, timelines).filter { $0.name != "all restart" && $1.unguarded == nil }
    guard
      let worst = candidates.max(by: {
        ($0.0.damage.worst?.counts.harmed ?? 0) < ($1.0.damage.worst?.counts.harmed ?? 0)
      }), worst.0.damage.worst != nil
    else { return ["Nobody loses a session in any of them but when all nodes restart."] }
    return [
      "Worst is \"\(worst.0.name)\": \(worst.0.damage.sentence)",
      try worst.1.whatIf.advice(for: worst.0.damage, sessions, life: life),
    ]
  }
}
