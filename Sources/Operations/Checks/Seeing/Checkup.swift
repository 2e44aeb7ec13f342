import FoundationEssentials
import MemcacheClient
public import PHPConfiguration
public import Placement
import Synchronization

/// A pool whose health is to be judged.
public struct CheckedPool: Sendable {
  /// What reports call it.
  public let name: String
  /// Where it came from.
  public let source: String
  public let live: LivePool
  /// Nil: bare nodes, or a configuration of which PHP makes no pool.
  public let php: Pool?
  /// Nil for bare nodes.
  public let configuration: Configuration?
  /// What is wrong with the configuration; nil: there is none.
  public let findings: [Diagnostic]?

  public init(
    name: String, source: String, live: LivePool, php: Pool?, configuration: Configuration?, findings: [Diagnostic]?
  ) {
    self.name = name
    self.source = source
    self.live = live
    self.php = php
    self.configuration = configuration
    self.findings = findings
  }

  var sessions: SessionPool? {
    guard let php, let configuration else { return nil }
    return SessionPool(live: live, php: php, configuration: configuration, source: source)
  }
}

/// Looks at one pool as far as the checks need it, and can be judged at any moment by what was seen until then.
public final class Checkup: Sendable {
  let pool: CheckedPool
  let checks: [Check]
  private let file: CheckStateFile
  private let sight: Mutex<Sight>
  private let remarks = Mutex<[String]>([])

  /// - Parameter environment: says where files are kept from run to run.
  public init(_ pool: CheckedPool, _ checks: [Check], environment: [String: String]) {
    self.pool = pool
    self.checks = checks
    file = CheckStateFile(
      environment: environment, pool: pool.source, nodes: pool.live.nodes.map(\.name), checks: checks.map(\.name))
    var sight = Sight(pool)
    sight.known = pool.sessions.flatMap { GuardFiles(environment: environment, pool: $0).known }
    self.sight = Mutex(sight)
  }

  /// What came of the checks, by what has been seen so far.
  public func results(_ thresholds: Thresholds) -> [CheckResult] {
    let sight = sight.withLock { $0 }
    return checks.map { CheckResult($0, sight, thresholds) }
  }

  /// What must be said beside the results.
  public var notes: [String] { remarks.withLock { $0 } }

  /// Looks at everything that the checks need, all at the same time: a node that hangs costs its wait once. A listing
  /// that is not over by then is given up, and what it has not seen is not known; all else ends when its nodes do.
  ///
  /// Ends soon when its task is cancelled.
  public func look(until end: ContinuousClock.Instant) async {
    let needs = Set(checks.map(\.need))
    async let survey: Void = survey(needs)
    async let search: Void = search(needs, until: end)
    async let probe: Void = probe(needs)
    _ = await (survey, search, probe)
  }

  private func survey(_ needs: Set<Check.Need>) async {
    guard needs.contains(.survey) || needs.contains(.listing) else { return }
    let past = file.read()
    if let note = past.note { remarks.withLock { $0.append(note) } }
    await look(at: past.state)
    if !Task.isCancelled { save(over: past.state) }
  }

  private func probe(_ needs: Set<Check.Need>) async {
    guard needs.contains(.probe), let sessions = pool.sessions else { return }
    let probed = await CanaryProbe(sessions).run()
    // A canary that was called back tells nothing of its node.
    if Task.isCancelled { return }
    sight.withLock { $0.probe = .seen(probed) }
  }

  /// Asks all nodes at once, and notes each answer when it comes.
  private func look(at past: CheckState?) async {
    _ = await askAll(Array(pool.live.nodes.enumerated())) { node throws(NodeFailure) in
      let survey = await Survey(self.pool.live, nodes: [node.element], group: "items")
      // What failed because it was called off is no failure of the node.
      guard let sample = survey.samples.first, !Task.isCancelled else { return }
      self.sight.withLock { sight in
        let past = past?.nodes[node.element.name]
        sight.nodes[node.offset].sample = sample
        sight.nodes[node.offset].past = past
        sight.nodes[node.offset].counts = NodeCounts(sample, past: past, now: .now)
        sight.now = .now
      }
    }
  }

  /// What is known of nodes that did not answer this time stays.
  private func save(over past: CheckState?) {
    sight.withLock { sight in
      var state = past ?? CheckState(nodes: [:])
      for node in sight.nodes { if let counts = node.counts { state.nodes[node.name] = counts } }
      guard let reason = file.write(state) else { return }
      sight.stateProblem = "rates need what the last run saw, and \(file.path) cannot be written (\(reason))"
    }
  }

  private func search(_ needs: Set<Check.Need>, until end: ContinuousClock.Instant) async {
    guard let sessions = pool.sessions, !needs.isDisjoint(with: [.listing, .copies, .locks]) else { return }
    let search = ItemSearch(sessions)
    // What is found is asked for in the time that is left.
    let listed = await search.list(until: .now + (end - .now) * 0.6)
    switch listed {
    case .failure(let failure):
      let why = "what was listed could not be kept in \(failure.folder): \(failure.reason)"
      sight.withLock { sight in
        (sight.listing, sight.copies, sight.locks) = (.failed(why), .failed(why), .failed(why))
      }
    case .success(let found):
      sight.withLock { $0.listing = .seen(ListingSight(found)) }
      if needs.contains(.locks), pool.php?.locksSessions == true {
        let locks = await search.locks(found)
        if !Task.isCancelled { sight.withLock { $0.locks = .seen(locks) } }
      }
      if needs.contains(.copies), (pool.php?.placement.copyCount ?? 1) > 1 {
        let copies = await search.copies(found)
        if !Task.isCancelled { sight.withLock { $0.copies = .seen(copies) } }
      }
    }
  }
}

extension Sight {
  fileprivate init(_ pool: CheckedPool) {
    let live = pool.live.nodes
    var shares = Array(repeating: pool.php == nil ? 1 / Double(max(1, live.count)) : 0, count: live.count)
    var weights = Array(repeating: 1, count: live.count)
    if let sessions = pool.sessions {
      let placement = sessions.php.placement
      // Two entries of a save_path can mean one node.
      for (index, (node, share)) in zip(sessions.liveIndices, zip(placement.nodes, placement.shares)) {
        shares[index] += share
        weights[index] = node.weight
      }
    }
    self.init(
      pool: pool.name, php: pool.php, findings: pool.findings,
      nodes: live.indices.map { Node(name: live[$0].name, share: shares[$0], weight: weights[$0]) }, now: .now)
  }
}
