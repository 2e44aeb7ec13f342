import FoundationEssentials
public import MemcacheClient
import MemcacheProtocol

/// What each node of a pool says of itself at one moment.
public struct Survey: Sendable {
  /// One node's answer. `general` and `settings` are empty where it gave none.
  public struct Sample: Sendable {
    public let node: String
    /// Why it gave no answer; nil when it did.
    public let failure: NodeFailure?
    /// One `mn` on an open connection.
    public let roundTrip: Duration?
    public let general: StatTable
    public let settings: StatTable
    /// The fields of the group that was asked for; `general` unless another was.
    public let detail: StatTable
    /// The further groups that were asked for, by name; one that the server declines is missing.
    public let groups: [String: StatTable]
    public let life: ServerLife?
    /// The earlier node that is another name of the same server, which counts once in totals.
    public let sameServer: String?
    /// When the answer came, for rates between two samples.
    public let taken: ContinuousClock.Instant

    public var state: NodeState { failure?.state ?? .up }
    public var isUp: Bool { state == .up }
    public var reason: String? { failure?.reason }
    /// What to do about it.
    public var remedy: String? { failure?.remedy }

    /// Both samples are of one life of the server's process, so that its counters can be compared.
    public func isSameLife(as other: Sample) -> Bool {
      guard isUp, other.isUp, general["pid"] == other.general["pid"], let a = life?.started, let b = other.life?.started
      else { return false }
      return abs(a.timeIntervalSince(b)) <= 2
    }
  }

  public let samples: [Sample]

  /// Asks all nodes at once.
  ///
  /// - Parameters:
  ///   - group: which `stats` group is wanted beside the general one; `settings`, `items`, …. A node that declines it has
  ///     failed.
  ///   - further: groups that are welcome, and no failure where they are declined.
  public init(
    _ pool: LivePool, nodes: [LiveNode]? = nil, group: String? = nil, further: [String] = []
  ) async {
    let answers = await pool.ask(nodes) { _, client throws(NodeFailure) in
      let before = Date.now
      let general = StatTable(try await client.stats(nil))
      let asked = before + Date.now.timeIntervalSince(before) / 2
      let taken = ContinuousClock.now
      let settings = StatTable(try await client.stats("settings"))
      let detail =
        switch group {
        case nil: general
        case "settings": settings
        case let group?: StatTable(try await client.stats(group))
        }
      var groups: [String: StatTable] = [:]
      for name in further { groups[name] = try await client.statsUnlessDeclined(name) }
      let trip = try await client.ping()
      return (
        general, settings, detail, groups, trip,
        ServerClock(stats: general, settings: settings).map { ServerLife($0, asked: asked) }, taken
      )
    }
    let servers = await pool.firstNames(
      of: answers.map(\.node),
      processes: answers.map { $0.value.flatMap { ServerProcess(general: $0.0, settings: $0.1) } })
    samples = answers.enumerated().map { index, answer in
      let sameServer = servers[index] == index ? nil : answers[servers[index]].node.name
      return switch answer.result {
      case .success(let (general, settings, detail, groups, trip, life, taken)):
        Sample(
          node: answer.node.name, failure: nil, roundTrip: trip, general: general, settings: settings, detail: detail,
          groups: groups, life: life, sameServer: sameServer, taken: taken)
      case .failure(let failure):
        Sample(
          node: answer.node.name, failure: failure, roundTrip: nil, general: StatTable([]), settings: StatTable([]),
          detail: StatTable([]), groups: [:], life: nil, sameServer: sameServer, taken: .now)
      }
    }
  }
}

extension NodeClient {
  /// Nil where the server does not tell this group.
  fileprivate func statsUnlessDeclined(_ group: String) async throws(NodeFailure) -> StatTable? {
    do throws(NodeFailure) {
      return StatTable(try await stats(group))
    } catch {
      guard case .declined = error.cause else { throw error }
      return nil
    }
  }
}
