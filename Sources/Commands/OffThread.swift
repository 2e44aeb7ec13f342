import Dispatch

/// Runs work that blocks (a question, reading standard input) on a thread of its own. When the task is cancelled the
/// waiting ends at once with `CancellationError`; the thread is left to its fate, for nothing can wake it.
func offThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
  let (answers, continuation) = AsyncStream<Result<Value, any Error>>.makeStream()
  DispatchQueue.global().async {
    continuation.yield(Result { try work() })
    continuation.finish()
  }
  for await answer in answers { return try answer.get() }
  throw CancellationError()
}
