import ArgumentParser
import Exporter
import Operations
import Presentation

/// `exporter`: metrics of pools for Prometheus.
struct ServeMetrics: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "exporter", abstract: "Export metrics of pools for Prometheus.",
    discussion: """
      EXAMPLES
        mcpool exporter --php 8.2/fpm
        mcpool exporter -p shop -p board --listen 127.0.0.1:9150
        mcpool exporter -p shop --textfile shop.prom

      Serves /metrics until it is ended, and asks all nodes anew for each scrape. A node that gives no answer
      costs its --timeout and is memcached_up 0; no scrape takes longer than Prometheus waits for it. Names and
      labels are those of memcached_exporter, with the labels pool and node besides; mcpool_* is what the ring,
      the configuration and the servers' clocks tell. The configuration is read once, at the start.

      With --textfile it writes once and ends: with 1 when a node does not answer, with 69 when none does.
      """)

  @Option(
    help: ArgumentHelp(
      "HOST:PORT, [IPV6]:PORT or unix:PATH; 127.0.0.1:9150. With port 0 the system picks one.", valueName: "address"))
  var listen: ListenAddress?

  @Option(
    help: ArgumentHelp(
      "Write the metrics into this file once, for node_exporter's textfile collector.", valueName: "path"),
    completion: .file(extensions: ["prom"]))
  var textfile: String?

  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    if listen != nil, textfile != nil {
      throw ValidationError("--textfile writes once and ends; it does not go with --listen")
    }
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    var exported: [ExportedPool] = []
    for options in try pool.each {
      exported.append(ExportedPool(try await options.loadLive(rulesNeeded: false, output, surroundings)))
    }
    let source = MetricsSource(exported, version: Mcpool.version)
    if let textfile { return try await write(source, to: textfile, surroundings) }
    return try await serve(source, surroundings)
  }

  private func serve(_ source: MetricsSource, _ surroundings: Surroundings) async throws -> ExitStatus {
    let address = listen ?? .tcp(host: "127.0.0.1", port: 9150)
    do throws(ListenFailure) {
      try await MetricsServer(source).run(at: address) { address in
        // Nobody could know the port otherwise.
        if !output.quiet || listen?.picksPort == true { surroundings.tell("listening on \(address)") }
      }
    } catch {
      throw Failure(error)
    }
    // A service that was asked to end has done what it was asked.
    return .fine
  }

  private func write(
    _ source: MetricsSource, to path: String, _ surroundings: Surroundings
  ) async throws -> ExitStatus {
    let (exposition, scrapes) = await source.scrape(by: .now + ServerLimits().longestScrape)
    try Task.checkCancellation()
    do throws(MetricsFile.Unwritable) { try MetricsFile(path: path).write(exposition) } catch { throw Failure(error) }
    let samples = scrapes.flatMap(\.survey.samples)
    if !output.quiet {
      for sample in samples {
        guard let reason = sample.reason else { continue }
        surroundings.tell("\(sample.node): \(reason)")
        if let remedy = sample.remedy { surroundings.tell(remedy, as: "  try: ") }
      }
    }
    return ExitStatus(samples.map(\.state))
  }
}
