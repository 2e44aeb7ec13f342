import Testing

@testable import Commands

/// Scripts and monitors hold on to these.
@Suite("Exit codes") struct ExitCodeTests {
  private let pool = ["--handler", "memcache", "--save-path", "tcp://127.0.0.1:1", "--extension-release", "8.2"]

  @Test func fine() async {
    let run = await CommandRun(["locate", "abc"] + pool)
    #expect(run.status == 0)
    #expect(run.output.contains("127.0.0.1:1"))
  }

  @Test func theAnswerIsNo() async {
    #expect(await CommandRun(["config", "get", "session.name"] + pool).status == 1)
    #expect(await CommandRun(["locate", "--down", "127.0.0.1:1", "abc"] + pool).status == 1)
  }

  @Test func usage() async {
    #expect(await CommandRun(["locate", "--nonsense"]).status == 64)
    #expect(await CommandRun(["stats", "--every", "soon"] + pool).status == 64)
    #expect(await CommandRun(["flush"] + pool).status == 64)
    #expect(await CommandRun(["locate", "--down", "10.0.0.9", "abc"] + pool).status == 64)
    #expect(await CommandRun(["stats", "--server", "a:1", "--handler", "memcache"]).status == 64)
  }

  @Test func noSuchFile() async {
    let run = await CommandRun(["config", "show", "--ini", "/nonexistent/php.ini"])
    #expect(run.status == 66)
    #expect(run.errors.contains("/nonexistent/php.ini"))
    #expect(await CommandRun(["stats", "-p", "nowhere"]).status == 66)
  }

  @Test func noNodeAnswered() async {
    let run = await CommandRun(["stats", "-o", "json"] + pool)
    #expect(run.status == 69)
    #expect(run.output.contains("\"state\" : \"refused\""))
  }

  @Test(.timeLimit(.minutes(5))) func interrupted() async {
    let work = Task { await CommandRun(["ping", "--server", "127.0.0.1:1", "-c", "2", "--interval", "1h"]) }
    work.cancel()
    let run = await work.value
    #expect(run.status == 130)
    #expect(run.errors.contains("interrupted"))
  }

  @Test func configurationError() async {
    let run = await CommandRun(["locate", "abc", "--handler", "memcache", "--save-path", "127.0.0.1"])
    #expect(run.status == 78)
    #expect(run.errors.contains("--save-path"))
    #expect(run.errors.contains("PHP: "))
    #expect(run.errors.contains("try: "))
  }

  @Test func theNodesOfAPoolThatHangsPHPCanStillBeLookedAt() async {
    let hanging = [
      "--handler", "memcache", "--extension-release", "8.0", "--save-path", "tcp://127.0.0.1:1,tcp://127.0.0.1:1",
    ]
    let stats = await CommandRun(["stats", "-o", "csv"] + hanging)
    #expect(stats.status == 69)
    #expect(stats.output.contains("127.0.0.1:1,refused") && stats.errors.contains("MC103"))
    #expect(await CommandRun(["flush", "--all", "--yes"] + hanging).status == 78)
  }

  @Test func helpAndVersionAreFine() async {
    #expect(await CommandRun(["--version"]).output == "0.1.0\n")
    #expect(await CommandRun(["help"]).status == 0)
    #expect(await CommandRun(["locate", "--help"]).output.contains("EXAMPLES"))
  }

  @Test func argumentsThatAreNoTextAreRefusedWithTheWayOut() async {
    let run = await CommandRun(rawWords: [Array("locate".utf8), [0x61, 0xff]])
    #expect(run.status == 64)
    #expect(run.errors.contains("--ids-encoding"))
  }
}
