import MemcacheClient
import Presentation

/// Below a table: why nodes gave no answer, and what to do about it.
func failureNotes(_ failures: [NodeFailure], _ renderer: Renderer) -> String {
  failures.sorted { $0.node < $1.node }.flatMap { failure in
    [Cell("\(failure.node): \(failure.reason)", tone: .bad), Cell("  try: \(failure.remedy)")]
  }
  .map(renderer.table.note).joined()
}
