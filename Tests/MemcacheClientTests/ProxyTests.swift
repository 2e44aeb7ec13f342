import MemcacheClient
import MemcacheProtocol
import ScriptedServer
import Testing

@Suite("Proxies in place of a node", .timeLimit(.minutes(5))) struct ProxyTests {
  /// What comes of a question, after a second look.
  func failure<Value>(
    _ server: ScriptedServer, _ ask: (any NodeClient) async throws(NodeFailure) -> Value
  ) async -> NodeFailure? {
    do throws(NodeFailure) {
      let client = try await dialer().connect(to: server.address)
      defer { client.close() }
      _ = try await ask(client)
      return nil
    } catch {
      return await dialer().secondLook(at: error, of: server.address, certifiedFor: nil)
    }
  }

  @Test("mcrouter calls itself so", arguments: ["mcrouter 1.0", "37.0.0 mcrouter"])
  func mcrouter(_ version: String) async throws {
    let answers: [ScriptedServer.Step] = [.lines(1), .send("VERSION \(version)\r\n")]
    try await ScriptedServer.run(answers) { server in
      let failure = await failure(server) { client throws(NodeFailure) in try await client.version() }
      #expect(failure?.cause == .foreign(.proxy(.mcrouter(version))))
      #expect(failure?.state == .notMemcached)
      #expect(failure?.reason.contains(version) == true)
    }
    let stats: [ScriptedServer.Step] = [.lines(1), .send("STAT version \(version)\r\nSTAT pid 1\r\nEND\r\n")]
    try await ScriptedServer.run(stats) { server in
      let failure = await failure(server) { client throws(NodeFailure) in try await client.stats(nil) }
      #expect(failure?.cause == .foreign(.proxy(.mcrouter(version))))
    }
  }

  @Test("mcrouter knows no mg, and is not asked for items behind PHP's back")
  func mcrouterItems() async throws {
    let script: [ScriptedServer.Step] = [.lines(1), .send("ERROR\r\n"), .lines(1), .send("VERSION mcrouter 1.0\r\n")]
    try await ScriptedServer.run(script) { server in
      let failure = await failure(server) { client throws(NodeFailure) in try await client.items([[0x61]], []) }
      #expect(failure?.cause == .foreign(.proxy(.mcrouter("mcrouter 1.0"))))
    }
  }

  @Test(
    "memcached's own proxy mode shows in its statistics",
    arguments: [
      (nil, "STAT proxy_conn_requests 5\r\n"), ("settings", "STAT proxy_enabled yes\r\n"),
    ] as [(String?, String)])
  func proxyMode(_ group: String?, _ line: String) async throws {
    try await ScriptedServer.run([.lines(1), .send("STAT version 1.6.40\r\n\(line)END\r\n")]) { server in
      let failure = await failure(server) { client throws(NodeFailure) in try await client.stats(group) }
      #expect(failure?.cause == .foreign(.proxy(.memcached)))
    }
  }

  @Test("A server built with the proxy and not started as one is a server")
  func noProxyMode() async throws {
    try await ScriptedServer.run([.lines(1), .send("STAT proxy_enabled no\r\nEND\r\n")]) { server in
      #expect(await failure(server) { client throws(NodeFailure) in try await client.stats("settings") } == nil)
    }
  }

  @Test("Reads are answered and stats is closed on: a proxy")
  func withoutStats() async throws {
    // The same for every connection: a get is answered, anything else closed on.
    for answer in ["END\r\n", "SERVER_ERROR Connection refused\r\n"] {
      try await ScriptedServer.run([.whenSent("get", [.send(answer)])]) { server in
        let failure = await failure(server) { client throws(NodeFailure) in try await client.stats(nil) }
        #expect(failure?.cause == .foreign(.proxy(.withoutStats)))
        #expect(failure?.state == .notMemcached)
      }
    }
  }

  @Test("A server that closes on everything is no proxy, nor one that answers stats the second time")
  func noProxy() async throws {
    try await ScriptedServer.run([.lines(1), .close]) { server in
      let failure = await failure(server) { client throws(NodeFailure) in try await client.stats(nil) }
      #expect(failure?.cause == .reset(withinReply: false))
    }
    // Up again, and without items.
    try await ScriptedServer.run([.lines(1), .send("END\r\n")]) { server in
      let failure = NodeFailure(node: "node", .reset(withinReply: false))
      #expect(await dialer().secondLook(at: failure, of: server.address, certifiedFor: nil) == failure)
    }
  }

  @Test("Other failures are looked at once")
  func once() async throws {
    try await ScriptedServer.run([]) { server in
      let failure = NodeFailure(node: "node", .reset(withinReply: true))
      #expect(await dialer().secondLook(at: failure, of: server.address, certifiedFor: nil) == failure)
      #expect(server.received.isEmpty)
    }
  }
}
