import ArgumentParser
import MemcacheClient
import Operations
import Placement
import Presentation

/// `flush`: empties nodes, after showing what that does to their users.
struct Flush: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "flush", abstract: "Empty nodes, after showing whom it logs out, and prove it.",
    discussion: """
      EXAMPLES
        mcpool flush -p shop --dry-run 10.0.0.2
        mcpool flush -p shop 10.0.0.2:11211
        mcpool flush --php 8.2/fpm --all --yes

      On a terminal it asks; elsewhere it needs --yes and an option that names the pool. Every flush is written
      to the audit log ($XDG_STATE_HOME/mcpool/audit.jsonl).
      Ends with 2 when it was refused, declined or stopped half-way.
      """)

  @Argument(help: ArgumentHelp("The nodes to flush.", valueName: "node"), completion: .nodes)
  var nodes: [String] = []

  @Flag(help: "All nodes of the pool.")
  var all = false

  @Flag(name: .customLong("with-foreign"), help: "Also where items are no sessions of this pool.")
  var withForeign = false

  @Flag(name: .customLong("dry-run"), help: "Print the plan and do nothing.")
  var dryRun = false

  @Flag(name: [.customShort("y"), .long], help: "Do not ask.")
  var yes = false

  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    if nodes.isEmpty == all { return }
    throw ValidationError(all ? "name nodes or use --all, not both" : "name the nodes to flush, or use --all")
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let loaded = try await pool.loadLive(rulesNeeded: true, output, surroundings)
    let targets = try NodeNames(loaded.live.nodes.map(\.name)).nodes(nodes, of: loaded.live)
    let form = loaded.php.flatMap { php in
      loaded.configuration.map { SessionKeyForm(pool: php, configuration: $0) }
    }
    let request = FlushRequest(
      pool: loaded.live, source: loaded.source, rules: loaded.php, form: form, nodes: targets, withForeign: withForeign)
    let plan = await request.plan()
    try Task.checkCancellation()
    let renderer = output.renderer(surroundings)
    try show(plan, renderer, surroundings)

    if !plan.actions.contains(where: \.isFlush) {
      let states = plan.actions.map(\.state)
      // A node that is up and skipped has declined to be looked at.
      return states.contains(.up) ? .refused : ExitStatus(states)
    }
    if let refusal = plan.refusals.first {
      for refusal in plan.refusals.dropFirst() { Failure(refusal).tell(surroundings) }
      throw Failure(refusal)
    }
    if dryRun { return .fine }
    try await consent(loaded, plan, surroundings)

    let done = await request.carryOut(plan, log: AuditLog(environment: surroundings.environment))
    try surroundings.output.write(try renderer.render(FlushTable(done.plan)))
    if let failure = done.logFailure {
      throw Failure(
        .refused, "stopped: the audit log \(failure.path) cannot be written: \(failure.reason)",
        remedy: "make it writable, or name another place with XDG_STATE_HOME")
    }
    try Task.checkCancellation()
    if done.plan.actions.contains(where: { $0.isFlush && $0.result != "flushed" }) { return .refused }
    return plan.actions.allSatisfy(\.isFlush) ? .fine : .no
  }

  /// The plan goes to standard output when it is the result, and to standard error when there will be one.
  private func show(_ plan: FlushPlan, _ renderer: Renderer, _ surroundings: Surroundings) throws {
    let isResult = dryRun || !plan.refusals.isEmpty || !plan.actions.contains(where: \.isFlush)
    if isResult, renderer.format != .table {
      try surroundings.output.write(try renderer.render(FlushTable(plan)))
      return
    }
    var forPeople = renderer
    forPeople.format = .table
    let text = "pool: \(printable(plan.pool))\n" + (try forPeople.render(FlushTable(plan)))
    if isResult { try surroundings.output.write(text) } else { surroundings.errors.writeText(text) }
  }

  private func consent(_ loaded: LoadedPool, _ plan: FlushPlan, _ surroundings: Surroundings) async throws {
    if yes {
      guard loaded.isExplicit || surroundings.terminal.canAsk else {
        throw Failure(
          .refused, "--yes without a terminal needs an option that names the pool",
          remedy: "add --php, -p, --ini or --save-path")
      }
      return
    }
    guard surroundings.terminal.canAsk else {
      throw Failure(
        .refused, "nothing was flushed: there is no terminal to ask on",
        remedy: "look at the plan (--dry-run), then add --yes")
    }
    let nodes = plan.actions.filter(\.isFlush).map(\.node).joined(separator: ", ")
    let answer = try await offThread { surroundings.ask("Flush \(nodes)? Type yes: ") }
    guard answer == "yes" else { throw Failure(.refused, "nothing was flushed") }
  }
}

extension Failure {
  init(_ refusal: FlushPlan.Refusal) { self.init(.refused, refusal.summary, remedy: refusal.remedy) }
}
