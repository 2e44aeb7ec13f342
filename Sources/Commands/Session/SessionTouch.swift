import ArgumentParser
import Operations
import Presentation

/// `session touch`: gives all copies of a session another end.
struct SessionTouch: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "touch", abstract: "Give all copies of a session the same time to live.",
    discussion: """
      EXAMPLES
        mcpool session touch --php 8.2/fpm qpbaobhql61ri2c3l6k3cu6nr3 20m
        mcpool session touch -p shop --dry-run qpbaobhql61ri2c3l6k3cu6nr3 90s

      All copies where PHP has the session end in the same second. Nothing is created. PHP's next write sets its own
      end again. Strays, which are on nodes where PHP does not look, keep their ends; the plan names them.

      The end of an item is all that tells which copy was written later. So a touch is refused where copies differ,
      where one may be on a node that gives no answer, for longer than session.gc_maxlifetime, and where the clock of
      a server is more than 5 seconds wrong. Nothing is touched either when the session changes before the answer.

      On a terminal it asks; elsewhere it needs --yes and an option that names the pool. Every act is written to
      the audit log ($XDG_STATE_HOME/mcpool/audit.jsonl). Ends with 1 when nobody has the session or a node failed, with 2
      when it was refused, declined or stopped half-way.
      """)

  @Argument(help: ArgumentHelp("The session.", valueName: "id"))
  var id: String

  @Argument(
    help: ArgumentHelp(
      "How long it shall live from now on, e.g. 90s, 20m; session.gc_maxlifetime at most.", valueName: "ttl"))
  var ttl: DurationArgument

  @Option(
    name: .customLong("ids-encoding"), help: ArgumentHelp("How the id is written.", valueName: "raw|percent|base64"))
  var encoding: IDEncoding = .raw

  @OptionGroup var act: ActOptions
  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    try pool.validateRules(for: "session touch")
    if ttl.duration < .seconds(1) { throw ValidationError("a session lives for a second at least: 1s") }
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let (pool, isExplicit) = try await pool.loadSessions(output, surroundings)
    guard let id = try await IDBatches.arguments([id], encoding).all(of: pool).first else { return .usage }
    let touch = Touch(id, for: ttl.duration, in: pool)
    let plan = await touch.plan()
    try Task.checkCancellation()
    let copies = plan.actions.count(where: \.changesNode)
    let act = Act(
      plan: plan, isExplicit: isExplicit, options: act,
      question: "Let \(copies == 1 ? "this copy" : "these \(copies) copies") end in \(ttl.defaultValueDescription)?",
      declined: "nothing was touched", face: { TouchTable($0) }, idle: .withoutWork(plan))
    return try await act.run(output, surroundings) { await touch.carryOut($0, log: $1) }
  }
}
