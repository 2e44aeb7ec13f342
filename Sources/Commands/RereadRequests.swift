import Synchronization

/// SIGHUP as services understand it: read the configuration anew. Until a command says that it does so, SIGHUP asks it
/// to stop, as it asks every other.
final class RereadRequests: Sendable {
  private let state = Mutex((isHeeded: false, isWaiting: false))

  /// From now on requests are for this command.
  func heed() { state.withLock { $0.isHeeded = true } }

  /// Whether there was a request since the last call; several are one.
  func take() -> Bool {
    state.withLock { state in
      defer { state.isWaiting = false }
      return state.isWaiting
    }
  }

  /// False: nobody heeds requests.
  func ask() -> Bool {
    state.withLock { state in
      if state.isHeeded { state.isWaiting = true }
      return state.isHeeded
    }
  }
}
