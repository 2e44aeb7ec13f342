import Dispatch

/// Runs work that reads or writes a file on a thread that may be blocked.
func blocking<Value: Sendable, Failure: Error>(
  _ work: @escaping @Sendable () throws(Failure) -> Value
) async throws(Failure) -> Value {
  let result = await withCheckedContinuation { continuation in
    DispatchQueue.global().async {
      do throws(Failure) {
        continuation.resume(returning: Result<Value, Failure>.success(try work()))
      } catch {
        continuation.resume(returning: .failure(error))
      }
    }
  }
  return try result.get()
}
