import MemcacheClient
import MemcacheProtocol
import ScriptedServer
import Synchronization
import Testing

@Suite("Watching over a connection", .timeLimit(.minutes(5))) struct WatchTests {
  static let line = "ts=1.2 gid=2 type=item_get key=a status=found clsid=1 cfd=24 size=3\n"

  /// The failure, nil where the time was over, and the keys that were seen.
  func watch(
    _ script: [ScriptedServer.Step], for time: Duration = .seconds(600), timeout: Duration = .seconds(600)
  ) async throws -> (failure: NodeFailure?, keys: [String]) {
    try await ScriptedServer.run(script) { server in
      let keys = Mutex<[String]>([])
      let failure = await failure { () async throws(NodeFailure) in
        try await dialer(timeout: timeout).withClient(server.address) { client throws(NodeFailure) in
          try await client.watch([.fetchers, .mutations], for: time) { line in
            keys.withLock { $0.append(String(decoding: line.key, as: UTF8.self)) }
          }
        }
      }
      #expect(String(decoding: server.received, as: UTF8.self) == "watch fetchers mutations\r\n")
      return (failure, keys.withLock { $0 })
    }
  }

  @Test("Silence is no failure: it ends when its time is over, however short the limit for answers")
  func quiet() async throws {
    let seen = try await watch(
      [.lines(1), .send("OK\r\n"), .sendEachByte(Self.line)], for: .milliseconds(600), timeout: .milliseconds(100))
    #expect(seen.failure == nil && seen.keys == ["a"])
  }

  @Test("The time counts from the server's OK: one that takes longer to say it is no mute one")
  func slowToBegin() async throws {
    let seen = try await watch(
      [.lines(1), .pause(.milliseconds(200)), .send("OK\r\n" + Self.line)], for: .milliseconds(100))
    #expect(seen.failure == nil && seen.keys == ["a"])
  }

  @Test("A server that does not even say that it will tell is late")
  func frozen() async throws {
    let seen = try await watch([.lines(1)], timeout: .milliseconds(100))
    #expect(seen.failure?.cause == .late(.reply, after: .milliseconds(100)))
  }

  @Test(
    "One that tells nothing is asked no more",
    arguments: ["ERROR", "CLIENT_ERROR watch commands not allowed", "WATCHER_TOO_MANY log watcher limit reached"])
  func declined(_ answer: String) async throws {
    let seen = try await watch([.lines(1), .send(answer + "\r\n")])
    #expect(seen.failure?.state == .up)
    #expect(seen.failure?.reason == "answered \(answer) to watch fetchers mutations")
  }

  @Test("A connection that ends is a failure, with what was seen until then")
  func ends() async throws {
    let seen = try await watch([.lines(1), .send("OK\r\n" + Self.line + "ts=1."), .close])
    #expect(seen.failure?.cause == .reset(withinReply: true) && seen.keys == ["a"])
  }

  @Test("A line without an end is not waited for")
  func endless() async throws {
    let seen = try await watch([.lines(1), .send("OK\r\n"), .flood("ts=1111111111")])
    #expect(seen.failure?.state == .notMemcached)
  }

  @Test("Whoever gives up is let go at once")
  func cancelled() async throws {
    try await ScriptedServer.run([.lines(1), .send("OK\r\n")]) { server in
      let work = Task {
        await failure { () async throws(NodeFailure) in
          try await dialer(timeout: .seconds(600)).withClient(server.address) { client throws(NodeFailure) in
            try await client.watch([.evictions], for: .seconds(600)) { _ in }
          }
        }
      }
      try await server.clientHasAsked()
      work.cancel()
      guard case .cancelled = await work.value?.cause else {
        Issue.record("it went on")
        return
      }
      try await server.clientHasClosed()
    }
  }
}
