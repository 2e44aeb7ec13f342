import Operations
import Synchronization

/// Runs guards side by side, each in rounds of its own, until they are to end; an act in hand is brought to its end first.
final class GuardLoops: Sendable {
  private struct State {
    var isStopped = false
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
    let work = guards.enumerated().flatMap { number, pair in loops(number, pair.0, pair.1) }
    let result = await withTaskCancellationHandler {
      await watch(next)
    } onCancel: {
      stop()
    }
    stop()
    for task in work { await task.value }
    return result
  }

  /// Tasks of their own, so that nothing that is under way is cancelled.
  private func loops(_ number: Int, _ guarded: PoolGuard, _ node: FencedNode?) -> [Task<Void, Never>] {
    let watching = Task {
      var watched = guarded
      while !isStopped {
        let end = ContinuousClock.now + pause
        await watched.round(waits: false) { self.events.tell($0) }
        pulse(2 * number)
        await sleep(until: end)
      }
      await watched.finish { self.events.tell($0) }
      watched.close()
    }
    guard let node else { return [watching] }
    let fencing = Task {
      while !isStopped {
        let end = ContinuousClock.now + pause
        await node.round()
        pulse(2 * number + 1)
        await sleep(until: end)
      }
      await node.close()
    }
    return [watching, fencing]
  }

  private func watch<Next>(_ next: () async -> Next?) async -> Next? {
    var told = ContinuousClock.now
    while !isStopped {
      await sleep(until: .now + min(Self.look, notice.heartbeat ?? Self.look))
      if let heartbeat = notice.heartbeat, .now - told >= heartbeat, isAlive {
        notice.tell(.watchdog)
        told = .now
      }
      if !isStopped, let next = await next() { return next }
    }
    return nil
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

  /// Returns then, or when all is to end.
  private func sleep(until instant: ContinuousClock.Instant) async {
    let (number, task) = state.withLock { state in
      state.numbers += 1
      let task = Task { _ = try? await Task.sleep(until: instant, clock: .continuous) }
      state.sleeps[state.numbers] = task
      if state.isStopped { task.cancel() }
      return (state.numbers, task)
    }
    await task.value
    state.withLock { state in state.sleeps[number] = nil }
  }
}
