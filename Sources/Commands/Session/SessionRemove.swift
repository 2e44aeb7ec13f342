import ArgumentParser
import Operations
import Presentation

/// `session remove`: logs users out.
struct SessionRemove: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove every copy and lock of sessions, on every node.",
    discussion: """
      EXAMPLES
        mcpool session remove -p shop --dry-run qpbaobhql61ri2c3l6k3cu6nr3
        mcpool session remove -p shop qpbaobhql61ri2c3l6k3cu6nr3
        mcpool session remove --php 8.2/fpm --yes - < ids.txt

      The users are logged out. A session that a request has open at this moment is written again when that request
      ends, which nothing can prevent; the plan says how many are locked. Afterwards all nodes are looked at once more:
      which sessions came again, or may have been open, is said, and it ends with 2. Remove them again then.

      On a terminal it asks; elsewhere it needs --yes and an option that names the pool. Every act is written to
      the audit log ($XDG_STATE_HOME/mcpool/audit.jsonl). Ends with 1 when none was found or a node failed, with 2 when it
      was refused, declined or stopped half-way, or sessions may come again.
      """)

  @OptionGroup var sessions: SessionIDOptions
  @OptionGroup var act: ActOptions
  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws { try pool.validateRules(for: "session remove") }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let (pool, isExplicit) = try await pool.loadSessions(output, surroundings)
    let remove = Remove(try await sessions.batches(surroundings).all(of: pool), in: pool)
    let plan = await remove.plan()
    try Task.checkCancellation()
    let act = Act(
      plan: plan, isExplicit: isExplicit, options: act,
      question: "Remove \(plan.sessions == 1 ? "this session" : "these \(plan.sessions) sessions")?",
      declined: "nothing was removed", face: { RemoveTable($0) }, idle: .withoutWork(plan))
    return try await act.run(output, surroundings) { await remove.carryOut($0, log: $1) }
  }
}
