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
    let losses: [Cell]
    if evictions {
      let outcome = try await Evictions(pool: sessions, time: time, limit: limit).run(renderer, surroundings)
      (watch, losses) = (outcome.watch, outcome.losses)
    } else {
      let report = await sessions.hot(for: time, by: by?.traffic ?? .requests, limit: limit)
      try surroundings.output.write(try renderer.render(HotTable(report)))
      (watch, losses) = (report.watch, report.losses)
    }
    if renderer.format == .csv {
      watch.tellFailures(surroundings)
      if !output.quiet { for remark in watch.sameServers + losses { surroundings.tell(remark.text) } }
    }
    try Task.checkCancellation()
    let status = ExitStatus(watch.nodes.map(\.state))
    // A node that is up and declines to be watched tells nothing all the same.
    return status == .fine && watch.nodes.contains { $0.reason != nil } ? .no : status
  }
}

extension Watch {
  /// For CSV, which has no place for nodes that were not heard.
  fileprivate func tellFailures(_ surroundings: Surroundings) {
    for node in nodes {
      guard let reason = node.reason else { continue }
      surroundings.tell("\(node.node): \(reason)")
      if let remedy = node.remedy { surroundings.tell(remedy, as: "  try: ") }
    }
  }
}
