import FoundationEssentials
import Glibc
public import MemcacheClient
import Placement

/// Keeps the node of this machine closed to the web servers while it may hold old sessions: plays the rounds of its lease,
/// and refills it before it is opened again.
///
/// Its rounds go beside those of `PoolGuard`, whose acts take their time: a lease that nobody renews runs out.
public actor FencedNode {
  /// What the operator's commands do.
  public enum Step: Hashable, Sendable {
    case close
    case open(until: ContinuousClock.Instant)
  }

  private let pool: SessionPool
  private let fence: Fence
  private let name: String
  /// By index in the live pool.
  private let own: Int
  private let witnessDialer: any Dialer
  private let perform: @Sendable (Step) async -> String?
  private let report: PoolGuard.Report
  private let file: StateFile<Past>
  private let boot: String

  private var watch: NodeWatch
  private var lease: Lease
  /// Of the node at its last new connection.
  private var mark: NodeMark?
  private var refill: Task<Void, Never>?
  /// The operator's command that was begun last.
  private var latest: Task<String?, Never>?
  /// Nil: none runs.
  private var refilling: ContinuousClock.Instant?
  /// Troubles, since a command has worked last.
  private var told: Set<String> = []
  /// Until when the permit runs that the operator's command has given last, or that of a guard before this one; nil: it is
  /// closed.
  private var openUntil: ContinuousClock.Instant?
  /// When each permit that was tried has surely ended.
  private var lastPermitEnds: ContinuousClock.Instant
  /// Why the node is to be closed, as long as `--fence` did not work.
  private var closing: String?
  private let commandLimit: Duration

  private let item: FenceItem
  /// Of the last round in which the node was open, and of the opening.
  private var marks: FenceMarks?
  private var opened: OutageMarks?
  private var marking: Task<Void, Never>?
  /// Of the others, in the last round.
  private var answering: [LiveNode] = []
  /// Memcached fell silent while all others answered: who wrote then has written to them.
  private var fellSilent = false
  /// What was written before the closing and since; taken once for each.
  private var closed: (before: OutageMarks?, since: OutageMarks?)?

  /// What a guard that is started anew within its lease goes on from.
  private struct Past: Codable, Hashable {
    /// Nil: it was not held.
    var lease: LeaseRecord?
    var mark: NodeMark
    var marks: FenceMarks?
    var openUntil: ContinuousClock.Instant?
  }

  /// - Parameters:
  ///   - name: of the pool, for events.
  ///   - duration: of the lease; see `Lease.duration`.
  ///   - files: of the pool's guard.
  ///   - witnessDialer: without TLS and login, for witnesses are any service.
  ///   - perform: runs the operator's command; returns why it did not work, nil: it did.
  public init(
    _ pool: SessionPool, name: String, fence: Fence, duration: Duration, files: GuardFiles,
    witnessDialer: any Dialer, report: @escaping PoolGuard.Report, perform: @escaping @Sendable (Step) async -> String?
  ) {
    self.pool = pool
    self.name = name
    self.fence = fence
    self.witnessDialer = witnessDialer
    self.perform = perform
    self.report = report
    own = pool.live.nodes.firstIndex(of: fence.own) ?? 0
    boot = (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)) ?? ""
    file = StateFile(path: files.lease)
    watch = NodeWatch(pool.live, nil)
    let past = file.read(loss: "the node is closed and refilled first") { _ in true }.state
    mark = past?.mark
    marks = past?.marks
    item = FenceItem(pool, own: own)
    commandLimit = Lease.commandLimit(duration: duration)
    // A guard before this one may have given one.
    lastPermitEnds = .now + duration
    lease = Lease(
      members: fence.members, duration: duration, resuming: boot.isEmpty ? nil : past?.lease, boot: boot, at: .now)
    // The lease may have been renewed, and the permit not.
    if lease.until != nil { openUntil = past?.openUntil ?? .now }
  }

  /// Asks all members, and does what follows from that; the refill goes on behind it.
  public func round() async {
    let start = ContinuousClock.now
    async let witnesses = fence.witnessesReached(by: witnessDialer)
    var watch = watch
    let answers = await watch.round(closely: false, beatsAt: nil)
    self.watch = watch
    var states: [LiveNode: NodeState] = [:]
    for (node, answer) in zip(pool.live.nodes, answers) {
      states[node] = if case .failure(let failure) = answer { failure.state } else { .up }
    }
    let (others, witnessed) = (fence.othersReached(states), await witnesses)
    let reached = others + witnessed
    if Task.isCancelled { return }
    let isSame = isSame(answers[own])
    let before = lease.state
    for act in lease.round(
      ownAnswers: isSame, reached: reached, isWitnessed: fence.isWitnessed(witnessed), at: start)
    {
      switch act {
      case .fence:
        if before == .held, states[fence.own] != .up { fellSilent = others == fence.others.count }
        let reason =
          if !isSame {
            "memcached is \(states[fence.own]?.rawValue ?? "away") or began anew"
          } else if before == .unknown {
            "this guard begins: the node is refilled before it is opened"
          } else {
            "its lease ran out: \(1 + reached) of \(fence.members) members are reached"
              + (fence.isWitnessed(witnessed) ? "" : ", and no witness")
          }
        beginClosing(reason)
      case .refillFirst: refilling = nil
      case .permit: break
      case .renew(let until): await renew(until)
      }
    }
    answering = fence.others.filter { states[$0] == .up }
    if lease.state != .held { await fenceOff() }
    // One that failed is begun again.
    if case .returning = lease.state, refilling == nil, closing == nil || .now > lastPermitEnds {
      refilling = start
      refill = Task { await refillAndOpen(since: start) }
    }
    if lease.state == .held, lease.until == start + lease.duration { note() }
    keep()
  }

  /// Puts this moment's marks on the nodes that answered, beside the rounds.
  private func note() {
    guard marking == nil else { return }
    let others = answering
    marking = Task {
      let new = await item.write(others: others, after: marks)
      // Half of them would put nothing in order.
      if let new, others.allSatisfy({ new.others[$0.name]?.last != nil }), lease.state == .held { marks = new }
      marking = nil
    }
  }

  private func beginClosing(_ reason: String) {
    (closing, openUntil, refilling) = (reason, nil, nil)
    refill?.cancel()
  }

  /// Again each round, until it is closed.
  private func fenceOff() async {
    guard let reason = closing else { return }
    let failure = await performed(.close)
    // It may have been opened meanwhile: a permit that ends by itself closes it, too.
    if lease.state == .held { return }
    await FencedMark(pool).set(on: own)
    if lease.state == .held { await FencedMark(pool).remove(from: own) }
    if let failure {
      await tell(.trouble, "--fence did not work, and is run again: \(failure)")
    } else if closing == reason {
      (closing, told) = (nil, [])
      await tell(.fenced, reason)
    }
  }

  /// Ends its connections. A permit that runs goes on to its end, within which another guard may take it over.
  public func close() async {
    refill?.cancel()
    await refill?.value
    await marking?.value
    watch.close()
  }

  private func refillAndOpen(since began: ContinuousClock.Instant) async {
    let refill = FencedRefill(pool: pool, node: own)
    do {
      await FencedMark(pool).set(on: own)
      let (before, since) = await marksOfClosing()
      try await refill.run(since: began, before: before, closed: since) { await self.open(refilledSince: began, $0) }
      if lease.state == .held { try await settle(refill) }
    } catch is CancellationError {
    } catch {
      let reason =
        (error as? FencedRefill.Unfinished).map { "it cannot be refilled: \($0.reason)" }
        ?? "the nodes could not be listed: \(error)"
      await tell(
        .trouble,
        lease.state == .held
          ? "what was written past it before it was opened may be missing (mcpool recover brings it): \(reason)"
          : "it stays closed, because \(reason)")
    }
    if refilling == began { refilling = nil }
  }

  private func marksOfClosing() async -> (before: OutageMarks?, since: OutageMarks?) {
    if let closed { return closed }
    await marking?.value
    let names = pool.live.nodes.map(\.name)
    let found = await item.find()
    let before = marks?.outage(of: names, own: own, found: found, isOld: fellSilent)
    let since = await item.write(others: answering)?.closed(of: names, own: own)
    if since != nil { closed = (before, since) }
    return (before, since)
  }

  private func open(refilledSince began: ContinuousClock.Instant, _ message: String) async {
    let now = await item.write(others: answering)
    for case .permit(let until) in lease.refilled(began: began, at: .now) {
      closed = nil
      let failure = await permit(until)
      // It is to be closed again already.
      guard lease.state == .held else { continue }
      if let failure {
        lease.lapsed()
        closing = "it could not be opened"
        await tell(.trouble, "it stays closed, because --unfence did not work: \(failure)")
        await fenceOff()
      } else {
        (marks, opened) = (now, now?.outage(of: pool.live.nodes.map(\.name), own: own))
        (closing, fellSilent, told) = (nil, false, [])
        await tell(.unfenced, message + doubt)
        await FencedMark(pool).remove(from: own)
      }
    }
    keep()
  }

  /// Workers that found the node closed may write past it for a while.
  private func settle(_ refill: FencedRefill) async throws {
    let now = ContinuousClock.now
    try await refill.bring(opened)
    guard case .atMost(let time)? = refill.avoidance else { return }
    try await Task.sleep(until: now + time, clock: .continuous)
    try await refill.bring(opened)
  }

  private var doubt: String {
    guard case .untilRestart(let reason)? = FencedRefill(pool: pool, node: own).avoidance else { return "" }
    return "; workers may write past it for good (\(reason)): restart PHP's workers, then run mcpool recover"
  }

  /// The own node answers, and is what it was in the round before.
  private func isSame(_ answer: Result<NodeWatch.Answer, NodeFailure>) -> Bool {
    guard case .success(let answer) = answer else { return false }
    guard let now = answer.mark else { return true }
    defer { mark = now }
    guard let mark else { return true }
    switch NodeReturn(before: mark, after: now) {
    case .neverDown, .full, .statsReset: return true
    case .warmRestart, .coldRestart, .flushed, .replaced: return false
    }
  }

  /// A permit that ended before this one began, as on a machine that stood still, has closed the node for a moment. One
  /// that was not given is tried again as long as the last one runs.
  private func renew(_ until: ContinuousClock.Instant) async {
    // The first permit is under way.
    guard let before = openUntil else { return }
    if .now < before {
      if let failure = await permit(until) {
        lease.unrenewed()
        await tell(.trouble, "--unfence did not work, and is run again: \(failure)")
      } else {
        told = []
      }
    }
    guard lease.state == .held, .now >= before else { return }
    lease.lapsed()
    beginClosing("its permit ended before it was renewed")
  }

  /// Returns why it was not given.
  private func permit(_ until: ContinuousClock.Instant) async -> String? {
    lastPermitEnds = max(lastPermitEnds, until)
    let failure = await performed(.open(until: until))
    if failure == nil, lease.state == .held { openUntil = max(until - commandLimit, openUntil ?? until - commandLimit) }
    return failure
  }

  /// One command after the other, in the order in which they were due: rounds go on while one runs.
  private func performed(_ step: Step) async -> String? {
    let (before, perform) = (latest, perform)
    let task = Task {
      _ = await before?.value
      return await perform(step)
    }
    latest = task
    return await task.value
  }

  /// The same is said once.
  private func tell(_ kind: GuardEvent.Kind, _ message: String) async {
    if kind == .trouble, !told.insert(message).inserted { return }
    await report(GuardEvent(kind, pool: name, node: fence.own.name, message))
  }

  private func keep() {
    guard let mark else { return }
    _ = file.write(Past(lease: lease.record(boot: boot), mark: mark, marks: marks, openUntil: openUntil))
  }
}
