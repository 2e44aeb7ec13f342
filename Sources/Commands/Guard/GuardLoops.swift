import Operations
import Synchronization

/// Runs guards side by side, each in rounds of its own, until they are to end; an act in hand is brought to its end first.
final class GuardLoops: Sendable {
  private struct State {
    /// The rounds end.
    var isStopped = false
    /// The acts have ended, too.
    var isOver = false
    var sleeps: [Int: Task<Void, Never>] = [:]
    var numbers = 0
    /// When each loop has ended a round last.
    var pulses: [Int: ContinuousClock.Instant] = [:]
  }

  private let guards: [(PoolGuard, FencedNode?)]
  private let pause: Duration
  private let notice: ServiceNotice
  private let events: EventSink
  private let state = Mutex(State())

  /// A round that takes longer hangs: systemd's watchdog may end it.
  private static let longestRound = Duration.seconds(900)
  private static let look = Duration.seconds(1)

  init(_ guards: [(PoolGuard, FencedNode?)], _ pause: Duration, _ notice: ServiceNotice, _ events: EventSink) {
    self.guards = guards
    self.pause = pause
    self.notice = notice
    self.events = events
  }

  /// - Parameter next: asked each second; not nil: the loops end, and it is handed out. Nil is handed out when the task is
  ///   cancelled.
  func run<Next: Sendable>(_ next: () async -> Next?) async -> Next? {
    let (watching, fencing) = loops
    let beating = Task { await beat() }
    let result = await withTaskCancellationHandler {
      await watch(next)
    } onCancel: {
      stop()
    }
    stop()
    for task in watching { await task.value }
    // A lease is renewed until the acts in hand are over.
    state.withLock { $0.isOver = true }
    for task in fencing { await task.value }
    beating.cancel()
    return result
  }

  /// Tasks of their own, so that nothing that is under way is cancelled.
  private var loops: (watching: [Task<Void, Never>], fencing: [Task<Void, Never>]) {
    var (watching, fencing): ([Task<Void, Never>], [Task<Void, Never>]) = ([], [])
    for (number, (guarded, node)) in guards.enumerated() {
      pulse(2 * number)
      watching.append(
        Task {
          var watched = guarded
          while !isStopped {
            let end = ContinuousClock.now + pause
            await watched.round(waits: false) { self.events.tell($0) }
            pulse(2 * number)
            await sleep(until: end)
          }
          await watched.finish { self.events.tell($0) }
          watched.close()
          state.withLock { $0.pulses[2 * number] = nil }
        })
      guard let node else { continue }
      pulse(2 * number + 1)
      fencing.append(
        Task {
          while !state.withLock({ $0.isOver }) {
            let end = ContinuousClock.now + pause
            await node.round()
            pulse(2 * number + 1)
            await sleep(until: end)
          }
          await node.close()
        })
    }
    return (watching, fencing)
  }

  private func watch<Next>(_ next: () async -> Next?) async -> Next? {
    while !isStopped {
      await sleep(until: .now + Self.look)
      if !isStopped, let next = await next() { return next }
    }
    return nil
  }

  /// Tells systemd that all loops go on, until it is cancelled.
  private func beat() async {
    guard let heartbeat = notice.heartbeat else { return }
    while !Task.isCancelled {
      if isAlive { notice.tell(.watchdog) }
      try? await Task.sleep(for: heartbeat)
    }
  }

  private var isStopped: Bool { state.withLock { $0.isStopped } }

  private var isAlive: Bool {
    state.withLock { state in state.pulses.values.allSatisfy { .now - $0 < Self.longestRound } }
  }

  private func pulse(_ loop: Int) { state.withLock { $0.pulses[loop] = .now } }

  private func stop() {
    state.withLock { state in
      state.isStopped = true
      for sleep in state.sleeps.values { sleep.cancel() }
    }
  }

  /// Returns then, or as soon as the rounds are to end.
  private func sleep(until instant: ContinuousClock.Instant) async {
    let (number, task) = state.withLock { state in
      state.numbers += 1
      let task = Task { _ = try? await Task.sleep(until: instant, clock: .continuous) }
      state.sleeps[state.numbers] = task
      if state.isOver { task.cancel() }
      return (state.numbers, task)
    }
    await task.value
    state.withLock { state in state.sleeps[number] = nil }
  }
}
