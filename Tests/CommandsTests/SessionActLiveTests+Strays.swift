import FoundationEssentials
import LocalPool
import MemcacheClient
import MemcacheProtocol
import Placement
import Testing

@testable import Commands
@testable import Operations

/// What is on nodes where PHP does not look for the session.
extension SessionActLiveTests {
  private struct Touched: Decodable {
    struct Action: Decodable {
      let node: String
      let state: String
      let action: String
      let role: String?
      let reason: String
    }
    let actions: [Action]
  }

  /// The node where PHP has no place for the session, of three.
  private func elsewhere(_ sessions: PHPSessions) async throws -> LocalMemcached {
    let pool = try await sessions.pool()
    let places = pool.places(of: Array(Self.id.utf8)).map { pool.live.nodes[$0].name }
    return try #require(sessions.servers.first { !places.contains($0.name) })
  }

  @Test("A touch leaves strays alone and says what they are", arguments: ["same", "other"])
  func touchBesideAStray(_ content: String) async throws {
    try await PHPSessions.run("memcache", Self.long) { sessions in
      _ = try await sessions.visit(Self.id)
      let pool = try await sessions.pool()
      let key = SessionKeys(Array(Self.id.utf8), pool.php.placement).item
      let owner = pool.live.nodes[pool.places(of: Array(Self.id.utf8))[0]].name
      let copy = try await sessions.withClient(try #require(sessions.servers.first { $0.name == owner })) {
        try await $0.items([key], .value)[0]?.value
      }
      let stray = try await elsewhere(sessions)
      try await sessions.withClient(stray) { client in
        try await client.set(
          key, flags: 0, ttl: .seconds(5000), value: content == "same" ? try #require(copy) : [0x78])
      }
      let run = await sessions.mcpool(["session", "touch", "-y", "-o", "json", Self.id, "10m"])
      #expect(run.status == 0, "\(run.output)\(run.errors)")
      let rows = try JSONDecoder().decode(Touched.self, from: Data(run.output.utf8)).actions
      #expect(rows.map(\.role) == ["owner", "copy", "stray"] && rows.map(\.action) == ["touch", "touch", "none"])
      #expect(rows[2].node == stray.name)
      #expect(rows[2].reason.contains(content == "same" ? "the same as" : "it differs from"), "\(rows[2].reason)")
      // The touched copies end before it, so that it would pass for the newest.
      #expect(rows[2].reason.contains("passes for the newest") == (content == "other"), "\(rows[2].reason)")
      let left = try await sessions.withClient(stray) { try await $0.items([key], [])[0]?.life?.ttl }
      #expect((left ?? .zero) > .seconds(3000))
      let table = await sessions.mcpool(["session", "touch", "--dry-run", Self.id, "10m"])
      #expect(table.output.contains("stray") && table.output.contains(stray.name), "\(table.output)")
    }
  }

  @Test("A node where PHP has no place for the session may be down: the touch goes on, and says what is not known")
  func touchWithoutAnotherNode() async throws {
    try await PHPSessions.run("memcache", Self.long) { sessions in
      _ = try await sessions.visit(Self.id)
      let other = try await elsewhere(sessions)
      try await other.stopAndWait()
      let run = await sessions.mcpool(["session", "touch", "-y", "-o", "json", Self.id, "10m"])
      #expect(run.status == 0, "\(run.output)\(run.errors)")
      let rows = try JSONDecoder().decode(Touched.self, from: Data(run.output.utf8)).actions
      #expect(rows.count == 3 && rows[2].node == other.name && rows[2].state == "refused" && rows[2].role == nil)
      #expect(rows[2].reason.contains("connection refused"), "\(rows[2].reason)")
    }
  }

  @Test("A session of which there is only a stray is none for PHP, and nothing is touched")
  func touchOnlyAStray() async throws {
    try await PHPSessions.run("memcache", Self.long) { sessions in
      let key = SessionKeys(Array(Self.id.utf8), try await sessions.pool().php.placement).item
      let stray = try await elsewhere(sessions)
      try await sessions.withClient(stray) { client in
        try await client.set(key, flags: 0, ttl: .seconds(5000), value: [0x78])
      }
      let run = await sessions.mcpool(["session", "touch", "-y", Self.id, "10m"])
      #expect(run.status == 1 && run.output.contains("stray"), "\(run.output)\(run.errors)")
      #expect(run.output.replacing("\n", with: " ").contains("no node where PHP looks"), "\(run.output)")
    }
  }

  /// Under its second name it is no place of the session, and what is there is no stray.
  @Test("A copy is no stray under another name of its server")
  func touchTwoNames() async throws {
    try await PHPSessions.run("memcached", nodes: 1, Self.long) { sessions in
      let server = sessions.servers[0]
      let ini =
        try String(contentsOfFile: sessions.ini, encoding: .utf8) + """

          memcached.sess_number_of_replicas = 0
          session.save_path = "\(server.name),localhost:\(server.port)"
          """
      try ini.write(toFile: sessions.ini, atomically: false, encoding: .utf8)
      _ = try await sessions.visit(Self.id)
      let run = await sessions.mcpool(["session", "touch", "-y", "-o", "json", Self.id, "10m"])
      #expect(run.status == 0, "\(run.output)\(run.errors)")
      let rows = try JSONDecoder().decode(Touched.self, from: Data(run.output.utf8)).actions
      #expect(rows.map(\.role) == ["owner"], "\(run.output)")
    }
  }
}
