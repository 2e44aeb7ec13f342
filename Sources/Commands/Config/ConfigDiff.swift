import Advice
import ArgumentParser
import MemcacheClient
import Operations
import Placement
import Presentation

/// `config diff`: do web servers agree on where sessions are.
struct ConfigDiff: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compare pools: which sessions web servers place differently, and why.",
    discussion: """
      EXAMPLES
        mcpool config diff shop board
        ssh web1 cat /etc/php/8.2/fpm/php.ini | mcpool config diff - shop -o json
        mcpool config diff --live shop board

      A POOL is the NAME of a pool, a FILE (with / in it, or one that is here), a DIRECTORY of *.ini, - for standard input,
      or a PHP of this machine, php:8.2/fpm. The options hold for each of them; so does --map, which also says that two
      names are one server.

      Servers are the same whatever their spelling: localhost is 127.0.0.1. Shares are worked out from the rings where that
      can be done, else counted on 40,000 generated ids. --live lists the sessions that are on the nodes now, without
      touching them, and counts those that each change would move: the nodes of the first POOL and those that the others add,
      reached as the first one says.

      Ends with 0 when all agree and with 1 when they do not: a session that some web server looks for elsewhere, or a
      difference of severity warning or more. With --live also when a node was not listed as a whole.
      """)

  @Flag(help: "Also count the sessions that are on the nodes now, which reads only.")
  var live = false

  @Argument(
    help: ArgumentHelp(
      "A named pool, a file, a folder of *.ini, -, or php:[VERSION/]SAPI; two or more.", valueName: "pool"),
    completion: .comparedPools)
  var pools: [String] = []

  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    let sources: [(name: String, isGiven: Bool)] = [
      ("--ini", !pool.ini.isEmpty), ("--php", pool.php != nil), ("--server", !pool.server.isEmpty),
      ("--save-path", pool.savePath != nil),
    ]
    if let option = sources.first(where: \.isGiven)?.name {
      throw ValidationError(
        "\(option) names one pool, and config diff compares several: write each as a POOL (a file, php:8.2/fpm, a name)"
      )
    }
    if named.count < 2 {
      throw ValidationError("config diff compares two pools or more: mcpool config diff web1.ini web2.ini")
    }
    if named.count(where: { PoolArgument($0).readsInput }) > 1 {
      throw ValidationError("standard input is one POOL; write the others as files")
    }
  }

  private var named: [String] { pool.pool + pools }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let loaded = try await LoadedPools(named, pool, output, surroundings)
    let comparison = PoolComparison(loaded.pools)
    let moves = live ? try await loaded.moves(comparison, output, surroundings) : nil
    let report = DiffReport(comparison, live: moves)
    try surroundings.output.write(try output.renderer(surroundings).render(report))
    guard let moves else { return comparison.agree ? .fine : .no }
    let nodes = ExitStatus(moves.nodes.map(\.state))
    return nodes != .fine && nodes != .no ? nodes : comparison.agree && moves.isWhole ? .fine : .no
  }
}
