import MemcacheClient
import Operations
import Placement

/// Shows sessions batch by batch: while some are written the nodes are asked for the next ones. Memory does not grow
/// with the number of sessions.
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
    try await withThrowingTaskGroup(of: Shown.self) { group in
      var reader = SessionReader(writer.pool)
      let turns = Turns(output)
      var pace = Pace()
      var isComplete = true
      var started = 0
      var done = 0
      var written = 0
      var idle: [NodeConnections] = []
      defer { for index in idle.indices { idle[index].close() } }
      func take(_ shown: Shown) {
        done += 1
        written = max(written, shown.written)
        isComplete = isComplete && shown.isComplete
        reader.heed(shown.lesson)
        pace.note(bytes: shown.bytes, of: shown.count)
        idle.append(shown.connections)
      }
      try await batches.forEachBatch { ids in
        var next = 0
        while next < ids.count {
          // How much comes, and who answers, shows in the first batch.
          while started > written, done == 0 || started - written >= Self.atOnce, let shown = try await group.next() {
            take(shown)
          }
          try Task.checkCancellation()
          let end = min(ids.count, next + pace.size)
          let batch = ids.part(next..<end)
          next = end
          let number = started
          let knowing = reader
          let connections = idle.popLast() ?? NodeConnections()
          group.addTask { try await show(batch, number, knowing, turns, connections) }
          started += 1
        }
      }
      while let shown = try await group.next() { take(shown) }
      try Task.checkCancellation()
      return (reader, isComplete)
    }
  }

  /// Batches that are asked for, or are there and not written.
  private static let atOnce = 4

  /// What is left to know of a batch once its text is handed over.
  private struct Shown: Sendable {
    let count: Int
    let bytes: Int
    let isComplete: Bool
    let lesson: SessionReader.Lesson
    /// How many batches are written.
    let written: Int
    let connections: NodeConnections
  }

  private func show(
    _ ids: SessionBatch, _ number: Int, _ reader: SessionReader, _ turns: Turns, _ connections: NodeConnections
  ) async throws -> Shown {
    var connections = connections
    do {
      let answers = await reader.read(ids, over: &connections)
      try Task.checkCancellation()
      var used = await turns.usedPages()
      let text = writer.text(answers.sessions(of: writer.pool), heading: number == 0, reusing: &used)
      return Shown(
        count: ids.count, bytes: answers.valueBytes, isComplete: answers.areAllPresent, lesson: answers.lesson,
        written: try await turns.write(text, number), connections: connections)
    } catch {
      connections.close()
      throw error
    }
  }
}

/// Writes the texts of batches in the order of their numbers, in whichever they come.
private actor Turns {
  private let output: ByteSink
  private var next = 0
  private var waiting: [Int: [[UInt8]]] = [:]
  private var used: [[UInt8]] = []

  /// As many as one batch has, or a few more, come back again and again.
  private static let mostUsed = 100

  init(_ output: ByteSink) { self.output = output }

  /// Pages that are written, to be filled again.
  func usedPages() -> [[UInt8]] {
    let some = Array(used.suffix(Self.mostUsed / 4))
    used.removeLast(some.count)
    return some
  }

  /// Takes the text of a batch; how many batches are written behind that.
  func write(_ text: [[UInt8]], _ number: Int) throws -> Int {
    waiting[number] = text
    while let pages = waiting.removeValue(forKey: next) {
      for page in pages { try output.write(page.span) }
      if used.count < Self.mostUsed { used += pages }
      next += 1
    }
    return next
  }
}

/// How many sessions are asked for at once: as many as come with some megabytes of values, by what came last.
private struct Pace {
  private static let bytes = 4 << 20
  /// Together they stay below what is taken of a server at once, even where small ones are followed by a megabyte each.
  private static let most = 1000
  /// The largest sessions have a megabyte, and each of the first ones may.
  private(set) var size = 64

  mutating func note(bytes: Int, of sessions: Int) {
    let fitting = Self.bytes / max(1, bytes / max(1, sessions))
    size = max(1, min(Self.most, size * 8, fitting))
  }
}
