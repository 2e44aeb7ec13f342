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
        mcpool flush -p shop --recovered --dry-run

      On a terminal it asks; elsewhere it needs --yes and an option that names the pool. Every flush is written
      to the audit log ($XDG_STATE_HOME/mcpool/audit.jsonl).
      Ends with 2 when it was refused, declined or stopped half-way.
      """)

  @Argument(help: ArgumentHelp("The nodes to flush.", valueName: "node"), completion: .nodes)
  var nodes: [String] = []

  @Flag(help: "All nodes of the pool.")
  var all = false

  @Flag(help: "The nodes that a guard has seen come back; as recover --policy flush.")
  var recovered = false

  @Flag(name: .customLong("with-foreign"), help: "Also where items are no sessions of this pool.")
  var withForeign = false

  @OptionGroup var act: ActOptions
  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    let ways = [!nodes.isEmpty, all, recovered].count { $0 }
    if ways == 1 { return }
    throw ValidationError(
      ways > 1
        ? "name nodes, or use --all, or --recovered: one of them"
        : "name the nodes to flush, or use --all or --recovered")
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    try await Self.flush(nodes, isRecovery: recovered, withForeign: withForeign, act, pool, output, surroundings)
  }

  /// - Parameters:
  ///   - nodes: as they were given; none: all of the pool.
  ///   - isRecovery: none are those that a guard has seen come back. Whom it logs out he has not asked for, so it needs
  ///     more than an answer.
  static func flush(
    _ nodes: [String], isRecovery: Bool, withForeign: Bool, _ act: ActOptions, _ pool: PoolOptions,
    _ output: OutputOptions,
    _ surroundings: Surroundings
  ) async throws -> ExitStatus {
    let loaded = try await pool.loadLive(rulesNeeded: true, output, surroundings)
    var targets = try NodeNames(loaded.live.nodes.map(\.name)).nodes(nodes, of: loaded.live)
    if isRecovery, nodes.isEmpty { targets = try returned(loaded, surroundings) }
    let form = loaded.php.flatMap { php in
      loaded.configuration.map { SessionKeyForm(pool: php, configuration: $0) }
    }
    let request = FlushRequest(
      pool: loaded.live, source: loaded.source, rules: loaded.php, form: form, nodes: targets, withForeign: withForeign)
    var plan = await request.plan()
    try Task.checkCancellation()
    if isRecovery, !act.yes, !act.dryRun { plan.refuseLosses() }
    let states = plan.actions.map(\.state)
    let flushed = plan.actions.filter(\.changesNode).map(\.node).joined(separator: ", ")
    let act = Act(
      plan: plan, isExplicit: loaded.isExplicit, options: act, question: "Flush \(flushed)?",
      declined: "nothing was flushed", face: { FlushTable($0) },
      // A node that is up and skipped has declined to be looked at.
      idle: states.contains(.up) ? .refused : ExitStatus(states))
    return try await act.run(output, surroundings) { await request.carryOut($0, log: $1) }
  }

  private static func returned(_ loaded: LoadedPool, _ surroundings: Surroundings) throws(Failure) -> [LiveNode] {
    guard let php = loaded.php, let configuration = loaded.configuration else {
      throw Failure(.usage, "no guard looks after bare nodes", remedy: "name the nodes to flush")
    }
    let pool = SessionPool(live: loaded.live, php: php, configuration: configuration, source: loaded.source)
    let nodes = GuardFiles(environment: surroundings.environment, pool: pool).returnedNodes(of: pool)
    if nodes.isEmpty {
      throw Failure(
        .no, "no guard of this machine knows of a node that came back and is not mended",
        remedy: "name the node: mcpool recover --policy flush NODE")
    }
    return nodes
  }
}
