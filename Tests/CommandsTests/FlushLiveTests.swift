import FoundationEssentials
import LiveTrait
import LocalPool
import Logging
import MemcacheClient
import ScriptedServer
import Testing

@testable import Commands

@Suite("flush on real servers", .live) struct FlushLiveTests {
  private static let ids = (0..<40).map { SampleSession(number: $0) }

  /// Two nodes with the sessions that the given release would put there, and the options that name the pool.
  private func withPool(
    release: String, _ body: @Sendable (_ servers: [LocalMemcached], _ options: [String]) async throws -> Void
  ) async throws {
    try await withMemcacheds(2) { servers in
      let options = [
        "--handler", "memcache", "--extension-release", release, "-d", "session.sid_length=26",
        "--save-path", servers.map { "tcp://\($0.name)" }.joined(separator: ","),
      ]
      try await store(Self.ids.map { ($0.id, $0.data) }, on: servers)
      try await body(servers, options)
    }
  }

  private func store(_ items: [(key: [UInt8], value: [UInt8])], on servers: [LocalMemcached]) async throws {
    let dialer = SocketDialer(timeout: .seconds(5), logger: Logger(label: "test"))
    for server in servers {
      try await dialer.withClient(server.address) { client throws(NodeFailure) in
        for item in items { try await client.set(item.key, flags: 0, ttl: .seconds(1440), value: item.value) }
      }
    }
  }

  private func plan(_ run: CommandRun) throws -> FlushDocument.Action {
    try #require(try JSONDecoder().decode(FlushDocument.self, from: Data(run.output.utf8)).actions.first)
  }

  @Test(.timeLimit(.minutes(5))) func newerReleasesLogNobodyOutWhileTheMirrorHasACopy() async throws {
    try await withPool(release: "8.2") { servers, options in
      let run = await CommandRun(["flush", "--dry-run", "-o", "json", servers[0].name] + options)
      let action = try plan(run)
      #expect(run.status == 0, "\(run.errors)")
      #expect(action.sessions == 40 && action.safe == 40 && action.lost == 0 && action.foreign == 0)
    }
  }

  @Test(.timeLimit(.minutes(5))) func theOldRuleLogsOutWhoeverHasTheNodeAsHisFirst() async throws {
    try await withPool(release: "8.0") { servers, options in
      let action = try plan(await CommandRun(["flush", "--dry-run", "-o", "json", servers[0].name] + options))
      let other = try plan(await CommandRun(["flush", "--dry-run", "-o", "json", servers[1].name] + options))
      #expect(action.lost > 0 && action.lost + action.safe == 40)
      #expect(action.lost == other.safe, "each session has one of the two as its first")
    }
  }

  @Test(.timeLimit(.minutes(5))) func copiesOnNodesThatAreFlushedTooSaveNobody() async throws {
    try await withPool(release: "8.2") { _, options in
      let run = await CommandRun(["flush", "--dry-run", "--all"] + options)
      #expect(run.output.contains("40 users are logged out"), "\(run.output)")
      let action = try plan(await CommandRun(["flush", "--dry-run", "-o", "json", "--all"] + options))
      #expect(action.lost == 40 && action.safe == 0)
    }
  }

  /// With its owner down PHP reads the copy, so whoever flushes that copy logs the user out.
  @Test(.timeLimit(.minutes(5)), arguments: ["8.0", "8.2"])
  func aDownNodeHoldsNothingThatWouldSaveAUser(release: String) async throws {
    try await withPool(release: release) { servers, options in
      try await servers[0].stopAndWait()
      let run = await CommandRun(["flush", "--dry-run", "-o", "json", "--all"] + options)
      let document = try JSONDecoder().decode(FlushDocument.self, from: Data(run.output.utf8))
      let left = try #require(document.actions.last)
      #expect(left.lost + left.undecided == 40 && left.safe == 0, "\(run.output)")
    }
  }

  @Test(.timeLimit(.minutes(5))) func twoNamesOfOneServerAreOneServer() async throws {
    try await withMemcached { server in
      try await store(Self.ids.map { ($0.id, $0.data) }, on: [server])
      let run = await CommandRun([
        "flush", "--dry-run", "-o", "json", "127.0.0.1", "--handler", "memcache", "--extension-release", "8.2",
        "--save-path", "tcp://127.0.0.1:\(server.port),tcp://localhost:\(server.port)",
      ])
      let action = try plan(run)
      #expect(action.lost == 40 && action.safe == 0)
    }
  }

  @Test(.timeLimit(.minutes(5))) func containersThatSayTheSameOfTheirProcessAreServersOfTheirOwn() async throws {
    try await withMemcacheds(2) { servers in
      try await store(Self.ids.map { ($0.id, $0.data) }, on: servers)
      try await inContainers(servers.map(\.port)) { ports in
        let run = await CommandRun([
          "flush", "--dry-run", "-o", "json", "127.0.0.1:\(ports[0])", "--handler", "memcache", "--extension-release",
          "8.2", "-d", "session.sid_length=26", "--save-path",
          ports.map { "tcp://127.0.0.1:\($0)" }.joined(separator: ","),
        ])
        let action = try plan(run)
        #expect(action.sessions == 40 && action.lost == 0, "\(run.output)")
      }
    }
  }

  /// Before 1.5.19 a copy is there, and nothing else is known of it.
  @Test(.timeLimit(.minutes(5)), arguments: ["8.0", "8.2"])
  func aCopyOfUnknownAgeIsACopy(release: String) async throws {
    try await withMemcacheds(2) { servers in
      try await store(Self.ids.map { ($0.id, $0.data) }, on: servers)
      let old: RewritingRelay.Change = { line, _ in
        line == "mn" || line.hasPrefix("mg ") || line.hasSuffix(" hash") ? "unknown" : line
      }
      try await RewritingRelay.run(to: servers[0].port, requests: old) { first in
        try await RewritingRelay.run(to: servers[1].port, requests: old) { second in
          let nodes = [first, second].map { "127.0.0.1:\($0.port)" }
          let run = await CommandRun([
            "flush", "--dry-run", "-o", "json", nodes[0], "--handler", "memcache", "--extension-release", release, "-d",
            "session.sid_length=26", "--save-path", nodes.map { "tcp://\($0)" }.joined(separator: ","),
          ])
          let action = try plan(run)
          #expect(action.safe > 0, "those whose owner is the other node: \(run.output)")
          #expect(release == "8.0" ? action.undecided == 0 : action.lost == 0)
          #expect(action.safe + action.lost + action.undecided == 40)
        }
      }
    }
  }

  @Test(.timeLimit(.minutes(5))) func withoutATerminalThePoolMustBeNamed() async throws {
    try await withMemcached { server in
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      try """
      session.save_handler = memcache
      session.save_path = "tcp://\(server.name)"
      mcpool.extension_release = 8.2
      """.write(toFile: folder.path + "/default.ini", atomically: false, encoding: .utf8)
      let run = await CommandRun(["flush", "--yes", "--all"], environment: ["MCPOOL_PATH": folder.path])
      #expect(run.status == 2)
      #expect(run.errors.contains("names the pool"))
      let named = await CommandRun(
        ["flush", "--yes", "--all", "-p", "default"],
        environment: ["MCPOOL_PATH": folder.path, "XDG_STATE_HOME": folder.path])
      #expect(named.status == 0, "\(named.errors)")
    }
  }

  @Test(.timeLimit(.minutes(5))) func aDryRunFlushesNothing() async throws {
    try await withPool(release: "8.2") { servers, options in
      _ = await CommandRun(["flush", "--dry-run", "--all"] + options)
      let after = try plan(await CommandRun(["flush", "--dry-run", "-o", "json", servers[0].name] + options))
      #expect(after.sessions == 40)
    }
  }

  @Test(.timeLimit(.minutes(5))) func foreignItemsRefuseItUnlessTheyAreMeant() async throws {
    try await withPool(release: "8.2") { servers, options in
      try await store([(Array("catalog:42".utf8), [1])], on: servers)
      let state = try TemporaryFolder()
      defer { state.remove() }
      let environment = ["XDG_STATE_HOME": state.path]
      let refused = await CommandRun(["flush", "--yes", servers[0].name] + options, environment: environment)
      #expect(refused.status == 2)
      #expect(refused.errors.contains("1 items that are no sessions") && refused.errors.contains("--with-foreign"))
      let meant = await CommandRun(
        ["flush", "--yes", "--with-foreign", "-o", "json", servers[0].name] + options, environment: environment)
      #expect(meant.status == 0, "\(meant.errors)")
      let done = try plan(meant)
      #expect(done.result == "flushed")
    }
  }

  @Test(.timeLimit(.minutes(5))) func anAssumedReleaseDestroysNothing() async throws {
    try await withMemcached { server in
      let run = await CommandRun(
        ["flush", "--yes", "--all", "--handler", "memcache", "--save-path", "tcp://\(server.name)"])
      #expect(run.status == 2)
      #expect(run.errors.contains("--extension-release"))
    }
  }

  @Test(.timeLimit(.minutes(5))) func aSkippedNodeComesWithACure() async throws {
    try await withPool(release: "8.2") { servers, options in
      try await servers[0].stopAndWait()
      let run = await CommandRun(["flush", "--dry-run", "--all"] + options)
      #expect(run.output.contains("\(servers[0].name) stays as it is: refused: connection refused"))
      #expect(run.output.contains("\n  try: on 127.0.0.1: is memcached running"), "\(run.output)")
    }
  }

  @Test(.timeLimit(.minutes(5))) func onATerminalItAsks() async throws {
    try await withPool(release: "8.2") { servers, options in
      let state = try TemporaryFolder()
      defer { state.remove() }
      let environment = ["XDG_STATE_HOME": state.path]
      let no = await CommandRun(["flush", servers[0].name] + options, environment: environment, answer: "no")
      #expect(no.status == 2)
      #expect(no.errors.contains("Flush \(servers[0].name)?"))
      let yes = await CommandRun(["flush", servers[0].name] + options, environment: environment, answer: "yes")
      #expect(yes.status == 0, "\(yes.errors)")
      let after = try plan(await CommandRun(["flush", "--dry-run", "-o", "json", servers[0].name] + options))
      #expect(after.sessions == 0)
    }
  }

  @Test(.timeLimit(.minutes(5))) func everyFlushIsInTheAuditLog() async throws {
    try await withPool(release: "8.2") { servers, options in
      let state = try TemporaryFolder()
      defer { state.remove() }
      let environment = ["XDG_STATE_HOME": state.path]
      _ = await CommandRun(["flush", "--yes", "--all"] + options, environment: environment)
      let path = try #require(environment["XDG_STATE_HOME"]) + "/mcpool/audit.jsonl"
      let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      #expect(lines.count == 4, "two nodes, each begun and done")
      #expect(lines[1].contains("\"node\":\"\(servers[0].name)\"") && lines[1].contains("\"result\":\"flushed\""))
      #expect(lines[1].contains("\"pool\":\"--save-path\"") && lines[1].contains("\"sessions\":40"))
    }
  }

  @Test(.timeLimit(.minutes(5))) func withoutAnAuditLogNothingIsDone() async throws {
    try await withPool(release: "8.2") { servers, options in
      let run = await CommandRun(
        ["flush", "--yes", "--all"] + options, environment: ["XDG_STATE_HOME": "/dev/null/nowhere"])
      #expect(run.status == 2)
      #expect(run.errors.contains("/dev/null/nowhere/mcpool/audit.jsonl"))
      let after = try plan(await CommandRun(["flush", "--dry-run", "-o", "json", servers[0].name] + options))
      #expect(after.sessions == 40)
    }
  }

  @Test(.timeLimit(.minutes(5))) func aNodeThatDeclinesToBeLookedAtIsToldByTheExitCode() async throws {
    try await withMemcached { server in
      try await ScriptedServer.run([.lines(1), .send("SERVER_ERROR out of memory\r\n")]) { declining in
        let state = try TemporaryFolder()
        defer { state.remove() }
        let run = await CommandRun(
          ["flush", "--yes", "--all", "--server", server.name, "--server", "127.0.0.1:\(declining.port)"],
          environment: ["XDG_STATE_HOME": state.path])
        #expect(run.status == 1, "\(run.errors)")
        #expect(run.output.contains("flushed"))
      }
    }
  }

  @Test(.timeLimit(.minutes(5))) func aServerThatForbidsFlushesSaysSo() async throws {
    try await withMemcached(["-F"]) { server in
      let state = try TemporaryFolder()
      defer { state.remove() }
      let run = await CommandRun(
        ["flush", "--yes", "--all", "--with-foreign", "--server", server.name],
        environment: ["XDG_STATE_HOME": state.path])
      #expect(run.status == 2)
      #expect(run.errors.contains("-F"))
    }
  }

  @Test(.timeLimit(.minutes(5))) func aServerThatDoesNotListRefusesItUnlessItIsMeant() async throws {
    try await withMemcached(["-X"]) { server in
      let options = [
        "--all", "--yes", "--handler", "memcache", "--extension-release", "8.2", "--save-path", "tcp://\(server.name)",
      ]
      let state = try TemporaryFolder()
      defer { state.remove() }
      let environment = ["XDG_STATE_HOME": state.path]
      let refused = await CommandRun(["flush"] + options, environment: environment)
      #expect(refused.status == 2 && refused.errors.contains("does not list its items"))
      let meant = await CommandRun(["flush", "--with-foreign"] + options, environment: environment)
      #expect(meant.status == 0, "\(meant.output)\(meant.errors)")
    }
  }
}

/// The part of the contract's JSON that these tests look at.
private struct FlushDocument: Decodable {
  struct Action: Decodable {
    var sessions: Int
    var safe: Int
    var lost: Int
    var undecided: Int
    var foreign: Int
    var result: String?
  }

  var actions: [Action]
}
