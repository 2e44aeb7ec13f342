import ArgumentParser
import Operations
import Placement
import Presentation
import Replay

/// `locate`: where a configuration puts sessions.
struct Locate: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "locate", abstract: "Say which nodes hold a session.",
    discussion: """
      EXAMPLES
        mcpool locate --ini /etc/php/8.2/fpm/php.ini qpbaobhql61ri2c3l6k3cu6nr3
        mcpool locate --php 8.2/fpm --verify qpbaobhql61ri2c3l6k3cu6nr3
        mcpool locate -p shop --down 10.0.0.2 - < ids.txt
        mcpool locate -p shop -o csv - < ids.txt > owners.csv
        mcpool locate -p shop --object user:42
        mcpool locate -p board --object --option OPT_LIBKETAMA_COMPATIBLE=true user:42

      Ends with 1 when a session has no owner, or when --verify or --anywhere misses one of its copies.
      """)

  @Argument(help: ArgumentHelp("Session ids, or - for one a line on standard input.", valueName: "id"))
  var ids: [String]

  @Option(
    help: ArgumentHelp("Answer for one request with this node refusing connections; repeatable.", valueName: "node"),
    completion: .nodes)
  var down: [String] = []

  @Flag(help: "Ask the nodes that should hold it.")
  var verify = false

  @Flag(help: "Ask every node, and show strays.")
  var anywhere = false

  @Option(
    name: .customLong("ids-encoding"), help: ArgumentHelp("How ids are written.", valueName: "raw|percent|base64"))
  var encoding: IDEncoding = .raw

  @OptionGroup(title: "Application's keys") var object: ObjectOptions
  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    if ids.contains("-"), ids.count > 1 {
      throw ValidationError("- reads all ids from standard input; name ids or -, not both")
    }
    try pool.validateRules(for: "locate")
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let loaded = try await pool.load(surroundings)
    let keys = try keys(loaded, surroundings)
    let nodes = keys.placement.nodes
    let names = NodeNames(nodes.map(\.name))
    let own = OwnKeys(configuration: loaded.configuration)
    let reached = try pool.access.reached(nodes.map { LiveNode($0) }, own).map(\.address)
    let firsts = Dictionary(reached.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let locator = Locator(
      keys, down: Set(try down.map { try names.index(of: $0) }),
      servers: reached.map { firsts[$0] ?? 0 })

    if ids == ["-"], !verify, !anywhere, down.isEmpty, let format = BulkWriter.Format(output.output),
      locator.isPlacement
    {
      let bulk = BulkLocate(writer: BulkWriter(format: format, encoding: encoding, keys: keys), workers: processors)
      return try await bulk.run(from: surroundings.input, to: surroundings.output) ? .fine : .no
    }
    var verifier: Verifier?
    if verify || anywhere {
      let live = try await pool.access.livePool(
        nodes.map { LiveNode($0) }, loaded.configuration, output, surroundings)
      verifier = Verifier(live, anywhere: anywhere)
    }
    var printer = LocatePrinter(
      renderer: output.renderer(surroundings), output: surroundings.output, verifies: verifier != nil)
    let search = Search(locator: locator, verifier: verifier)
    return try await search.run(batches(surroundings), into: &printer)
  }

  private func keys(_ loaded: LoadedConfiguration, _ surroundings: Surroundings) throws -> PlacedKeys {
    if object.isOn { return .objects(try object.pool(loaded, output, surroundings)) }
    return .sessions(try explained { () throws(PoolError) in try loaded.poolWithRemarks(output, surroundings) })
  }

  /// The ids in batches, each as small as its source makes it.
  private func batches(_ surroundings: Surroundings) -> IDBatches {
    ids == ["-"] ? .standardInput(surroundings.input, encoding) : .arguments(ids, encoding)
  }
}

extension BulkWriter.Format {
  /// Nil for the formats that people read.
  init?(_ format: OutputFormat) {
    switch format {
    case .csv: self = .csv
    case .jsonl: self = .jsonl
    case .table, .json: return nil
    }
  }
}
