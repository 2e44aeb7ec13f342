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

  @OptionGroup var act: ActOptions
  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    if nodes.isEmpty == all { return }
    throw ValidationError(all ? "name nodes or use --all, not both" : "name the nodes to flush, or use --all")
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    try await Self.flush(nodes, withForeign: withForeign, act, pool, output, surroundings)
  }

  /// - Parameter nodes: as they were given; none: all of the pool.
  static func flush(
    _ nodes: [String], withForeign: Bool, _ act: ActOptions, _ pool: PoolOptions, _ output: OutputOptions,
    _ surroundings: Surroundings
  ) async throws -> ExitStatus {
    let loaded = try await pool.loadLive(rulesNeeded: true, output, surroundings)
    let targets = try NodeNames(loaded.live.nodes.map(\.name)).nodes(nodes, of: loaded.live)
    let form = loaded.php.flatMap { php in
      loaded.configuration.map { SessionKeyForm(pool: php, configuration: $0) }
    }
    let request = FlushRequest(
      pool: loaded.live, source: loaded.source, rules: loaded.php, form: form, nodes: targets, withForeign: withForeign)
    let plan = await request.plan()
    try Task.checkCancellation()
    let states = plan.actions.map(\.state)
    let flushed = plan.actions.filter(\.changesNode).map(\.node).joined(separator: ", ")
    let act = Act(
      plan: plan, isExplicit: loaded.isExplicit, options: act, question: "Flush \(flushed)?",
      declined: "nothing was flushed", face: { FlushTable($0) },
      // A node that is up and skipped has declined to be looked at.
      idle: states.contains(.up) ? .refused : ExitStatus(states))
    return try await act.run(output, surroundings) { await request.carryOut($0, log: $1) }
  }
}
