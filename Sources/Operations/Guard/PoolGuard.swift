import FoundationEssentials
public import MemcacheClient
import Placement

/// Watches the nodes of one pool round by round, and does for a node that comes back what the pool's rule needs: at its
/// first good answer, and once more when no worker of PHP avoids it any more.
public struct PoolGuard: Sendable {
  public typealias Report = @Sendable (GuardEvent) async -> Void

  let pool: SessionPool
  let name: String
  /// False: it says what it would do, and writes nothing.
  let acts: Bool
  let files: GuardFiles
  /// Kept for as long as this one lives.
  private let hold: GuardHold
  let log: AuditLog
  let slots: GuardSlots
  var state: GuardState
  var spools: SpoolKeeper
  /// Acts that failed are tried again, by index of the node: not before then, and after twice the pause.
  var delays: [Int: Delay] = [:]
  /// Acts under way, by index of the node.
  var running: [Int: RunningAct] = [:]
  /// What was said once of a node that waits for its cure.
  var told: [Int: String] = [:]

  private var watch: NodeWatch
  private var saved: [String: NodeLife.State]?
  private var savedAt = ContinuousClock.now
  private var isSaveFailing = false
  /// When the last round began, in microseconds since 1970.
  private var latest = 0
  private var lookedClosely: ContinuousClock.Instant?
  private var sampled: ContinuousClock.Instant

  struct Delay: Sendable {
    var until: ContinuousClock.Instant
    var pause: Duration
  }

  /// Nodes are asked what they are, and this guard's items renewed.
  private static let closeInterval = Duration.seconds(5)
  private static let saveInterval = Duration.seconds(15)
  private static let sampleInterval = Duration.seconds(300)
  private static let sampleTime = Duration.seconds(10)

  /// - Parameter name: of the pool, for events.
  public init(_ pool: SessionPool, name: String, acts: Bool, hold: GuardHold, log: AuditLog) {
    self.pool = pool
    self.name = name
    self.acts = acts
    self.hold = hold
    files = hold.files
    self.log = log
    let past = files.state.read(
      loss: "what was known of the nodes is lost, so a node that is away now is met as a new one"
    ) {
      $0.version == GuardState.current
    }
    note = past.note
    state = past.state ?? GuardState(guardID: String(UInt64.random(in: .min ... .max), radix: 36))
    // A node that left the pool is none of its business.
    let names = Set(pool.live.nodes.map(\.name))
    state.nodes = state.nodes.filter { names.contains($0.key) }
    for node in pool.live.nodes where state.nodes[node.name] == nil { state.nodes[node.name] = GuardState.Node() }
    slots = GuardSlots(pool, guardID: state.guardID)
    watch = NodeWatch(pool.live, acts ? slots : nil)
    spools = SpoolKeeper(pool, files)
    sampled = .now
  }

  private var note: String?

  /// Waits for what is under way.
  public mutating func finish(_ report: Report) async {
    for index in running.keys.sorted() {
      await mend(index, waits: true, report)
      await settle(index, waits: true, report)
    }
    await spools.finish()
  }

  /// Ends its connections, and lets another guard have its files; its state is kept.
  public mutating func close() {
    _ = files.state.write(state)
    watch.close()
    spools.close()
    hold.release()
  }

  /// Every node is up, and none waits for anything.
  public var isSettled: Bool { state.nodes.values.allSatisfy { $0.life.state == .up } }

  /// An answer is missing, which may be this machine's fault.
  public var hasSuspects: Bool {
    state.nodes.values.contains { if case .suspect = $0.life.state { true } else { false } }
  }

  /// How each node has failed in the last round; up where it has not.
  public private(set) var nodeStates: [NodeState] = []

  /// A node has answered and is not waiting to be mended.
  public func isMended(_ index: Int) -> Bool {
    switch state.nodes[pool.live.nodes[index].name]?.life.state {
    case .up, .healing: true
    default: false
    }
  }

  public func isUp(_ index: Int) -> Bool {
    switch state.nodes[pool.live.nodes[index].name]?.life.state {
    case .up, .healing, .returned: true
    default: false
    }
  }

  /// Asks every node once, and does what is due.
  ///
  /// - Parameters:
  ///   - closely: ask all nodes what they are, as a first round does anyway.
  ///   - waits: returns when what is due is done, however long it takes; else acts go on beside the next rounds.
  public mutating func round(closely: Bool = false, waits: Bool = true, _ report: Report) async {
    if let note {
      await report(event(.trouble, nil, note))
      self.note = nil
    }
    let isClose = closely || lookedClosely.map { .now - $0 >= Self.closeInterval } ?? true
    if isClose { lookedClosely = .now }
    let now = Self.now
    let round = max(latest + 1, Int(Date.now.timeIntervalSince1970 * 1_000_000))
    let answers = await watch.round(closely: isClose, beatsAt: acts && isClose ? now : nil)
    if Task.isCancelled { return }
    latest = round
    nodeStates = answers.map { answer in if case .failure(let failure) = answer { failure.state } else { .up } }
    for (index, answer) in answers.enumerated() { await take(answer, of: index, at: Self.now, report) }
    await save(report)
    if acts { for trouble in spools.keep(state) { await report(event(.trouble, trouble.node, trouble.message)) } }
    for index in pool.live.nodes.indices where !Task.isCancelled {
      await mend(index, waits: waits, report)
      await settle(index, waits: waits, report)
    }
    if acts, isSettled, .now - sampled >= Self.sampleInterval { await sample(report) }
    await save(report)
  }

  private mutating func take(
    _ answer: Result<NodeWatch.Answer, NodeFailure>, of index: Int, at now: Int, _ report: Report
  ) async {
    let node = pool.live.nodes[index].name
    switch answer {
    case .failure(let failure):
      await fail(failure.state, failure.reason, node, at: now, report)
    case .success(let answer):
      if answer.wasCut { await fail(.reset, "its connection broke", node, at: now, report) }
      let before = state
      if let mark = answer.mark {
        let event = state.nodes[node]?.life.answered(mark, at: now)
        state.nodes[node]?.markedAt = now
        if case .returned = event, before.nodes[node]?.isWell == true {
          // Nobody saw it away.
          var past = before
          past.beginOutage(of: node)
          state.nodes[node]?.outage = past.nodes[node]?.outage
        }
        if let event { await tell(event, of: node, index, report) }
      } else if state.nodes[node]?.life.state == .unknown {
        await once(
          index,
          event(
            .trouble, node,
            "it answers, and does not tell its process and its clock (a proxy?): what becomes of it cannot be seen"),
          report)
      } else {
        state.nodes[node]?.life.stayed(at: now)
      }
      if let cas = answer.beat {
        let beats = state.nodes[node]?.beats ?? []
        state.nodes[node]?.beats = beats.suffix(2) + [GuardState.Beat(round: latest, cas: cas)]
      }
    }
  }

  private mutating func fail(
    _ failure: NodeState, _ reason: String, _ node: String, at now: Int, _ report: Report
  ) async {
    let event = state.nodes[node]?.life.failed(failure, at: now)
    if event != nil { state.beginOutage(of: node) }
    switch event {
    case .suspected: await report(self.event(.suspected, node, "\(failure.rawValue): \(reason)"))
    case .went: await report(self.event(.down, node, "\(failure.rawValue): \(reason)"))
    default: break
    }
  }

  private mutating func tell(_ event: NodeLife.Event, of node: String, _ index: Int, _ report: Report) async {
    switch event {
    case .met: await report(self.event(.met, node, "it answers; nothing is known of before"))
    case .returned(let kind, let down):
      told[index] = nil
      delays[index] = nil
      spools.stop(index)
      var line = self.event(.returned, node, "\(kind.rawValue), away for \(down) s at most")
      (line.returned, line.downSeconds) = (kind, down)
      await report(line)
    case .suspected, .went, .mended, .settled: break
    }
  }

  /// Without an outage that was seen copies should not differ; a sample of them is compared now and then.
  private mutating func sample(_ report: Report) async {
    sampled = .now
    guard pool.php.placement.copyCount > 1 else { return }
    let search = ItemSearch(pool)
    guard case .success(let found) = await search.list(until: .now + Self.sampleTime) else { return }
    let sight = await search.copies(found)
    if sight.differing.isEmpty { return }
    await report(
      event(
        .diverged, nil,
        "of \(sight.judged) sessions at random \(sight.differing.count) have copies that differ (\(sight.differing[0])): "
          + "look with mcpool recover --dry-run"))
  }

  /// At once when something has become of a node, and now and then for the rest.
  private mutating func save(_ report: Report) async {
    let states = state.nodes.mapValues(\.life.state)
    if states == saved, .now - savedAt < Self.saveInterval { return }
    savedAt = .now
    if let reason = files.state.write(state) {
      if !isSaveFailing {
        await report(
          event(
            .trouble, nil,
            "\(files.state.path) cannot be written (\(reason)): until it can, a guard that is started anew does not know what this "
              + "one has seen"))
      }
      isSaveFailing = true
    } else {
      isSaveFailing = false
      saved = states
    }
  }

  func event(_ kind: GuardEvent.Kind, _ node: String?, _ message: String) -> GuardEvent {
    GuardEvent(kind, pool: name, node: node, message)
  }

  static var now: Int { Int(Date.now.timeIntervalSince1970) }
}
