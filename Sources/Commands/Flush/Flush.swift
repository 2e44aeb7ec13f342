import ArgumentParser
import Operations
import Placement
import Presentation

/// `flush`: empties nodes, after showing what that does to their users.
struct Flush: PoolCommand {
  static let configuration = CommandConfiguration(
    abstract: "Empty nodes, after showing whom it logs out, and prove it.",
    discussion: """
      EXAMPLES
        mcpool flush -p shop --dry-run 10.0.0.2
        mcpool flush -p shop 10.0.0.2:11211
        mcpool flush --php 8.2/fpm --all --yes

      On a terminal it asks; elsewhere it needs --yes and an option that names the pool. Every flush is written
      to the audit log ($XDG_STATE_HOME/mcpool/audit.jsonl).
      Ends with 2 when it was refused, declined or stopped half-way.
      """)

  @Argument(help: ArgumentHelp("The nodes to flush.", valueName: "node"))
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
    let loaded = try await pool.loadLive(output, surroundings)
    let targets = try NodeNames(loaded.live.nodes.map(\.name)).nodes(nodes, of: loaded.live)
    let form = loaded.php.flatMap { php in
      loaded.configuration.map { SessionKeyForm(pool: php, configuration: $0) }
    }
    let request = FlushRequest(
      pool: loaded.live, rules: loaded.php, form: form, nodes: targets, withForeign: withForeign)
    let plan = await request.plan()
    try Task.checkCancellation()
    let renderer = output.renderer(surroundings)
    try show(plan, loaded, renderer, surroundings)

    if plan.actions.allSatisfy({ $0.action == "skip" }) { return ExitStatus(plan.actions.map(\.state)) }
    if let refusal = plan.refusals.first {
      for refusal in plan.refusals.dropFirst() { Failure(refusal).print(renderer.paint, surroundings.errors) }
      throw Failure(refusal)
    }
    if dryRun { return .fine }
    try consent(loaded, plan, renderer, surroundings)

    let done = try await carryOut(request, plan, loaded, surroundings)
    try surroundings.output.write(try renderer.render(FlushTable(done)))
    if Task.isCancelled { throw CancellationError() }
    let flushed = done.actions.count { $0.result == "flushed" }
    return flushed == done.actions.count
      ? .fine
      : flushed == 0 || done.actions.contains { $0.action == "flush" && $0.result != "flushed" } ? .refused : .no
  }

  /// The plan goes to standard output when it is the result, and to standard error when there will be one.
  private func show(_ plan: FlushPlan, _ loaded: LoadedPool, _ renderer: Renderer, _ surroundings: Surroundings) throws
  {
    let isResult = dryRun || !plan.refusals.isEmpty || plan.actions.allSatisfy { $0.action == "skip" }
    if isResult, renderer.format != .table {
      try surroundings.output.write(try renderer.render(FlushTable(plan)))
      return
    }
    var forPeople = renderer
    forPeople.format = .table
    let text = "pool: \(printable(loaded.source))\n" + (try forPeople.render(FlushTable(plan)))
    if isResult { try surroundings.output.write(text) } else { surroundings.errors.writeText(text) }
  }

  private func consent(_ loaded: LoadedPool, _ plan: FlushPlan, _ renderer: Renderer, _ surroundings: Surroundings)
    throws
  {
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
    let nodes = plan.actions.filter { $0.action == "flush" }.map(\.node).joined(separator: ", ")
    guard surroundings.ask("Flush \(nodes)? Type yes: ") == "yes" else {
      throw Failure(.refused, "nothing was flushed", remedy: nil)
    }
  }

  private func carryOut(
    _ request: FlushRequest, _ plan: FlushPlan, _ loaded: LoadedPool, _ surroundings: Surroundings
  ) async throws -> FlushPlan {
    let log = AuditLog(environment: surroundings.environment)
    do throws(AuditLog.Unwritable) {
      return try await request.carryOut(plan, log: log, source: loaded.source)
    } catch {
      throw Failure(
        .refused, "stopped: the audit log \(error.path) cannot be written: \(error.reason)",
        remedy: "make it writable, or name another place with XDG_STATE_HOME")
    }
  }
}

extension Failure {
  init(_ refusal: FlushPlan.Refusal) { self.init(.refused, refusal.summary, remedy: refusal.remedy) }

  func print(_ paint: Paint, _ errors: ByteSink) { errors.writeText(text(paint)) }
}
