import PHPConfiguration
public import Placement
public import Replay

/// Events with the configurations that they bring into force, to be played as they are and with changes.
public struct WhatIf: Sendable {
  public let words: [EventWord]
  /// The first, then one for each `path` and `ini`.
  public let pools: [ComparedPool]
  public let serverName: [UInt8]?
  private let servers: ServerTable

  public init(_ words: [EventWord], pools: [ComparedPool], serverName: [UInt8]?) {
    self.words = words
    self.pools = pools
    self.serverName = serverName
    servers = ServerTable(pools)
  }

  /// The same behind other events.
  public func after(_ events: [EventWord]) -> WhatIf {
    events.isEmpty ? self : WhatIf(events + words, pools: pools, serverName: serverName)
  }

  /// - Parameters:
  ///   - storesFirst: sessions are to be stored before the first event.
  ///   - isGuarded: a guard is at work.
  public func timeline(storesFirst: Bool, isGuarded: Bool = false) throws(EventError) -> Timeline {
    let timeline = try Timeline(
      words, pools: zip(pools, servers.places).map { .init($0.pool, servers: $1) }, storesFirst: storesFirst)
    return isGuarded ? timeline.guarded(secondPass: secondPass) : timeline
  }

  /// For each pool the server behind each node.
  public var places: [[Int]] { servers.places }

  /// What each change of the configuration moves, in the order of the events; servers are numbered as in the timeline.
  public func moves(of ids: SessionBatch) -> [OwnerMoves] {
    pools.indices.dropFirst().map { next in
      var tally = PlacementTally(
        pools[next - 1].pool, pools[next].pool, servers: servers, first: next - 1, second: next)
      tally.add(ids)
      return tally.owners
    }
  }

  /// The same with a change in all configurations; nil where PHP would make no pool of one.
  func timeline(with change: Change, storesFirst: Bool) -> Timeline? {
    var acting: [Timeline.ActingPool] = []
    for (pool, servers) in zip(pools, servers.places) {
      guard let other = pool.pool(with: change, serverName: serverName), !other.mixesAnswers else { return nil }
      acting.append(Timeline.ActingPool(other, servers: servers))
    }
    let timeline = try? Timeline(words, pools: acting, storesFirst: storesFirst)
    return change.hasGuard ? timeline?.guarded(secondPass: secondPass) : timeline
  }

  /// When a guard looks once more after a return: when no page and no worker passes the node by any longer.
  private var secondPass: Duration? {
    guard case .atMost(let avoidance) = pools[0].pool.avoidance(pools[0].configuration) else { return nil }
    return avoidance
  }

  /// Pages that a change is tried with: as many sessions as that allows, at least `fewest`; more would tell the same.
  private static let triedPages = 20_000
  private static let fewest = 100

  /// The change that helps most, in a sentence; changes are played like the timeline itself.
  public func advice(
    for damage: Damage, _ sessions: SimulatedSessions, life: WorkerLife
  ) throws(CancellationError) -> String {
    guard damage.worst != nil else {
      return damage.longestWait < .seconds(1)
        ? "Nothing has to be changed." : "No session is at stake; how long PHP waits is set by its timeouts."
    }
    let some = sessions.first(max(Self.fewest, Self.triedPages / max(1, words.count)))
    guard let now = try? timeline(storesFirst: sessions.holders == nil) else { return "" }
    let harm = try Simulation(now, sessions: some, life: life).harm
    var tries: [(change: Change, harm: Simulation.Harm)] = []
    for change in Change.candidates(for: pools[0].pool) {
      guard let timeline = timeline(with: change, storesFirst: sessions.holders == nil) else { continue }
      tries.append((change, try Simulation(timeline, sessions: some, life: life).harm))
    }
    guard let best = tries.min(by: { $0.harm < $1.harm }), best.harm < harm else {
      return pools[0].pool.nodes.count == 1
        ? "With one node there is nothing to be set: it takes a second one, and copies."
        : "None of the settings that mcpool knows of makes it better."
    }
    let part = Double(best.harm.users) / Double(some.count)
    let rest =
      switch (best.harm.users, best.harm.unsaved) {
      case (0, 0): "nobody would lose anything"
      case (0, _): "nobody would lose a session, though not all could be saved meanwhile"
      case (let users, _) where some.count == sessions.count: "it would be \(users)"
      default: "it would be about \(Int((part * Double(sessions.count)).rounded()))"
      }
    let isAssumed = pools.contains { $0.pool.release.provenance == .assumed }
    let risk =
      best.change.hasGuard
      ? " (who visits in the moment before it has acted is at risk\(isAssumed ? "; it acts once the release is stated" : ""))"
      : ""
    return "With \(best.change.label) \(rest)\(risk)."
  }
}

extension Pool {
  /// After so long workers use a node again that failed and returned; nil: at once, or never again.
  public func restAfterFailure(_ life: WorkerLife) -> Duration? {
    guard life == .persistent, case .atMost(let pause) = workerPause, pause > .zero else { return nil }
    // Whole seconds count.
    return pause + .seconds(1)
  }

  /// See `Memcached.Rules.mixesAnswers`.
  public var mixesAnswers: Bool { if case .memcached(let rules) = rules { rules.mixesAnswers } else { false } }
}

extension ComparedPool {
  func pool(with change: Change, serverName: [UInt8]?) -> Pool? {
    var configuration = configuration
    for directive in change.directives {
      configuration.set(directive.name, to: Array(directive.value.utf8), from: "change")
    }
    return try? Pool(
      configuration: configuration, handler: pool.handler, release: pool.release, serverName: serverName)
  }
}

extension SimulatedSessions {
  func first(_ count: Int) -> SimulatedSessions {
    count >= self.count
      ? self
      : SimulatedSessions(
        ids: ids.part(0..<count), holders: holders.map { Array($0.prefix(count)) }, before: before)
  }
}

extension Simulation {
  /// What a timeline does at its worst page.
  struct Harm: Comparable {
    let users: Int
    let unsaved: Int

    static func < (a: Harm, b: Harm) -> Bool { (a.users, a.unsaved) < (b.users, b.unsaved) }
  }

  var harm: Harm {
    let pages = counts.compactMap(\.self)
    return Harm(users: pages.map(\.harmed).max() ?? 0, unsaved: pages.map(\.writeFailed).max() ?? 0)
  }
}
