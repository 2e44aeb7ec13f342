import ArgumentParser
import MemcacheClient
import Operations
import Presentation

/// `hot`: which sessions are read and written most, or thrown away, right now.
struct Hot: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "hot", abstract: "Watch which sessions are busiest, or thrown away, right now.",
    discussion: """
      EXAMPLES
        mcpool hot --php 8.2/fpm
        mcpool hot -p shop --for 5s --by misses --limit 5
        mcpool hot -p shop --for 2s --evictions -o jsonl

      Figures are those of all nodes together: a write counts on each of its copies. A touch and a delete show
      as a read. Locks and items that are no sessions of the pool are counted apart. Ctrl-C shows what was seen
      until then. memcached never promises to tell all: what it dropped is said below.
      """)

  enum Order: String, CaseIterable, ExpressibleByArgument {
    case reads, writes, misses, bytes

    fileprivate var traffic: Traffic.Order {
      switch self {
      case .reads: .reads
      case .writes: .writes
      case .misses: .misses
      case .bytes: .bytes
      }
    }
  }

  @Option(name: .customLong("for"), help: ArgumentHelp("How long to watch; 10s.", valueName: "duration"))
  var time: DurationArgument?

  @Option(help: ArgumentHelp("How many sessions to show.", valueName: "n"))
  var limit = 20

  @Option(
    help: ArgumentHelp("What to rank by; reads and writes together where it is left out.", valueName: "figure"))
  var by: Order?

  @Flag(help: "Sessions that are thrown away for want of memory instead: their users are logged out.")
  var evictions = false

  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit takes a whole number from 1") }
    if evictions, by != nil { throw ValidationError("--by ranks traffic and goes without --evictions") }
    try pool.validateRules(for: "hot")
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let sessions = try await pool.loadSessions(output, surroundings).pool
    let renderer = output.renderer(surroundings)
    let time = time?.duration ?? .seconds(10)
    let watch: Watch
    if evictions {
      watch = try await Evictions(pool: sessions, time: time, limit: limit).run(renderer, surroundings)
    } else {
      let report = await sessions.hot(for: time, by: by?.traffic ?? .requests, limit: limit)
      try surroundings.output.write(try renderer.render(HotTable(report)))
      watch = report.watch
    }
    if renderer.format == .csv { watch.tellDropped(output, surroundings) }
    try Task.checkCancellation()
    let status = ExitStatus(watch.nodes.map(\.state))
    // A node that is up and declines to be watched tells nothing all the same.
    return status == .fine && watch.nodes.contains { $0.reason != nil } ? .no : status
  }
}

extension Watch {
  /// CSV has no place for what was not heard.
  fileprivate func tellDropped(_ output: OutputOptions, _ surroundings: Surroundings) {
    for node in nodes {
      if let reason = node.reason {
        surroundings.tell("\(node.node): \(reason)")
        if let remedy = node.remedy { surroundings.tell(remedy, as: "  try: ") }
      }
      if let dropped = node.dropped, dropped > 0, !output.quiet {
        surroundings.tell("\(node.node): dropped \(dropped) lines of what happened: the figures are too low")
      }
    }
  }
}
