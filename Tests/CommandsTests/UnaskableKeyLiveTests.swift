import LiveTrait
import LocalPool
import Logging
import MemcacheClient
import Testing

@testable import Commands

/// An application's key with a blank has a place, and can only be asked for in the binary protocol.
@Suite("Keys that one protocol cannot ask for", .live, .timeLimit(.minutes(5))) struct UnaskableKeyLiveTests {
  private func verify(_ server: LocalMemcached, _ options: [String]) async -> CommandRun {
    await CommandRun(
      [
        "locate", "--verify", "--object", "--handler", "memcached", "--extension-release", "3.2.0", "--save-path",
        server.name, "--option", "OPT_BINARY_PROTOCOL=true",
      ] + options + ["a b"])
  }

  @Test("In text nothing is known of it", arguments: ["json", "csv", "table"])
  func text(_ format: String) async throws {
    try await withMemcached { server in
      let run = await verify(server, ["-o", format])
      #expect(run.status == 1)
      switch format {
      case "json":
        #expect(run.output.contains("\"present\" : null"), "\(run.output)")
        #expect(run.output.contains("\"reason\" : \"the text protocol cannot ask for this key"))
      case "csv": #expect(run.output.contains("a b,\(server.name),owner,up,,"), "\(run.output)")
      default: #expect(run.output.contains("a b: the text protocol cannot ask for this key"), "\(run.output)")
      }
    }
  }

  @Test("In binary it is found")
  func binary() async throws {
    try await withMemcached { server in
      let missed = await verify(server, ["--protocol", "binary", "-o", "csv"])
      #expect(missed.status == 1 && missed.output.contains("a b,\(server.name),owner,up,0,"), "\(missed.output)")
      try await store(Array("a b".utf8), on: server)
      let run = await verify(server, ["--protocol", "binary", "-o", "csv"])
      #expect(run.status == 0 && run.output.contains("a b,\(server.name),owner,up,1,"), "\(run.output)")
    }
  }

  private func store(_ key: [UInt8], on server: LocalMemcached) async throws {
    let access = Access(wireProtocol: .binary)
    try await SocketDialer(timeout: .seconds(30), access: access, logger: Logger(label: "test"))
      .withClient(server.address) { client throws(NodeFailure) in
        try await client.set(key, flags: 0, ttl: nil, value: [1])
      }
  }
}
