import FoundationEssentials
import Glibc
public import MemcacheClient

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
  private var told: String?
  /// The end of the permit that the operator's command has given last, or that of a guard before this one; nil: none was
  /// given yet.
  private var openUntil: ContinuousClock.Instant?

  /// What a guard that is started anew within its lease goes on from.
  private struct Past: Codable, Hashable {
    var lease: LeaseRecord
    var mark: NodeMark
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
    lease = Lease(
      members: fence.members, duration: duration, resuming: boot.isEmpty ? nil : past?.lease, boot: boot, at: .now)
    openUntil = lease.until
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
    let reached = fence.othersReached(states) + (await witnesses)
    if Task.isCancelled { return }
    let isSame = isSame(answers[own])
    let before = lease.state
    for act in lease.round(ownAnswers: isSame, reached: reached, at: start) {
      switch act {
      case .fence:
        refill?.cancel()
        refilling = nil
        let reason =
          if !isSame {
            "memcached is \(states[fence.own]?.rawValue ?? "away") or began anew"
          } else if before == .unknown {
            "this guard begins: the node is refilled before it is opened"
          } else {
            "its lease ran out: \(1 + reached) of \(fence.members) members are reached"
          }
        await run(.close, .fenced, reason)
      case .refillFirst: refilling = nil
      case .permit(let until): await run(.open(until: until), .unfenced, "")
      case .renew(let until): await renew(until)
      }
    }
    // One that failed is begun again.
    if case .returning = lease.state, refilling == nil {
      refilling = start
      refill = Task { await refillAndOpen(since: start) }
    }
    keep()
  }

  /// Ends its connections. A permit that runs goes on to its end, within which another guard may take it over.
  public func close() async {
    refill?.cancel()
    await refill?.value
    watch.close()
  }

  private func refillAndOpen(since began: ContinuousClock.Instant) async {
    do {
      await FencedMark(pool).set(on: own)
      try await FencedRefill(pool: pool, node: own) { await self.open(refilledSince: began, $0) }.run()
    } catch is CancellationError {
    } catch let unfinished as FencedRefill.Unfinished {
      await tell(.trouble, "it stays closed, because it cannot be refilled: \(unfinished.reason)")
    } catch {
      await tell(.trouble, "it stays closed, because the nodes could not be listed: \(error)")
    }
    if refilling == began { refilling = nil }
  }

  private func open(refilledSince began: ContinuousClock.Instant, _ message: String) async {
    for case .permit(let until) in lease.refilled(began: began, at: .now) {
      await run(.open(until: until), .unfenced, message)
      await FencedMark(pool).remove(from: own)
    }
    keep()
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

  /// A permit that ended before this one began, as on a machine that stood still, has closed the node for a moment.
  private func renew(_ until: ContinuousClock.Instant) async {
    let before = openUntil
    await run(.open(until: until), nil, "")
    guard let before, .now >= before else { return }
    lease.lapsed()
    refill?.cancel()
    refilling = nil
    await run(.close, .fenced, "its permit ended before it was renewed")
  }

  private func run(_ step: Step, _ event: GuardEvent.Kind?, _ message: String) async {
    if let failure = await performed(step) {
      let verb = step == .close ? "--fence" : "--unfence"
      await tell(.trouble, "\(verb) did not work: \(failure)")
    } else {
      told = nil
      if case .open(let until) = step { openUntil = max(until, openUntil ?? until) }
    }
    if step == .close {
      openUntil = nil
      await FencedMark(pool).set(on: own)
    }
    if let event { await tell(event, message) }
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
    if kind == .trouble {
      if told == message { return }
      told = message
    }
    await report(GuardEvent(kind, pool: name, node: fence.own.name, message))
  }

  private func keep() {
    if let record = lease.record(boot: boot), let mark {
      _ = file.write(Past(lease: record, mark: mark))
    } else {
      unlink(file.path)
    }
  }
}
