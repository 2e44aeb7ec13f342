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

  @OptionGroup var sessions: SessionIDOptions
  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws { try pool.validateRules(for: "session show") }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let (pool, _) = try await pool.loadSessions(output, surroundings)
    let renderer = output.renderer(surroundings)
    let run = ShowRun(
      writer: ShowWriter(pool: pool, renderer: renderer, isRevealing: output.reveal), output: surroundings.output)
    return try await run.show(sessions.batches(surroundings))
  }
}
