import LiveTrait
import Testing

@testable import Commands

@Suite("demo", .live) struct DemoLiveTests {
  @Test(.timeLimit(.minutes(5))) func itShowsWhatItPromisesAndCleansUp() async throws {
    let run = await CommandRun(["demo"])
    #expect(run.status == 0, "\(run.errors)")
    for command in ["config show", "stats", "locate --verify", "locate --down"] {
      #expect(run.output.contains("$ mcpool \(command)"))
    }
    #expect(run.output.contains("refused"), "the stopped node")
    #expect(run.output.contains("still reads 300 of the 300 sessions"))
    let ini = try #require(
      run.output.split(separator: "\n").lazy.compactMap { $0.split(separator: "--ini ").last }.first {
        $0.hasSuffix("php.ini")
      })
    let again = await CommandRun(["config", "get", "--ini", String(ini), "session.name"])
    #expect(again.status == 66, "its folder is gone")
  }
}
