import ArgumentParser
import Operations

/// `session show`: every copy of a session, its lock, and what is in it.
struct SessionShow: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the copies, the lock and the content of a session.",
    discussion: """
      EXAMPLES
        mcpool session show --php 8.2/fpm qpbaobhql61ri2c3l6k3cu6nr3
        mcpool session show -p shop --reveal qpbaobhql61ri2c3l6k3cu6nr3
        mcpool session show -p shop -o jsonl - < ids.txt > sessions.jsonl

      Asks every node, and changes nothing: the sessions keep their idle time and their place in the LRU on servers from
      1.5.19 on. Says which copy is the newest, and why, or why that cannot be known.

      The content is that of the copy that PHP would read: names, types and sizes, and with --reveal the values.

      Ends with 1 when a session is nowhere, or when a node failed.
      """)

  @Argument(help: ArgumentHelp("Session ids, or - for one a line on standard input.", valueName: "id"))
  var ids: [String]

  @Option(
    name: .customLong("ids-encoding"), help: ArgumentHelp("How ids are written.", valueName: "raw|percent|base64"))
  var encoding: IDEncoding = .raw

  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    if ids.contains("-"), ids.count > 1 {
      throw ValidationError("- reads all ids from standard input; name ids or -, not both")
    }
    try pool.validateRules(for: "session show")
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let (pool, _) = try await pool.loadSessions(output, surroundings)
    let batches: IDBatches =
      ids == ["-"] ? .standardInput(surroundings.input, encoding) : .arguments(ids, encoding)
    let renderer = output.renderer(surroundings)
    let run = ShowRun(
      writer: ShowWriter(pool: pool, renderer: renderer, isRevealing: output.reveal), output: surroundings.output)
    return try await run.show(batches)
  }
}
