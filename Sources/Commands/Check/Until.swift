import Dispatch

/// Runs work for as long as there is time, and comes back then whatever the work does: it is told to stop, and not
/// waited for. Nil: it was not done in time.
///
/// The clock runs on a thread of its own. Throws `CancellationError` when the caller is cancelled first.
func until<Value: Sendable>(
  _ end: ContinuousClock.Instant, _ work: @escaping @Sendable () async -> Value
) async throws -> Value? {
  let (answers, continuation) = AsyncStream<Value?>.makeStream(bufferingPolicy: .bufferingOldest(1))
  let task = Task {
    continuation.yield(await work())
    continuation.finish()
  }
  defer { task.cancel() }
  let left = max(.zero, end - .now).components
  DispatchQueue.global().asyncAfter(
    deadline: .now() + Double(left.seconds) + Double(left.attoseconds) / 1e18
  ) {
    continuation.yield(nil)
    continuation.finish()
  }
  for await answer in answers { return answer }
  throw CancellationError()
}
