import ArgumentParser
import PHPConfiguration
import Presentation

/// `config get`: single directives as PHP reads them.
struct ConfigGet: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "get", abstract: "Print what PHP reads for a directive.",
    discussion: """
      EXAMPLES
        mcpool config get --php 8.2/fpm session.save_path session.gc_maxlifetime
        mcpool config get --ini /etc/php/8.2/cli/conf.d -o json session.save_handler

      Ends with 1 when one of them is set nowhere.
      """)

  @Argument(help: ArgumentHelp("Names of directives.", valueName: "name"), completion: .directives)
  var names: [String]

  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    if !pool.server.isEmpty { throw ValidationError("--server names bare nodes; there is no configuration to read") }
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let loaded = try await pool.load(surroundings)
    if !output.quiet {
      for finding in loaded.configuration.diagnostics where finding.severity > .info {
        surroundings.tell("\(finding.location): \(finding.message) (\(finding.code))")
      }
    }
    let report = DirectiveReport(names, of: loaded.configuration, reveal: output.reveal)
    try surroundings.output.write(try output.renderer(surroundings).render(report))
    return report.rows.allSatisfy { $0.directive != nil } ? .fine : .no
  }
}
