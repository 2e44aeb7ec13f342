import ArgumentParser
import MemcacheClient
import Operations
import Presentation
import SessionData

/// `session dump`: the sessions of a pool as a file.
struct SessionDump: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump", abstract: "Write all sessions with their contents to standard output.",
    discussion: """
      EXAMPLES
        mcpool session dump --php 8.2/fpm > sessions.jsonl
        mcpool session dump -p shop --binary > sessions.bin

      Each session once, from the first of its places that answers, as PHP would read it, and without disturbing it. Sessions
      are not locked meanwhile. Items where PHP does not look are counted and left out; so are items whose keys are no ids
      by session.sid_length, where no prefix tells whether they are sessions.

      The file lets whoever has it be any of the users: keep it as you keep passwords.

      Ends with 1 when a node failed or could not be listed completely; the file then has what the others have, and says at
      its end that it is not whole.
      """)

  @Flag(help: "Lengths and bytes instead of a JSON object a line.")
  var binary = false

  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    try pool.validateRules(for: "session dump")
    guard output.output == .table || output.output == .jsonl && !binary else {
      throw ValidationError("a dump has a format of its own: JSON lines, or --binary")
    }
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    guard surroundings.terminal.width == nil else {
      throw Failure(
        .usage, "a dump has the contents of all sessions, which a terminal should not show",
        remedy: "redirect it: mcpool session dump … > sessions.jsonl")
    }
    let (pool, _) = try await pool.loadSessions(output, surroundings)
    let sink = surroundings.output
    let outcome = try await SessionDumper(pool, format: binary ? .binary : .lines).run { piece in
      try await offThread { try sink.write(piece.span) }
    }
    for remark in outcome.remarks { surroundings.tell("\(remark.node): \(remark.summary)") }
    if !output.quiet { surroundings.tell(account(outcome)) }
    let nodes = ExitStatus(outcome.states)
    return nodes == .fine && !outcome.isWhole ? .no : nodes
  }

  private func account(_ outcome: SessionDumper.Outcome) -> String {
    var parts = ["\(Units.grouped(outcome.sessions, "session")) dumped"]
    func add(_ count: Int, _ noun: String, _ account: String) {
      if count > 0 { parts.append("\(Units.grouped(count, noun)) \(account)") }
    }
    add(outcome.strays, "item", "left out where no rule puts them")
    add(outcome.unread, "item", "left out that PHP does not read, since the owner has none")
    add(outcome.foreign, "item", "left out whose key is no id by session.sid_length")
    add(outcome.unaskable, "session", "left out whose key has control characters or blanks and cannot be asked for")
    add(outcome.gone, "session", "ended before they were read")
    return parts.joined(separator: "; ")
  }
}
