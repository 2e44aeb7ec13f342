import MemcacheClient
import Operations
import Placement
import Presentation
import Replay

/// Looks up sessions batch by batch and prints each batch as it is known.
struct Search: Sendable {
  let locator: Locator
  /// Nil: the nodes are not asked.
  let verifier: Verifier?

  func run(_ batches: IDBatches, into printer: inout LocatePrinter) async throws -> ExitStatus {
    var verifier = verifier
    var isComplete = true
    try printer.begin()
    do {
      try await batches.forEach { ids in
        var sessions = ids.map { LocatedSession(id: $0, location: locator.locate($0), keys: locator.keys) }
        if verifier != nil { sessions = await verifier?.verify(sessions) ?? sessions }
        try Task.checkCancellation()
        let complete = sessions.allSatisfy { verifier == nil ? $0.owner != nil : $0.isWhole }
        isComplete = isComplete && complete
        try printer.print(sessions)
      }
    } catch is CancellationError {
      // A list stays a list; that it is not whole stands on standard error and in the exit code.
      try printer.end(failures: [])
      throw CancellationError()
    }
    try printer.end(failures: verifier.map { Array($0.failures.values) } ?? [])
    let nodes = ExitStatus(verifier?.states ?? [])
    return nodes == .noNode || nodes == .noPermission ? nodes : isComplete ? .fine : .no
  }
}

/// Prints located sessions as they come: a list in JSON, rows in the other formats.
struct LocatePrinter {
  let renderer: Renderer
  let output: ByteSink
  let verifies: Bool
  private var isFirst = true

  init(renderer: Renderer, output: ByteSink, verifies: Bool) {
    self.renderer = renderer
    self.output = output
    self.verifies = verifies
  }

  func begin() throws {
    if renderer.format == .json { try output.write("[") }
  }

  mutating func print(_ sessions: [LocatedSession]) throws {
    if renderer.format == .json {
      for session in sessions {
        try output.write((isFirst ? "\n" : ",\n") + JSONText.pretty(session).dropLast())
        isFirst = false
      }
      return
    }
    if verifies {
      try output.write(renderer.render(VerifyReport(sessions), heading: isFirst))
    } else {
      try output.write(renderer.render(LocateReport(sessions), heading: isFirst))
    }
    isFirst = false
  }

  func end(failures: [NodeFailure]) throws {
    if renderer.format == .json { try output.write("\n]\n") }
    guard renderer.format == .table else { return }
    try output.write(failureNotes(failures, renderer))
  }
}
