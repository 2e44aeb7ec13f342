import LiveTrait
import LocalPool
import Testing

@testable import Commands

@Suite("Two names of one server", .live, .timeLimit(.minutes(5))) struct SameServerLiveTests {
  @Test("The second row says so, and the total counts the server once")
  func stats() async throws {
    try await withMemcached { server in
      let run = await CommandRun([
        "stats", "--handler", "memcached", "--save-path", "web-a:11211,\(server.name)", "--map", "web-a=\(server.name)",
        "--extension-release", "3.2.0",
      ])
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.contains("\(server.name): the same server as web-a:11211"))
      let total = run.output.split(separator: "\n").first { $0.contains("1 of 1") || $0.hasPrefix("total") }
      #expect(total?.contains("1/1") == true || total?.contains("1 of 1") == true, "\(run.output)")
    }
  }
}
