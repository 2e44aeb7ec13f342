import ArgumentParser
import Operations
import Presentation

/// `session locks`: who keeps whom waiting.
struct SessionLocks: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "locks", abstract: "List the locks of sessions, the oldest first.",
    discussion: """
      EXAMPLES
        mcpool session locks --php 8.2/fpm
        mcpool session locks -p shop -o csv

      held: a request may still hold it. abandoned: none of this configuration can any more. immortal: it never ends by
      itself; its request may be dead for long, or run for long. Free ones, which pecl/memcache leaves behind, are only counted.

      AGE is the most that it can be with memcache, whose lock keeps its end when it changes hands. TRIES is how often
      waiting requests have asked for it, several times each; memcached does not count them.

      Ends with 1 when a node failed or could not be listed completely.
      """)

  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws { try pool.validateRules(for: "session locks") }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let (pool, _) = try await pool.loadSessions(output, surroundings)
    let outcome = try await LockSearch(pool).find()
    let renderer = output.renderer(surroundings)
    try surroundings.output.write(try renderer.render(LockTable(outcome)))
    if renderer.format != .table {
      for remark in outcome.remarks { surroundings.tell("\(remark.node): \(remark.summary)") }
    }
    let nodes = ExitStatus(outcome.states)
    return nodes == .fine && !outcome.isWhole ? .no : nodes
  }
}
