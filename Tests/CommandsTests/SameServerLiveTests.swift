import FoundationEssentials
import LiveTrait
import LocalPool
import ScriptedServer
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

  @Test("A server under two addresses is known by its counters")
  func twoAddresses() async throws {
    try await withMemcached { server in
      let run = await CommandRun(["stats", "--server", server.name, "--server", "localhost:\(server.port)"])
      #expect(run.output.contains("localhost:\(server.port): the same server as \(server.name)"), "\(run.output)")
    }
  }

  @Test("Containers that say the same of their process are servers of their own")
  func containers() async throws {
    try await withMemcacheds(2) { servers in
      try await inContainers(servers.map(\.port)) { ports in
        let run = await CommandRun(["stats"] + ports.flatMap { ["--server", "127.0.0.1:\($0)"] })
        #expect(run.status == 0 && !run.output.contains("same server"), "\(run.output)")
      }
    }
  }

  @Test("One container under two addresses is one server")
  func containerUnderTwoAddresses() async throws {
    try await withMemcached { server in
      try await inContainers([server.port, server.port]) { ports in
        let run = await CommandRun(["stats"] + ports.flatMap { ["--server", "127.0.0.1:\($0)"] })
        #expect(run.output.contains("the same server as"), "\(run.output)")
      }
    }
  }
}

/// Runs the body with the ports of relays before the servers, behind which all say the same of their process: pid 1, the
/// usual port, one second of start.
func inContainers(
  _ servers: [UInt16], _ body: @Sendable ([UInt16]) async throws -> Void
) async throws {
  let now = Int(Date().timeIntervalSince1970)
  let said = ["pid": "1", "tcpport": "11211", "uptime": "10", "time": "\(now)"]
  @Sendable func nested(_ ports: [UInt16]) async throws {
    guard ports.count < servers.count else { return try await body(ports) }
    try await RewritingRelay.run(
      to: servers[ports.count],
      replies: { line, _ in
        let words = line.split(separator: " ")
        guard words.count == 3, words[0] == "STAT", let value = said[String(words[1])] else { return line }
        return "STAT \(words[1]) \(value)"
      }
    ) { relay in try await nested(ports + [relay.port]) }
  }
  try await nested([])
}
