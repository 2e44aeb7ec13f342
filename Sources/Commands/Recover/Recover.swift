public import ArgumentParser
import MemcacheClient
public import Operations
import Placement
import Presentation

/// `recover`: mends what nodes that came back have wrong.
struct Recover: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "recover", abstract: "Mend the copies of sessions after a node came back.",
    discussion: """
      EXAMPLES
        mcpool recover -p shop --dry-run
        mcpool recover -p shop 10.0.0.2
        mcpool recover --php 8.2/fpm --policy refill --yes
        mcpool recover -p shop --restore-listed

      Lists all nodes, compares the copies of each session, and makes old and missing copies what the newest one
      is, holding PHP's own lock of each session meanwhile. What is done depends on the extension and its release
      (--policy auto): flushing a node that came back logs users out with most of them, so that is done only when
      it is asked for (--policy flush). Never is an older copy put over a newer one; where nothing tells which is
      newer, the session stays as it is and is named.

      On a terminal it asks; elsewhere it needs --yes and an option that names the pool. Every act is written to
      the audit log ($XDG_STATE_HOME/mcpool/audit.jsonl). It can be run again at any time. Run over the whole pool
      with --yes, without anything left, it also tells guards that wait for PHP's workers to be restarted that they were. Ends with 1 when a node
      gives no answer or copies stay that differ, with 2 when it was refused, declined or stopped half-way.
      """)

  @Argument(help: ArgumentHelp("Only sessions that belong on these nodes; all.", valueName: "node"), completion: .nodes)
  var nodes: [String] = []

  @Option(help: "auto (what the extension's release needs), flush, refill or report.")
  var policy: RecoveryPolicy = .auto

  @Flag(name: .customLong("with-foreign"), help: "With --policy flush, also where items are no sessions of this pool.")
  var withForeign = false

  @Flag(
    name: .customLong("remove-ended"),
    help: "Remove sessions that ended while the only node that has them was away, where a guard's notes prove it.")
  var removeEnded = false

  @Flag(
    name: .customLong("restore-listed"),
    help: "Give back the sessions that a guard has listed: PHP went on from an old copy before it was mended.")
  var restoreListed = false

  @OptionGroup var act: ActOptions
  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    try pool.validateRules(for: "recover")
    if withForeign, policy != .flush { throw ValidationError("--with-foreign goes with --policy flush") }
    if policy == .flush, removeEnded || restoreListed {
      throw ValidationError("--remove-ended and --restore-listed do not go with --policy flush")
    }
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    if policy == .flush {
      return try await Flush.flush(
        nodes, isRecovery: true, withForeign: withForeign, act, pool, output, surroundings)
    }
    let (pool, isExplicit) = try await pool.loadSessions(output, surroundings)
    let names = try NodeNames(pool.live.nodes.map(\.name)).nodes(nodes, of: pool.live)
    let recovery = Recovery(
      pool, policy: policy,
      nodes: nodes.isEmpty ? nil : Set(pool.live.nodes.indices.filter { names.contains(pool.live.nodes[$0]) }),
      files: GuardFiles(environment: surroundings.environment, pool: pool), removesEnded: removeEnded,
      restoresListed: restoreListed)
    let prepared = try await recovery.plan()
    let plan = prepared.plan
    let changes = plan.actions.filter(\.changesNode).map { "\($0.action) on \($0.node)" }.joined(separator: ", ")
    let act = Act(
      plan: plan, isExplicit: isExplicit, options: act, question: "Do this (\(changes))?",
      declined: "nothing was mended",
      face: { RecoverTable($0) }, idle: idle(plan))
    let status = try await act.run(output, surroundings) { _, log in await recovery.carryOut(prepared, log: log) }
    // Whoever has consented, now or to all of it, has also said that the workers were restarted.
    let hasConsent = self.act.yes || plan.actions.contains(where: \.changesNode)
    if status == .fine, hasConsent, !self.act.dryRun, nodes.isEmpty, policy != .report {
      do throws(AuditLog.Unwritable) {
        try await recovery.settle(prepared, log: AuditLog(environment: surroundings.environment))
      } catch {
        throw Failure(
          .refused, "guards are not told: the audit log \(error.path) cannot be written: \(error.reason)",
          remedy: "make it writable, or name another place with XDG_STATE_HOME")
      }
    }
    return status
  }

  private func idle(_ plan: RecoverPlan) -> ExitStatus {
    let status = ExitStatus(plan.actions.map(\.state))
    if status != .fine { return status }
    return plan.actions.contains { $0.isMissed || $0.undecided > 0 } ? .no : .fine
  }
}

extension RecoveryPolicy: ExpressibleByArgument {}
