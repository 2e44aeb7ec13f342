import LiveTrait
import LocalPool
import MemcacheClient
import MemcacheProtocol
import Testing

@testable import Operations

@Suite("Connections kept through an act", .live, .timeLimit(.minutes(5))) struct OpenNodesLiveTests {
  @Test("A server that hangs up on who is idle is asked over a new connection", arguments: ["memcache", "memcached"])
  func idleTimeout(_ handler: String) async throws {
    try await PHPSessions.run(handler, nodes: 2, arguments: ["-o", "idle_timeout=1"]) { sessions in
      let pool = try await sessions.pool()
      var nodes = OpenNodes(pool.live)
      defer { nodes.close() }
      func ask() async -> [Int: String] {
        await nodes.ask([0, 1]) { _, client throws(NodeFailure) in try await client.version() }
      }
      #expect(await ask().count == 2)
      // The server counts who it has hung up on.
      for server in sessions.servers {
        _ = try await eventually {
          let kicks = try await sessions.withClient(server) { try await $0.stats(nil) }
            .first { $0.name == "idle_kicks" }.flatMap { Int($0.value) }
          return kicks.map { $0 > 0 } == true ? true : nil
        }
      }
      #expect(await ask().count == 2 && nodes.failures == [nil, nil])
    }
  }
}
