import MemcacheClient
import Operations

/// Shows sessions batch by batch: while one is written the nodes are asked for the next one. Memory does not grow with
/// the number of sessions.
struct ShowRun: Sendable {
  let writer: ShowWriter
  let output: ByteSink

  func show(_ batches: IDBatches) async throws -> ExitStatus {
    try output.write(writer.beginning)
    let (reader, isComplete): (SessionReader, Bool)
    do {
      (reader, isComplete) = try await showAll(batches)
    } catch is CancellationError {
      // A list stays a list; that it is not whole stands on standard error and in the exit code.
      try output.write(writer.ending)
      throw CancellationError()
    }
    try output.write(writer.ending + writer.remarks(on: Array(reader.failures.values)))
    let nodes = ExitStatus(reader.states)
    return nodes != .fine || isComplete ? nodes : .no
  }

  /// True when every session is somewhere.
  private func showAll(_ batches: IDBatches) async throws -> (SessionReader, Bool) {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      var reader = SessionReader(writer.pool)
      var pace = Pace()
      var isComplete = true
      var isFirst = true
      try await batches.forEach { ids in
        var rest = ids[...]
        while !rest.isEmpty {
          let batch = Array(rest.prefix(pace.size))
          rest = rest.dropFirst(batch.count)
          let answers = await reader.read(batch)
          try Task.checkCancellation()
          pace.note(bytes: answers.valueBytes, of: batch.count)
          // One at a time, so that the order stays.
          if let whole = try await group.next() { isComplete = isComplete && whole }
          let heading = isFirst
          group.addTask { [writer, output] in
            let sessions = answers.sessions(of: writer.pool)
            try output.write(writer.text(sessions, heading: heading).span)
            return sessions.allSatisfy(\.isPresent)
          }
          isFirst = false
        }
      }
      if let whole = try await group.next() { isComplete = isComplete && whole }
      return (reader, isComplete)
    }
  }
}

/// How many sessions are asked for at once: as many as come with some megabytes of values, by what came last.
private struct Pace {
  private static let bytes = 16 << 20
  private static let most = 2000
  /// The largest sessions have a megabyte, and each of the first ones may.
  private(set) var size = 64

  mutating func note(bytes: Int, of sessions: Int) {
    let fitting = Self.bytes / max(1, bytes / max(1, sessions))
    size = max(1, min(Self.most, size * 8, fitting))
  }
}
