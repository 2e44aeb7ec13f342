import ArgumentParser
import Operations
import Presentation

/// `check`: a plugin for Icinga, Nagios and their kin.
struct CheckPools: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Tell a monitoring system how the pools are.",
    discussion: """
      EXAMPLES
        mcpool check -p shop
        mcpool check -p shop --only nodes,evictions --critical evictions=0
        mcpool check --php 8.2/fpm --probe --ignore settings --warning round_trip=5
        mcpool check --list

      Prints one line with performance data and lines for people, as the Monitoring Plugins do, and ends with 0 OK,
      1 WARNING, 2 CRITICAL or 3 UNKNOWN; whatever goes wrong is 3.

      A RANGE is where there is no alarm: 10 is 0 to 10, 10: is 10 and more, ~:10 is 10 and less, 10:20 is 10 to 20;
      @10:20 is an alarm from 10 to 20. Rates are those since the last run, which is kept below $XDG_STATE_HOME.
      """)

  @Option(
    help: ArgumentHelp("Where a check is no warning; repeatable.", valueName: "name=range"), completion: .checkNames,
    transform: ThresholdArgument.init)
  var warning: [ThresholdArgument] = []

  @Option(
    help: ArgumentHelp("Where a check is not critical; repeatable.", valueName: "name=range"), completion: .checkNames,
    transform: ThresholdArgument.init)
  var critical: [ThresholdArgument] = []

  @Option(
    help: ArgumentHelp("Only these checks, comma between; repeatable.", valueName: "name"), completion: .checkNames,
    transform: CheckNames.init)
  var only: [CheckNames] = []

  @Option(
    help: ArgumentHelp("Not these checks, comma between; repeatable.", valueName: "name"), completion: .checkNames,
    transform: CheckNames.init)
  var ignore: [CheckNames] = []

  @Flag(help: "Also write, read and remove a session of its own where PHP would have it, one for each node.")
  var probe = false

  @Option(
    help: ArgumentHelp("When the answer is printed at the latest, with what is known then; 8s.", valueName: "duration"))
  var deadline: DurationArgument?

  @Flag(help: "Explain each check, with its thresholds.")
  var list = false

  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    if !probe, only.contains(where: { $0.names.contains(Check.probe.name) }) {
      throw ValidationError("--only probe writes to the servers and needs --probe")
    }
    if checks.isEmpty { throw ValidationError("--only and --ignore leave no check") }
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let renderer = output.renderer(surroundings)
    if list {
      try surroundings.output.write(try renderer.render(CheckList(checks)))
      return .fine
    }
    let limit = deadline?.duration ?? .seconds(8)
    let run = CheckRun(checks, Thresholds(warning, critical), try pool.each, limit)
    let finished = try await until(.now + limit) { [output] in await run.look(output, surroundings) } != nil
    let report = run.report(cut: !finished)
    try surroundings.output.write(try renderer.render(report))
    return ExitStatus(report.status)
  }

  /// Those that are to be run.
  private var checks: [Check] {
    let (wanted, unwanted) = (only.flatMap(\.names), ignore.flatMap(\.names))
    return Check.all.filter { check in
      if unwanted.contains(check.name) || (check.name == Check.probe.name && !probe && !list) { return false }
      return wanted.isEmpty || wanted.contains(check.name)
    }
  }
}

extension CheckPools {
  /// Whatever keeps the checks from running, also a mistake in the options, is an answer that a monitoring system
  /// understands.
  static func end(_ error: any Error, _ surroundings: Surroundings) -> Int32 {
    let words: [String]
    switch error {
    case is CancellationError: words = ["interrupted before anything was known"]
    case let failure as Failure: words = failure.lines
    default: words = Mcpool.fullMessage(for: error).split(separator: "\n").map(String.init)
    }
    let lines = words.map(PluginText.safe)
    surroundings.output.writeText("MCPOOL UNKNOWN - " + lines.joined(separator: "\n") + "\n")
    return ExitStatus.unknown.rawValue
  }
}

extension Failure {
  /// What it is, what PHP does, what to try: a line each.
  var lines: [String] { [summary] + [effect.map { "PHP: \($0)" }, remedy.map { "try: \($0)" }].compactMap { $0 } }
}

extension ExitStatus {
  init(_ status: CheckStatus) {
    self =
      switch status {
      case .ok: .fine
      case .warning: .no
      case .critical: .refused
      case .unknown: .unknown
      }
  }
}
