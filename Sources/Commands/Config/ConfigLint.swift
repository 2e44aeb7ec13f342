import Advice
import ArgumentParser
import PHPConfiguration
import Placement
import Presentation

/// `config lint`: everything that is wrong with a configuration, by rules that have names.
struct ConfigLint: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Find what loses, mixes up or hangs sessions in a configuration.",
    discussion: """
      EXAMPLES
        mcpool config lint --php 8.2/fpm
        ssh web1 cat /etc/php/8.2/fpm/php.ini | mcpool config lint --ini -
        mcpool config lint --explain MC208
        mcpool config lint --ini /etc/php/8.2/cli/conf.d --fix
        mcpool config lint -p shop -o sarif > lint.sarif

      Ends with 1 when there is a finding of severity warning or more, with 78 when PHP makes no pool of the
      configuration and no rule has a name for the reason. A line with which php-fpm or Apache does not start is a
      finding, too (MC109); of that file nothing else is looked at, of the other files everything.

      --fix prints the lines that need no decision as a diff; --write puts them into the files, keeps what was there as
      FILE.before-lint, and answers for what is left then. php.ini-style files only.
      """)

  @Option(
    help: ArgumentHelp("What a rule means, with what was measured; needs no pool.", valueName: "code"),
    completion: .lintCodes)
  var explain: String?

  @Flag(help: "Print the mended lines as a unified diff, instead of the findings.")
  var fix = false

  @Flag(help: "With --fix: write them into the files.")
  var write = false

  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: LintOutputOptions

  func validate() throws {
    if !pool.server.isEmpty { throw ValidationError("--server names bare nodes; there is no configuration to look at") }
    if write, !fix { throw ValidationError("--write goes with --fix") }
    if fix, output.output != .table { throw ValidationError("--fix prints a diff; it goes with no --output") }
    if explain != nil, fix { throw ValidationError("--explain looks at no configuration, so there is nothing to fix") }
    if explain != nil, output.output == .sarif {
      throw ValidationError("-o sarif is for findings; --explain prints table, json, jsonl or csv")
    }
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    if let explain { return try tell(of: explain, surroundings) }
    if fix { return try await LintFix(pool: pool, quiet: output.quiet).run(writes: write, surroundings) }
    let loaded = try await pool.load(surroundings, collectsRefusals: true)
    let (lint, made) = loaded.lint()
    let report = LintReport(lint, pool: made, source: loaded.source)
    if let renderer = output.renderer(surroundings) {
      try surroundings.output.write(try renderer.render(report))
    } else {
      let log = SarifLog(report, file: loaded.texts.first?.text.name, version: Mcpool.version)
      try surroundings.output.write(try JSONText.pretty(log))
    }
    return ExitStatus(lint)
  }

  private func tell(of code: String, _ surroundings: Surroundings) throws -> ExitStatus {
    guard let rule = LintRule.named(code) else {
      throw Failure(
        .usage, "no rule has the code '\(code)'", remedy: "one of \(LintRule.all.map(\.code).joined(separator: " "))")
    }
    if let renderer = output.renderer(surroundings) {
      try surroundings.output.write(try renderer.render(RuleReport([rule])))
    }
    return .fine
  }
}

extension LoadedConfiguration {
  /// What is wrong with it, and the pool that PHP makes of it all the same.
  func lint() -> (lint: Lint, pool: Pool?) {
    let made = Result { () throws(PoolError) in
      try Pool(
        configuration: configuration, handler: handler, release: packagedRelease,
        serverName: serverName ?? Lint.anyServerName)
    }
    return (Lint(configuration, made, remarks: unknownKeys, refused: refused), try? made.get())
  }
}

extension ExitStatus {
  init(_ lint: Lint) {
    if lint.unnamed != nil {
      self = .configuration
    } else {
      self = lint.worst.map { $0 >= .warning } == true ? .no : .fine
    }
  }
}
