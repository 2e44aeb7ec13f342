import MemcacheClient
import Synchronization

/// An act on one node that goes on beside the rounds of its guard.
final class RunningAct: Sendable {
  enum Outcome: Sendable {
    case done(PoolGuard.Done, took: Duration)
    /// Another guard has the claim.
    case held
    case failed(NodeFailure)
  }

  /// The life of the node when it began: what becomes of it meanwhile needs an act of its own.
  let state: NodeLife.State
  private let work: Task<Outcome, Never>

  init(_ state: NodeLife.State, _ claim: Claim, _ act: @escaping @Sendable () async -> PoolGuard.Done) {
    self.state = state
    let box = OutcomeBox()
    let work = Task {
      let start = ContinuousClock.now
      let outcome: Outcome
      do throws(NodeFailure) {
        outcome = try await claim.during(act).map { .done($0, took: .now - start) } ?? .held
      } catch {
        outcome = .failed(error)
      }
      box.outcome.withLock { $0 = outcome }
      return outcome
    }
    self.work = work
    self.box = box
  }

  /// Nil: it is not over.
  var result: Outcome? { box.outcome.withLock { $0 } }

  /// Returns when it is over.
  func ended() async -> Outcome { await work.value }

  private let box: OutcomeBox

  private final class OutcomeBox: Sendable { let outcome = Mutex<Outcome?>(nil) }
}
