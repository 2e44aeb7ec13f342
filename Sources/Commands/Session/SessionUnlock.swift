import ArgumentParser
import Operations
import Placement
import Presentation

/// `session unlock`: frees locks that nobody will give back.
struct SessionUnlock: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "unlock", abstract: "Free the lock of a session whose request died.",
    discussion: """
      EXAMPLES
        mcpool session unlock -p shop --dry-run qpbaobhql61ri2c3l6k3cu6nr3
        mcpool session unlock -p shop qpbaobhql61ri2c3l6k3cu6nr3
        mcpool session unlock -p shop --force --yes - < ids.txt

      A lock goes only as long as it is the one that the plan shows: one that was taken anew meanwhile stays. On a node
      that keeps no CAS (-C) none can be freed.

      No item tells whether the request that took it lives. One that may still be in use is freed only with --force: if its
      request lives, it and the next one write over each other. Without it such locks stay, and the others are freed.

      On a terminal it asks; elsewhere it needs --yes and an option that names the pool. Every act is written to
      the audit log ($XDG_STATE_HOME/mcpool/audit.jsonl). Ends with 1 when none of the sessions is locked or a node failed, with
      2 when it was refused, declined or a lock stays.
      """)

  @OptionGroup var sessions: SessionIDOptions

  @Flag(help: "Also a lock that a request may still hold.")
  var force = false

  @OptionGroup var act: ActOptions
  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws { try pool.validateRules(for: "session unlock") }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let (pool, isExplicit) = try await pool.loadSessions(output, surroundings)
    guard pool.php.locksSessions else {
      throw Failure(
        .refused, "by this configuration PHP locks no session",
        remedy: "is it the right one? see memcached.sess_locking, and mcpool config show")
    }
    let unlock = Unlock(try await sessions.batches(surroundings).all(of: pool), in: pool, force: force)
    let plan = await unlock.plan()
    try Task.checkCancellation()
    let locks = plan.actions.count(where: \.changesNode)
    let act = Act(
      plan: plan, isExplicit: isExplicit, options: act,
      question: "Free \(locks == 1 ? "this lock" : "these \(locks) locks")?", declined: "nothing was freed",
      face: { UnlockTable($0) }, idle: .withoutWork(plan))
    return try await act.run(output, surroundings) { await unlock.carryOut($0, log: $1) }
  }
}

extension ExitStatus {
  /// Nothing is there to act on: a no, unless no node could say so.
  static func withoutWork(_ plan: some ActPlan) -> ExitStatus {
    let states = plan.actions.map(\.state)
    let nodes = ExitStatus(states)
    return nodes == .fine || states.isEmpty ? .no : nodes
  }
}
