import Operations
import Presentation

/// An act on servers as the user sees it: the plan, the question, the result.
struct Act<Plan: ActPlan, Face: Report> {
  let plan: Plan
  /// An option names the pool.
  let isExplicit: Bool
  let options: ActOptions
  let question: String
  /// Said when it was declined: "nothing was flushed".
  let declined: String
  let face: (Plan) -> Face
  /// How a plan without anything to do ends.
  let idle: ExitStatus

  func run(
    _ output: OutputOptions, _ surroundings: Surroundings,
    carryOut: (Plan, AuditLog) async -> ActOutcome<Plan>
  ) async throws -> ExitStatus {
    let renderer = output.renderer(surroundings)
    try show(renderer, surroundings)
    if isIdle { return idle }
    if let refusal = plan.refusals.first {
      for refusal in plan.refusals.dropFirst() { Failure(refusal).tell(surroundings) }
      throw Failure(refusal)
    }
    if options.dryRun { return .fine }
    try await consent(surroundings)

    let done = await carryOut(plan, AuditLog(environment: surroundings.environment))
    try surroundings.output.write(try renderer.render(face(done.plan)))
    if let failure = done.logFailure {
      throw Failure(
        .refused, "stopped: the audit log \(failure.path) cannot be written: \(failure.reason)",
        remedy: "make it writable, or name another place with XDG_STATE_HOME")
    }
    try Task.checkCancellation()
    if done.plan.actions.contains(where: { $0.isRefused || $0.changesNode && !$0.isDone }) { return .refused }
    return plan.isPartial || plan.actions.contains(where: \.isMissed) ? .no : .fine
  }

  private var isIdle: Bool { !plan.actions.contains(where: \.changesNode) }

  /// The plan goes to standard output when it is the result, and to standard error when there will be one.
  private func show(_ renderer: Renderer, _ surroundings: Surroundings) throws {
    let isResult = options.dryRun || !plan.refusals.isEmpty || isIdle
    if isResult, renderer.format != .table {
      try surroundings.output.write(try renderer.render(face(plan)))
      return
    }
    var forPeople = renderer
    forPeople.format = .table
    let text = "pool: \(printable(plan.pool))\n" + (try forPeople.render(face(plan)))
    if isResult { try surroundings.output.write(text) } else { surroundings.errors.writeText(text) }
  }

  private func consent(_ surroundings: Surroundings) async throws {
    if options.yes {
      guard isExplicit || surroundings.terminal.canAsk else {
        throw Failure(
          .refused, "--yes without a terminal needs an option that names the pool",
          remedy: "add --php, -p, --ini or --save-path")
      }
      return
    }
    guard surroundings.terminal.canAsk else {
      throw Failure(
        .refused, "\(declined): there is no terminal to ask on",
        remedy: "look at the plan (--dry-run), then add --yes")
    }
    let answer = try await offThread { [question] in surroundings.ask("\(question) Type yes: ") }
    guard answer == "yes" else { throw Failure(.refused, declined) }
  }
}

extension Failure {
  init(_ refusal: PlanRefusal) { self.init(.refused, refusal.summary, remedy: refusal.remedy) }
}
