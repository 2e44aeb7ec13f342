import Glibc
import MemcacheProtocol
import Synchronization

/// Threads for name lookups: `getaddrinfo` blocks for as long as it likes and cannot be stopped, so it never runs where
/// others wait. There are at most `Limits.lookupThreads` of them, however many names are asked for; each ends when nothing
/// is left to do.
final class LookupThreads: Sendable {
  struct Work: Sendable {
    var run: @Sendable () -> Void
    /// Instead of `run` when the system has no thread for it.
    var fail: @Sendable () -> Void
  }

  static let shared = LookupThreads(limit: Limits.lookupThreads)

  private let limit: Int
  private let state = Mutex<(running: Int, waiting: [Work])>((0, []))

  init(limit: Int) { self.limit = limit }

  /// Done as soon as a thread is free.
  func add(_ work: Work) {
    let needsThread = state.withLock { state in
      state.waiting.append(work)
      guard state.running < limit else { return false }
      state.running += 1
      return true
    }
    guard needsThread, !startThread() else { return }
    let lost = state.withLock { state -> [Work] in
      state.running -= 1
      guard state.running == 0 else { return [] }  // those that run come to it
      defer { state.waiting = [] }
      return state.waiting
    }
    for work in lost { work.fail() }
  }

  private func work() {
    while true {
      let next = state.withLock { state -> Work? in
        guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
        state.running -= 1
        return nil
      }
      guard let next else { return }
      next.run()
    }
  }

  /// False when the system has no thread left.
  private func startThread() -> Bool {
    let own = Unmanaged.passRetained(self)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<LookupThreads>.fromOpaque(argument).takeRetainedValue().work()
        return nil
      }, own.toOpaque())
    guard code == 0 else {
      own.release()
      return false
    }
    pthread_detach(thread)
    return true
  }
}
