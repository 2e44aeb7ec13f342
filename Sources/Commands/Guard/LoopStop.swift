import Synchronization

/// Ends loops between two of their rounds.
final class LoopStop: Sendable {
  private struct State {
    var isSet = false
    var sleeps: [Int: Task<Void, Never>] = [:]
    var number = 0
  }

  private let state = Mutex(State())

  var isSet: Bool { state.withLock { $0.isSet } }

  func set() {
    state.withLock { state in
      state.isSet = true
      for sleep in state.sleeps.values { sleep.cancel() }
    }
  }

  /// Returns then, or when it is set.
  func sleep(until instant: ContinuousClock.Instant) async {
    let (number, task) = state.withLock { state in
      state.number += 1
      let task = Task { _ = try? await Task.sleep(until: instant, clock: .continuous) }
      state.sleeps[state.number] = task
      if state.isSet { task.cancel() }
      return (state.number, task)
    }
    await task.value
    state.withLock { state in state.sleeps[number] = nil }
  }
}
