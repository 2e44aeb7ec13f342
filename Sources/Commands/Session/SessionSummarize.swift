import ArgumentParser
import MemcacheClient
import Operations
import Presentation

/// `session summary`: what sessions the pool holds, as figures.
struct SessionSummarize: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary", abstract: "Count sessions, active users, strays, and draw how long and large they are.",
    discussion: """
      EXAMPLES
        mcpool session summary --php 8.2/fpm
        mcpool session summary -p shop -o json

      Lists all nodes without touching an item. The pool's figures count each session once, whatever copies there
      are of it. memcached notes a read at most once a minute, so a user who only reads may show as active later.
      Ends with 1 when a node is missing or could not be listed as a whole, with 69 when none answers.
      """)

  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws { try pool.validateRules(for: "session summary") }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let sessions = try await pool.loadSessions(output, surroundings).pool
    let summary: SessionSummary
    do {
      summary = try await sessions.summary(scratch: ScratchFolder(environment: surroundings.environment))
    } catch let failure as ScratchFailure {
      throw Failure(failure)
    }
    let table = SummaryTable(summary, drawsBlocks: surroundings.writesUTF8)
    try surroundings.output.write(try output.renderer(surroundings).render(table))
    if output.output == .csv {
      for cell in table.notes { surroundings.tell(cell.text) }
    }
    let status = ExitStatus(summary.nodes.map(\.state))
    return status == .fine && !summary.isWhole ? .no : status
  }
}

extension Surroundings {
  /// Whether the locale says that text is UTF-8.
  fileprivate var writesUTF8: Bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    let name = locale.lowercased()
    return name.hasSuffix("utf-8") || name.hasSuffix("utf8")
  }
}
