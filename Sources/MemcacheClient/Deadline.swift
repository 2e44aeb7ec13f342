import MemcacheProtocol
import Synchronization

/// When something last came, for work that may take long as long as it gets on.
final class Progress: Sendable {
  private let last = Mutex(ContinuousClock.now)

  func note() { last.withLock { $0 = .now } }
  /// Nothing further has to come: from now on silence is fine.
  func settle() { last.withLock { $0 = .now + .seconds(1_000_000_000) } }
  var isSettled: Bool { latest > .now }
  var latest: ContinuousClock.Instant { last.withLock { $0 } }
}

/// Runs the work for at most `limit`: the one place where waiting ends.
///
/// The work must end promptly when its task is cancelled, by closing its socket, and then throw `.cancelled`; when the
/// limit was the reason, that becomes `.late` here. Work that has ended otherwise by then keeps its own outcome.
///
/// - Parameters:
///   - progress: the limit counts from the latest progress instead of the beginning.
///   - most: how long such work may take in all.
func withDeadline<Value: Sendable>(
  _ limit: Duration, renewedBy progress: Progress? = nil, inAll most: Duration = Limits.bulkTime,
  _ work: @escaping @Sendable () async throws(NodeFailure) -> Value
) async throws(NodeFailure) -> Value {
  let start = ContinuousClock.now
  let whole = progress == nil ? limit : most
  let outcome = await withTaskGroup(of: Result<Value, NodeFailure>?.self) { group in
    group.addTask {
      do throws(NodeFailure) {
        return .success(try await work())
      } catch {
        return .failure(error)
      }
    }
    group.addTask {
      // Ends with nil when the time is over or when it is cancelled because the work is done.
      var end = start + min(limit, whole)
      repeat {
        do { try await Task.sleep(until: end, clock: .continuous) } catch { return nil }
        if let progress { end = min(progress.latest + limit, start + whole) }
      } while end > .now
      return nil
    }
    var late: Duration?
    while let next = await group.next() {
      if let outcome = next {
        group.cancelAll()
        return outcome.mapError { failure in late.map { failure.late(after: $0) } ?? failure }
      }
      if !Task.isCancelled { late = .now >= start + whole ? whole : limit }
      group.cancelAll()
    }
    preconditionFailure("the work of a deadline ends with an outcome")
  }
  return try outcome.get()
}

extension NodeFailure {
  fileprivate func late(after limit: Duration) -> NodeFailure {
    guard case .cancelled(let phase) = cause else { return self }
    return becoming(.late(phase, after: limit))
  }
}
