import Dispatch

/// Runs work that reads or writes a file on a thread that may be blocked.
func blocking<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
  let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
    DispatchQueue.global().async { continuation.resume(returning: Result { try work() }) }
  }
  return try result.get()
}
