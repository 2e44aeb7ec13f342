import Operations
import Placement
import Presentation

extension IDBatches {
  /// All ids, each once, in their order: for acts, which look at all of them before they begin.
  ///
  /// Throws where PHP has no place for a session of that id: then nothing is done to the others either.
  func all(of pool: SessionPool) async throws -> [[UInt8]] {
    let placement = pool.php.placement
    var seen: Set<[UInt8]> = []
    var ids: [[UInt8]] = []
    try await forEach { batch in
      for id in batch where seen.insert(id).inserted {
        if let problem = placement.problem(with: id.span) {
          throw Failure(
            .usage, "'\(printable(id))' is no session's id: \(problem.message)", remedy: "leave it out, or correct it")
        }
        ids.append(id)
      }
    }
    return ids
  }
}
