import ArgumentParser
import Operations
import Presentation

/// `stats`: what every node says of itself, at once.
struct Stats: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "Show every node of the pool and its total.",
    discussion: """
      EXAMPLES
        mcpool stats --php 8.2/fpm
        mcpool stats -p shop --every 5s
        mcpool stats -p shop --detail settings
        ssh web1 cat /etc/php/8.2/fpm/php.ini | mcpool stats --ini -

      Rates are averages since each server started (/s avg), with --every those of the interval.
      Ends with 1 when a node does not answer, with 69 when none does.
      """)

  /// The groups of fields that a matrix can show.
  enum Detail: String, CaseIterable, ExpressibleByArgument {
    case general, slabs, items, settings, sizes, conns, raw

    /// memcached's own name for it; nil: plain `stats`.
    var group: String? {
      switch self {
      case .general, .raw: nil
      case .slabs, .items, .settings, .sizes, .conns: rawValue
      }
    }
  }

  @Argument(help: ArgumentHelp("Only these nodes.", valueName: "node"), completion: .nodes)
  var nodes: [String] = []

  @Option(help: ArgumentHelp("A field-by-node matrix; raw spells values as memcached does.", valueName: "group"))
  var detail: Detail?

  @Option(
    help: ArgumentHelp("Only these fields, as memcached names them, comma between.", valueName: "a,b"),
    completion: .statsFields)
  var fields: String?

  @Option(help: ArgumentHelp("Again and again, with the rates of the interval.", valueName: "duration"))
  var every: DurationArgument?

  @Option(help: ArgumentHelp("How often, with --every.", valueName: "n"))
  var count: Int?

  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    if let count, count < 1 { throw ValidationError("--count takes a whole number from 1") }
    if count != nil, every == nil { throw ValidationError("--count goes with --every, e.g. --every 5s --count 3") }
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let loaded = try await pool.loadLive(rulesNeeded: false, output, surroundings)
    let nodes = try NodeNames(loaded.live.nodes.map(\.name)).nodes(nodes, of: loaded.live)
    let renderer = output.renderer(surroundings)
    var earlier: Survey?
    var status = ExitStatus.fine
    var next = ContinuousClock.now
    for number in 0..<(every == nil ? 1 : count ?? .max) {
      let survey = await Survey(loaded.live, nodes: nodes, group: detail?.group)
      try Task.checkCancellation()
      let report = StatsReport(pool: loaded.source, survey: survey, since: earlier)
      try surroundings.output.write(try text(report, renderer, isFirst: number == 0))
      let answered = ExitStatus(survey.samples.map(\.state))
      if answered != .fine { status = answered }
      if status == .fine, survey.samples.contains(where: { $0.reason != nil }) { status = .no }
      guard let every, number + 1 < count ?? .max else { break }
      earlier = survey
      next += every.duration
      try await Task.sleep(until: next, clock: .continuous)
    }
    return status
  }

  private func text(_ report: StatsReport, _ renderer: Renderer, isFirst: Bool) throws -> String {
    let gap = !isFirst && renderer.format == .table ? "\n" : ""
    guard detail != nil || fields != nil else { return gap + (try renderer.render(report, heading: isFirst)) }
    let names = fields.map { $0.split(separator: ",").map { $0.trimmingBlanks() } } ?? []
    let matrix = StatsMatrix(report, fields: names, isReadable: detail != .raw)
    return gap + (try renderer.render(matrix, heading: isFirst))
  }
}

extension Substring {
  fileprivate func trimmingBlanks() -> String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
