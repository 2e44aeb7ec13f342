import FoundationEssentials
import LiveTrait
import LocalPool
import Testing

@testable import Commands

@Suite("replay --live", .live, .timeLimit(.minutes(5))) struct ReplayLiveTests {
  private struct Document: Decodable {
    struct Step: Decodable {
      var kept: Int?
      var lost: Int?
      var seen: String?
    }
    var sessions: Int
    var steps: [Step]
    var notes: [String]
  }

  @Test(
    "plays the sessions that are there, where they are, and leaves them alone", arguments: ["memcache", "memcached"])
  func live(_ handler: String) async throws {
    try await PHPSessions.run(handler, ["memcache.session_redundancy = 1", "memcached.sess_number_of_replicas = 0"]) {
      sessions in
      let ids = (0..<30).map { "session-number-\($0)-of-real-php" }
      for id in ids { #expect(try await sessions.visit(id) == "1") }
      func play(_ words: String...) async throws -> Document {
        let run = await CommandRun(
          ["replay", "--live", "--timeout", "30s", "--ini", sessions.ini, "-o", "json", "--letters"] + words,
          environment: sessions.environment)
        try #require(run.status == 0, "\(run.errors)")
        return try JSONDecoder().decode(Document.self, from: Data(run.bytes))
      }
      let before = try await play("visit")
      #expect(before.sessions == 30 && before.steps[0].kept == 30)
      // What a flushed node had is lost; the replay says as many.
      let flushed = try await play("flush:B", "visit")
      let run = await CommandRun(
        ["flush", sessions.servers[1].name, "--yes", "--ini", sessions.ini], environment: sessions.environment)
      #expect(run.status == 0 || run.status == 1, "\(run.errors)")
      let after = try await play("visit")
      #expect(after.sessions == flushed.steps[1].kept)
      #expect(after.steps[0].kept == after.sessions)
      var kept = 0
      for id in ids where try await sessions.visit(id) == "2" { kept += 1 }
      #expect(kept == after.sessions && kept < 30)
    }
  }

  @Test("A node that is down now is down when the timeline begins")
  func down() async throws {
    try await PHPSessions.run("memcache", nodes: 2) { sessions in
      let ids = (0..<20).map { "session-number-\($0)-of-real-php" }
      for id in ids { #expect(try await sessions.visit(id) == "1") }
      try await sessions.servers[1].stopAndWait()
      let run = await CommandRun(
        ["replay", "--live", "--timeout", "30s", "--ini", sessions.ini, "-o", "json", "visit"],
        environment: sessions.environment)
      try #require(run.status == 0, "\(run.errors)")
      let document = try JSONDecoder().decode(Document.self, from: Data(run.bytes))
      #expect(document.sessions == 20 && document.steps.count == 2 && document.steps[1].kept == 20)
      #expect(document.notes.contains { $0.contains("\(sessions.servers[1].name) is down (refused)") })
      for id in ids { #expect(try await sessions.visit(id) == "2") }
    }
  }

  @Test("A node that hangs now still has its sessions when it goes on")
  func frozen() async throws {
    try await PHPSessions.run("memcached", nodes: 2, ["memcached.sess_locking = 0"]) { sessions in
      let ids = (0..<20).map { "session-number-\($0)-of-real-php" }
      for id in ids { #expect(try await sessions.visit(id) == "1") }
      try await sessions.servers[1].freezeAndWait()
      let run = await CommandRun(
        ["replay", "--live", "--timeout", "1s", "--ini", sessions.ini, "-o", "json", "thaw:B", "visit"],
        environment: sessions.environment)
      sessions.servers[1].thaw()
      try #require(run.status == 0, "\(run.errors)")
      let document = try JSONDecoder().decode(Document.self, from: Data(run.bytes))
      #expect(document.sessions == 20 && document.steps[2].kept == 20)
      #expect(document.notes.contains { $0.hasPrefix("What \(sessions.servers[1].name) holds is not known (mute)") })
      for id in ids { #expect(try await sessions.visit(id) == "2") }
    }
  }

  @Test("A server of the second configuration is asked too: it may be down, and hold something already")
  func laterServers() async throws {
    try await PHPSessions.run("memcache", nodes: 2, ["memcache.session_redundancy = 1"]) { sessions in
      let ids = (0..<20).map { "session-number-\($0)-of-real-php" }
      for id in ids { #expect(try await sessions.visit(id) == "1") }
      let (a, b) = (sessions.servers[0].name, sessions.servers[1].name)
      func play(_ path: String, _ words: String...) async throws -> Document {
        let run = await CommandRun(
          [
            "replay", "--live", "--timeout", "30s", "--ini", sessions.ini, "-d",
            "session.save_path=\"\(path)\"", "-o", "json",
          ] + words, environment: sessions.environment)
        try #require(run.status == 0, "\(run.errors)")
        return try JSONDecoder().decode(Document.self, from: Data(run.bytes))
      }
      let both = "path:tcp://\(a),tcp://\(b)"
      let before = try await play("tcp://\(a)", both, "visit")
      #expect(before.sessions == 20 && before.steps[1].kept == 20, "what B has is found there")
      let mapped = try await play(
        "tcp://\(a)", "path:tcp://\(a),tcp://10.9.9.9:1", "visit", "--map", "10.9.9.9:1=\(b)")
      #expect(mapped.sessions == 20, "a node of a later configuration may be elsewhere")
      try await sessions.servers[1].stopAndWait()
      let after = try await play("tcp://\(a)", both, "visit")
      #expect(after.notes.contains { $0.contains("\(b) is down (refused)") })
      #expect(after.steps[2].kept == after.sessions)
    }
  }
}
