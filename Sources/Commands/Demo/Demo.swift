import ArgumentParser
import LocalPool
import Operations
import PHPConfiguration
import Placement
import Replay

/// `demo`: mcpool on real servers, without touching anybody's.
struct Demo: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Try mcpool on three memcacheds of its own on this machine.",
    discussion: """
      EXAMPLES
        mcpool demo
        mcpool demo --keep

      Starts three memcacheds on free ports of 127.0.0.1, stores a few hundred made-up PHP sessions where PHP would,
      and shows what mcpool says of them. Cleans up after itself unless --keep is given.
      """)

  @Flag(help: "Leave the servers running, and say how to go on.")
  var keep = false

  private static let sessions = 300

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    do {
      return try await DemoPool.run(keep: keep) { try await play($0, surroundings) }
    } catch let error as LocalPoolError {
      try Task.checkCancellation()
      throw Failure(.no, error.summary, remedy: error.remedy)
    }
  }

  private func play(_ demo: DemoPool, _ surroundings: Surroundings) async throws -> ExitStatus {
    let options = try PoolOptions.parse(["--ini", demo.iniPath])
    let output = try OutputOptions.parse(["-q"])
    let loaded = try await options.loadLive(rulesNeeded: true, output, surroundings)
    guard let pool = loaded.php else { return .no }
    let sessions = (0..<Self.sessions).map(SampleSession.init)
    try await demo.fill(sessions, pool: pool, live: loaded.live)

    let stage = Stage(surroundings: surroundings, ini: demo.iniPath)
    let ids = sessions.prefix(2).map { String(decoding: $0.id, as: UTF8.self) }
    try stage.say("Three memcacheds run on 127.0.0.1 and hold \(Self.sessions) PHP sessions. The pool:")
    try await stage.show("config", "show")
    try stage.say("All nodes at once:")
    try await stage.show("stats")
    try stage.say("Where PHP keeps two of the sessions, and what the nodes say of it:")
    try await stage.show(["locate", "--verify"] + ids)
    if keep { return try farewell(demo, stage) }

    let stopped = demo.servers[1]
    try await stopped.stopAndWait()
    try stage.say("Now \(stopped.name) is stopped. What the next request of these users does:")
    try await stage.show(["locate", "--down", stopped.name] + ids)
    try await stage.show("stats")
    try stage.say(outcome(sessions, pool: pool, down: 1, name: stopped.name))
    try stage.say("Servers and files are removed now. mcpool demo --keep leaves them running.")
    return .fine
  }

  /// What the loss of one node means, with the pool as it is and with one copy only.
  private func outcome(_ sessions: [SampleSession], pool: Pool, down: Int, name: String) -> String {
    var readable = 0
    var owned = 0
    for session in sessions {
      var world = SimulatedWorld(nodeCount: pool.nodes.count, down: [])
      _ = Request(.write(version: 1), pool: pool).play(session.id, in: &world)
      world.cut(down)
      if Request(.visit, pool: pool).play(session.id, in: &world).version != nil { readable += 1 }
      var candidates = Candidates()
      pool.placement.place(session.id.span, into: &candidates)
      if candidates[0] == down { owned += 1 }
    }
    return """
      Without \(name), PHP still reads \(readable) of the \(sessions.count) sessions: each has
      two copies. With memcache.session_redundancy = 1 the \(owned) users whose
      sessions that node owned would be logged out.
      """
  }

  private func farewell(_ demo: DemoPool, _ stage: Stage) throws -> ExitStatus {
    let ini = quoted(demo.iniPath)
    let pids = demo.servers.map { "\($0.processIdentifier)" }.joined(separator: " ")
    try stage.say(
      """
      The servers keep running. Go on with, for example:
        mcpool stats --ini \(ini) --every 2s
        kill \(demo.servers[1].processIdentifier)    # stops \(demo.servers[1].name); then look again
        mcpool flush --ini \(ini) --dry-run \(demo.servers[2].name)
      End it with:
        kill \(pids); rm -r \(quoted(demo.folder.path))
      """)
    return .fine
  }
}

/// Where the demonstration is played: each command is shown as it is typed, then run.
private struct Stage: Sendable {
  let surroundings: Surroundings
  let ini: String

  func say(_ text: String) throws {
    try Task.checkCancellation()
    try surroundings.output.write("\n\(text)\n")
  }

  func show(_ words: String...) async throws { try await show(words) }

  func show(_ words: [String]) async throws {
    let words = words + ["--ini", ini]
    try surroundings.output.write("\n$ mcpool \(words.joined(separator: " "))\n")
    let status = await Mcpool.run(words.map { Array($0.utf8) }, in: surroundings)
    try Task.checkCancellation()
    if status != 0 { try surroundings.output.write("(exit code \(status))\n") }
  }
}

/// A word as sh takes it whole.
private func quoted(_ word: String) -> String {
  let isPlain = word.utf8.allSatisfy { byte in
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "-")...UInt8(ascii: "9") ~= byte
      || byte == UInt8(ascii: "_")
  }
  return isPlain
    ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
