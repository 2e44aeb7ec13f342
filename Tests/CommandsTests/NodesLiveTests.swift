import FoundationEssentials
import LiveTrait
import LocalPool
import Testing

@testable import Commands

@Suite("stats and ping on real servers, some of them broken", .live) struct NodesLiveTests {
  private func options(_ servers: [LocalMemcached]) -> [String] { servers.flatMap { ["--server", $0.name] } }

  @Test(.timeLimit(.minutes(5))) func aDeadAndAFrozenNodeHideNoOther() async throws {
    try await withMemcacheds(3) { servers in
      try await servers[1].stopAndWait()
      servers[2].freeze()
      let run = await CommandRun(["stats", "-o", "csv", "--timeout", "300ms"] + options(servers))
      let states = run.output.split(separator: "\n").dropFirst().map {
        $0.split(separator: ",", omittingEmptySubsequences: false)[1]
      }
      #expect(states == ["up", "refused", "mute", "1/3"])
      #expect(run.status == 1)
    }
  }

  @Test(.timeLimit(.minutes(5))) func aPoolThatWantsAPasswordIsAPermissionMatter() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try "user:secret\n".write(toFile: folder.path + "/auth", atomically: false, encoding: .utf8)
    try await withMemcached(["-Y", folder.path + "/auth"]) { server in
      let run = await CommandRun(["stats", "-o", "csv", "--server", server.name])
      #expect(run.status == 77)
      #expect(run.output.contains("auth_required"))
    }
  }

  @Test(.timeLimit(.minutes(5))) func aServerThatIsNamedTwiceIsAskedOnce() async throws {
    try await withMemcached { server in
      let run = await CommandRun([
        "locate", "--verify", "-o", "csv", "abc", "--handler", "memcached", "--extension-release", "3.2.0",
        "--save-path", "\(server.name),\(server.name)",
      ])
      #expect(run.output.hasSuffix("abc,\(server.name),owner,up,0,,,,\n"))
      #expect(run.status == 1)
    }
  }

  @Test(.timeLimit(.minutes(5))) func theLastFlushIsSeen() async throws {
    try await withMemcached { server in
      let before = await CommandRun(["stats", "-o", "json", "--server", server.name])
      #expect(before.output.contains("\"last_flush\" : null"))
      let state = try TemporaryFolder()
      defer { state.remove() }
      let flush = await CommandRun(
        ["flush", "--server", server.name, "--all", "--with-foreign", "--yes"],
        environment: ["XDG_STATE_HOME": state.path])
      #expect(flush.status == 0, "\(flush.errors)")
      let after = await CommandRun(["stats", "-o", "json", "--server", server.name])
      #expect(after.output.contains("\"last_flush\" : \"20"))
    }
  }

  @Test(.timeLimit(.minutes(5)), arguments: Stats.Detail.allCases)
  func everyDetailIsAMatrix(detail: Stats.Detail) async throws {
    try await withMemcacheds(2) { servers in
      let run = await CommandRun(["stats", "--detail", detail.rawValue, "-o", "csv"] + options(servers))
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.hasPrefix("field,\(servers[0].name),\(servers[1].name),differs\n"))
    }
  }

  @Test(.timeLimit(.minutes(5))) func ratesOfAnIntervalFollowTheFirstRound() async throws {
    try await withMemcached { server in
      let run = await CommandRun(
        ["stats", "--every", "10ms", "--count", "3", "-o", "csv", "--server", server.name])
      #expect(run.output.split(separator: "\n").count == 4, "one heading, three rounds:\n\(run.output)")
    }
  }

  @Test(.timeLimit(.minutes(5))) func pingCountsWhatIsLost() async throws {
    try await withMemcacheds(2) { servers in
      try await servers[1].stopAndWait()
      let run = await CommandRun(["ping", "-c", "3", "--interval", "1ms", "-o", "csv"] + options(servers))
      let rows = run.output.split(separator: "\n").dropFirst().map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
      #expect(rows[0][1...3] == ["up", "3", "0"])
      #expect(rows[1][1...3] == ["refused", "3", "3"])
      #expect(run.status == 1)
    }
  }
}
