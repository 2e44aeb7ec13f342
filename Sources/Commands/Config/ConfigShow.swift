import ArgumentParser
import PHPConfiguration
import Placement
import Presentation

/// `config show`: the pool as PHP sees it.
struct ConfigShow: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the pool that PHP builds, and what is wrong with it.",
    discussion: """
      EXAMPLES
        mcpool config show --php 8.2/fpm
        mcpool config show --ini fpm:/etc/php/8.2/fpm/pool.d/www.conf --fpm-pool www
        ssh web1 cat /etc/php/8.2/fpm/php.ini | mcpool config show --ini - -o json

      Ends with 1 when there is a finding of severity warning or more, with 78 when PHP would make no pool of it
      or die of it.
      """)

  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    if !pool.server.isEmpty { throw ValidationError("--server names bare nodes; there is no configuration to show") }
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let loaded = try await pool.load(surroundings)
    let made = Result { () throws(PoolError) in try loaded.pool() }
    let report = ConfigReport(
      source: loaded.source, configuration: loaded.configuration, pool: made, remarks: loaded.unknownKeys,
      reveal: output.reveal)
    try surroundings.output.write(try output.renderer(surroundings).render(report))
    if case .failure = made { return .configuration }
    return report.worst.map { $0 >= .warning } == true ? .no : .fine
  }
}
