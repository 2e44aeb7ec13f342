import ScriptedServer
import Testing

@testable import Commands

/// Nodes that are up and decline what they are asked: nothing is known of them, and nothing is done to them.
@Suite("A node that declines", .timeLimit(.minutes(5))) struct DecliningNodeTests {
  static let refusal: [ScriptedServer.Step] = [.lines(1), .send("SERVER_ERROR out of memory writing response\r\n")]

  func options(_ port: UInt16) -> [String] {
    ["--handler", "memcache", "--extension-release", "8.2", "--save-path", "tcp://127.0.0.1:\(port)"]
  }

  @Test("locate does not call absent what it could not ask for", arguments: ["json", "csv", "table"])
  func locate(_ format: String) async throws {
    try await ScriptedServer.run(Self.refusal) { server in
      let run = await CommandRun(["locate", "--verify", "-o", format, "a"] + options(server.port))
      #expect(run.status == 1)
      switch format {
      case "json":
        #expect(run.output.contains("\"present\" : null"), "\(run.output)")
        #expect(run.output.contains("\"reason\" : \"answered SERVER_ERROR out of memory writing response"))
      case "csv": #expect(run.output.contains(",owner,up,,"), "\(run.output)")
      default: #expect(run.output.contains("?") && run.output.contains("SERVER_ERROR"), "\(run.output)")
      }
    }
  }

  @Test("A node that gives no answer is not known either")
  func dead() async throws {
    try await ScriptedServer.runRefusing { port in
      let run = await CommandRun(["locate", "--verify", "-o", "json", "a"] + options(port))
      #expect(run.status == 69)
      #expect(run.output.contains("\"present\" : null") && run.output.contains("connection refused"), "\(run.output)")
    }
  }

  @Test(
    "ping ends with 1 when every try was lost, also by nodes that are up, and says why", arguments: ["json", "table"])
  func ping(_ format: String) async throws {
    try await ScriptedServer.run(Self.refusal) { server in
      let run = await CommandRun(
        ["ping", "-c", "2", "--interval", "1ms", "-o", format, "--server", "127.0.0.1:\(server.port)"])
      #expect(run.status == 1)
      #expect(run.output.contains("answered SERVER_ERROR out of memory"), "\(run.output)")
    }
  }

  @Test("flush that could look at no node was refused, not carried out", arguments: [true, false])
  func flush(_ isDryRun: Bool) async throws {
    try await ScriptedServer.run(Self.refusal) { server in
      let run = await CommandRun(
        ["flush", "--all", isDryRun ? "--dry-run" : "--yes", "--server", "127.0.0.1:\(server.port)"])
      #expect(run.status == 2)
      #expect(run.output.contains("skip"), "\(run.output)")
      #expect(!String(decoding: server.received, as: UTF8.self).contains("flush_all"))
    }
  }

  @Test("With --map the remedy names the place that is reached, and the node by its name")
  func mapped() async throws {
    try await ScriptedServer.runRefusing { port in
      let run = await CommandRun(["stats", "--server", "192.0.2.1:11211", "--map", "192.0.2.1=127.0.0.1:\(port)"])
      #expect(run.status == 69)
      #expect(run.output.contains("reached at 127.0.0.1:\(port)"), "\(run.output)")
      #expect(run.output.contains("192.0.2.1"))
    }
  }

  @Test("A node that says nothing may be waiting for TLS")
  func silent() async throws {
    try await ScriptedServer.run([]) { server in
      let run = await CommandRun(["stats", "--timeout", "300ms", "--server", "127.0.0.1:\(server.port)"])
      #expect(run.output.contains("--tls"), "\(run.output)")
    }
  }
}
