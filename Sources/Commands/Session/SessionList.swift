import ArgumentParser
import MemcacheClient
import Operations
import Presentation

/// `session list`: the sessions that are on the nodes.
struct SessionList: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the sessions on every node.",
    discussion: """
      EXAMPLES
        mcpool session list --php 8.2/fpm
        mcpool session list -p shop --idle-over 1h --larger 64KiB
        mcpool session list -p shop --sort size --limit 20
        mcpool session list -p shop --copies --locked -o csv > sessions.csv

      A row for each session and node, as the nodes name them. Nothing on a server changes, and no reader is slow enough
      to hold a server up: what is not read yet waits in memory, then in a file in $TMPDIR that has no name.

      --sort takes id, node, role, written, ttl, idle, size or fetched: names from a to z, numbers from the largest down;
      :asc or :desc behind the field says otherwise (ttl:asc: what ends first). --copies and --locked sort by id.

      What is no session of this pool is counted at the end, on standard error.
      Ends with 1 when a node could not be listed, or only in part, with 69 when no node answers.
      """)

  @Option(help: ArgumentHelp("Only ids that begin so.", valueName: "text"))
  var prefix: String?

  @Option(
    name: .customLong("idle-over"),
    help: ArgumentHelp("Only what nobody has read or written for longer, e.g. 20m.", valueName: "duration"))
  var idleOver: DurationArgument?

  @Option(help: ArgumentHelp("Only items of more bytes than this, e.g. 10k, 64KiB.", valueName: "bytes"))
  var larger: ByteCountArgument?

  @Option(
    name: .customLong("node"), help: ArgumentHelp("Only rows of this node; repeatable.", valueName: "node"),
    completion: .nodes)
  var nodes: [String] = []

  @Option(help: ArgumentHelp("Sort by this field.", valueName: "field"))
  var sort: ListOrderArgument?

  @Option(help: ArgumentHelp("At most so many rows.", valueName: "n"))
  var limit: Int?

  @Flag(help: "Say which nodes hold each session.")
  var copies = false

  @Flag(help: "Say whether a request has locked each session.")
  var locked = false

  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit takes a whole number from 1") }
    try pool.validateRules(for: "session list")
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let (pool, _) = try await pool.loadSessions(output, surroundings)
    var rows = SessionRows(pool, scratch: ScratchFolder(environment: surroundings.environment))
    rows.filter.prefix = Array((prefix ?? "").utf8)
    rows.filter.idleOver = idleOver.map { Int($0.duration.components.seconds) }
    rows.filter.largerThan = larger?.bytes
    if !nodes.isEmpty {
      let names = NodeNames(pool.live.nodes.map(\.name))
      rows.filter.nodes = Set(try nodes.map { try names.index(of: $0) })
    }
    rows.order = sort?.order
    rows.limit = limit ?? .max
    (rows.copies, rows.locks) = (copies, locked)
    let listed = try await print(rows, surroundings)
    return report(listed, surroundings)
  }

  private func print(_ rows: SessionRows, _ surroundings: Surroundings) async throws -> [ListedNode] {
    var writer = ListWriter(rows, renderer: output.renderer(surroundings))
    let sink = surroundings.output
    var isFirst = true
    var isWriting = false
    let beginning = writer.beginning
    try await offThread { try sink.write(beginning) }
    let outcome: Result<[ListedNode], any Error>
    do {
      outcome = .success(
        try await rows.run { some in
          let text = writer.text(some, isFirst: isFirst)
          isFirst = false
          // A pager may take the bytes tomorrow.
          isWriting = true
          try await offThread { try sink.write(text.span) }
          isWriting = false
        })
    } catch is ByteSink.Closed {
      throw ByteSink.Closed()
    } catch let failure as ScratchFailure {
      outcome = .failure(Failure(failure))
    } catch {
      outcome = .failure(error)
    }
    // Interrupted while nobody read: what is half written can have no end.
    if isWriting { return try outcome.get() }
    // A list stays a list; that it is not whole stands on standard error and in the exit code.
    let ending = (isFirst ? String(decoding: writer.text([], isFirst: true), as: UTF8.self) : "") + writer.ending
    try sink.write(ending)
    return try outcome.get()
  }

  /// Says what the rows do not: nodes that are missing, and what else is on the nodes.
  private func report(_ listed: [ListedNode], _ surroundings: Surroundings) -> ExitStatus {
    for node in listed {
      guard let remark = node.remark, !node.toldAll || !output.quiet else { continue }
      surroundings.tell("\(node.node.name): \(remark.summary)")
      surroundings.tell(remark.remedy, as: "  try: ")
    }
    let unheard = listed.filter { $0.outcome == .stopped }
    if let limit, !unheard.isEmpty, !output.quiet {
      let names = unheard.map(\.node.name).joined(separator: ", ")
      surroundings.tell("stopped at --limit \(limit); not heard in full: \(names)")
    }
    let (locks, foreign) = (listed.map(\.locks).reduce(0, +), listed.map(\.foreign).reduce(0, +))
    let others = [
      locks > 0 ? "\(Units.grouped(locks)) \(locks == 1 ? "lock item" : "lock items")" : nil,
      foreign > 0
        ? "\(Units.grouped(foreign)) \(foreign == 1 ? "item that is" : "items that are") no session of this pool" : nil,
    ].compactMap { $0 }
    if !others.isEmpty, !output.quiet, !listed.contains(where: { $0.outcome == .stopped }) {
      surroundings.tell("… and " + others.joined(separator: ", "))
    }
    let status = ExitStatus(listed.filter { !$0.isOtherName }.map(\.state))
    return status == .fine && listed.contains { !$0.toldAll && $0.outcome != .stopped } ? .no : status
  }
}
