import Synchronization

/// One waiting task, and several who may answer it, of whom the first counts: the work, or the caller who gives up.
final class FirstAnswer<Value: Sendable>: Sendable {
  private enum State {
    case open
    case awaited(CheckedContinuation<Value, Never>)
    case answeredEarly(Value)
    case done
  }

  private let state = Mutex(State.open)

  /// Call once.
  func wait() async -> Value {
    await withCheckedContinuation { continuation in
      let early = state.withLock { state -> Value? in
        if case .answeredEarly(let value) = state {
          state = .done
          return value
        }
        state = .awaited(continuation)
        return nil
      }
      if let early { continuation.resume(returning: early) }
    }
  }

  /// False when another answer came first.
  @discardableResult func answer(_ value: Value) -> Bool {
    let (first, continuation) = state.withLock { state -> (Bool, CheckedContinuation<Value, Never>?) in
      switch state {
      case .open:
        state = .answeredEarly(value)
        return (true, nil)
      case .awaited(let continuation):
        state = .done
        return (true, continuation)
      case .answeredEarly, .done:
        return (false, nil)
      }
    }
    continuation?.resume(returning: value)
    return first
  }

  var isAnswered: Bool {
    state.withLock { state in
      switch state {
      case .open, .awaited: false
      case .answeredEarly, .done: true
      }
    }
  }
}
