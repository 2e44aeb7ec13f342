import ArgumentParser
import Operations
import Presentation

/// `ping`: round trips to every node.
struct Ping: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "ping", abstract: "Measure round trips to every node.",
    discussion: """
      EXAMPLES
        mcpool ping -p shop
        mcpool ping --server 10.0.0.1:11211 -c 100 --interval 100ms

      Ends with 1 when a try was lost, with 69 when no node answered at all.
      """)

  @Argument(help: ArgumentHelp("Only these nodes.", valueName: "node"), completion: .nodes)
  var nodes: [String] = []

  @Option(name: [.short, .long], help: ArgumentHelp("How many round trips to each node.", valueName: "n"))
  var count = 5

  @Option(help: ArgumentHelp("Time between two of them; 200ms.", valueName: "duration"))
  var interval: DurationArgument?

  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    if count < 1 { throw ValidationError("--count takes a whole number from 1") }
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let loaded = try await pool.loadLive(rulesNeeded: false, output, surroundings)
    let nodes = try NodeNames(loaded.live.nodes.map(\.name)).nodes(nodes, of: loaded.live)
    let reports = await loaded.live.ping(nodes, count: count, interval: interval?.duration ?? .milliseconds(200))
    try surroundings.output.write(try output.renderer(surroundings).render(PingTable(reports)))
    try Task.checkCancellation()
    if reports.allSatisfy({ $0.lost == 0 }) { return .fine }
    guard reports.allSatisfy({ $0.lost == $0.sent }) else { return .no }
    // Nodes that are up and decline to be pinged have lost it all the same.
    let status = ExitStatus(reports.map(\.state))
    return status == .fine ? .no : status
  }
}
