import ArgumentParser
import Operations
import Presentation
import SessionData

/// `session restore`: puts a dump's sessions where the configuration has places for them.
struct SessionRestore: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Add the sessions of a dump from standard input.",
    discussion: """
      EXAMPLES
        mcpool session restore -p shop --dry-run < sessions.jsonl
        mcpool session restore -p shop --yes < sessions.jsonl
        ssh web1 cat sessions.jsonl | mcpool session restore --php 8.2/fpm --yes

      Only adds: a session that any of its nodes has already stays as it is, so this may be repeated. All copies that this
      configuration has are made, with the life that was left less the time since the dump; what has ended since
      then is left out, and so is a session of which a node does not answer.

      The whole dump is read and checked before anything is added; it is kept meanwhile in a file without a name in $TMPDIR.

      Standard input is the dump, so there is nobody to ask: it needs --yes and an option that names the pool. Every act is
      written to the audit log ($XDG_STATE_HOME/mcpool/audit.jsonl). Ends with 1 when nothing was to be added, a node gave
      no answer or an id has no place here, with 2 when it was refused, stopped half-way, or a node did not take a session.
      """)

  @OptionGroup var act: ActOptions
  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws { try pool.validateRules(for: "session restore") }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    guard !surroundings.terminal.canAsk else {
      throw Failure(
        .usage, "the dump comes on standard input, and that is a terminal",
        remedy: "mcpool session restore … < sessions.jsonl")
    }
    let (pool, isExplicit) = try await pool.loadSessions(output, surroundings)
    let restorer = SessionRestorer(pool)
    let plan = try await plan(restorer, surroundings)
    try Task.checkCancellation()
    let act = Act(
      plan: plan, isExplicit: isExplicit, options: act, question: "Add these sessions?",
      declined: "nothing was restored", face: { RestoreTable($0) }, idle: .withoutWork(plan))
    let status = try await act.run(output, surroundings) { await restorer.carryOut($0, log: $1) }
    // No node is to blame for those.
    return status == .fine && !self.act.dryRun && plan.counts.unplaceable > 0 ? .no : status
  }

  private func plan(_ restorer: SessionRestorer, _ surroundings: Surroundings) async throws -> RestorePlan {
    do {
      return try await restorer.plan { [input = surroundings.input] in
        try await offThread {
          var piece: [UInt8] = []
          _ = try input.read(&piece, 256 << 10)
          return piece
        }
      }
    } catch let fault as DumpFault {
      throw Failure(
        .refused, "nothing was restored: the dump cannot be read: \(fault.summary)",
        remedy: "is it whole, and unpacked? mcpool session dump writes it")
    }
  }
}
