import ArgumentParser
import Operations
import Presentation

/// `session touch`: gives all copies of a session another end.
struct SessionTouch: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "touch", abstract: "Give all copies of a session the same time to live.",
    discussion: """
      EXAMPLES
        mcpool session touch --php 8.2/fpm qpbaobhql61ri2c3l6k3cu6nr3 30m
        mcpool session touch -p shop --dry-run qpbaobhql61ri2c3l6k3cu6nr3 24h

      All copies where PHP has the session end in the same second, by the clock of its owner. Nothing is created, and
      copies that differ are refused: the end of an item is all that tells which was written later. PHP's next
      write sets its own end again.

      On a terminal it asks; elsewhere it needs --yes and an option that names the pool. Every act is written to
      the audit log ($XDG_STATE_HOME/mcpool/audit.jsonl). Ends with 1 when nobody has the session or a node failed, with 2
      when it was refused, declined or stopped half-way.
      """)

  @Argument(help: ArgumentHelp("The session.", valueName: "id"))
  var id: String

  @Argument(help: ArgumentHelp("How long it shall live from now on, e.g. 90s, 30m, 24h.", valueName: "ttl"))
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
