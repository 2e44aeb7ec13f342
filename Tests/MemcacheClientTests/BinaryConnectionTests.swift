import MemcacheProtocol
import ScriptedServer
import Testing

@testable import MemcacheClient

/// Connects for the binary protocol, works, and closes.
func withBinary<Value: Sendable>(
  _ address: ServerAddress, timeout: Duration = patience,
  _ work: (BinaryConnection) async throws(NodeFailure) -> Value
) async throws(NodeFailure) -> Value {
  let client = try await dialer(timeout: timeout).connect(to: address)
  defer { client.close() }
  guard let connection = client as? Connection else { preconditionFailure("the dialer speaks text by itself") }
  return try await work(BinaryConnection(connection))
}

@Suite("What goes wrong in binary", .timeLimit(.minutes(5))) struct BinaryConnectionTests {
  /// An answer whose opaque is the request's: the bytes 12 to 15 of what the client sent.
  static let header = 24

  /// What comes of asking for the version.
  func failure(_ script: [ScriptedServer.Step], timeout: Duration = patience) async throws -> NodeFailure? {
    try await ScriptedServer.run(script) { server in
      await MemcacheClientTests.failure { () async throws(NodeFailure) in
        try await withBinary(server.address, timeout: timeout) { client throws(NodeFailure) in
          try await client.version()
        }
      }
    }
  }

  @Test("A server that does not speak it is silent, and the cure is named")
  func silence() async throws {
    let failure = try await failure([], timeout: limit)
    #expect(failure?.cause == .silentToBinary(after: limit))
    #expect(failure?.state == .mute)
    #expect(failure?.remedy.contains("leave out --protocol binary") == true)
  }

  @Test(
    "An answer to something else, half an answer, no answer",
    arguments: [
      ([.send([0x81, 0x0b] + [UInt8](repeating: 0, count: 22))], NodeState.notMemcached),
      ([.send([0x81, 0x0b])], .mute), ([.send([0x81, 0x0b, 0, 0]), .close], .reset), ([.close], .reset),
      ([.send("ERROR\r\n")], .notMemcached), ([.send("ERROR Too many open connections\r\n"), .close], .full),
      ([.send([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x0a]), .close], .tls),
      ([.send("HTTP/1.1 400 Bad Request\r\n")], .notMemcached), ([.flood("x")], .notMemcached),
      (
        [.send([0x81, 0x0b, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff] + [UInt8](repeating: 0, count: 12))],
        .notMemcached
      ),
    ] as [([ScriptedServer.Step], NodeState)])
  func states(_ answer: [ScriptedServer.Step], _ state: NodeState) async throws {
    let failure = try await failure([.bytes(Self.header)] + answer, timeout: state == .mute ? limit : patience)
    #expect(failure?.state == state)
  }

  @Test("What cannot be said is not sent")
  func unsayable() async throws {
    try await ScriptedServer.run([]) { server in
      let long = [UInt8](repeating: 0x6b, count: 251)
      try await withBinary(server.address) { client throws(NodeFailure) in
        let failures = [
          await MemcacheClientTests.failure { () async throws(NodeFailure) in try await client.delete(long) },
          await MemcacheClientTests.failure { () async throws(NodeFailure) in try await client.items([[]], []) },
          await MemcacheClientTests.failure { () async throws(NodeFailure) in
            try await client.set([0x6b], flags: 0, ttl: .seconds(2_592_001), value: [])
          },
          await MemcacheClientTests.failure { () async throws(NodeFailure) in try await client.stats("a\nb") },
          await MemcacheClientTests.failure { () async throws(NodeFailure) in
            try await client.logIn(Login(user: Array("a\0b".utf8), password: []))
          },
        ]
        #expect(failures.allSatisfy { [.up, .authFailed].contains($0?.state) })
      }
      #expect(server.received.isEmpty)
    }
  }

  @Test("A listing is not to be had, which is no failure")
  func listing() async throws {
    try await ScriptedServer.run([]) { server in
      try await withBinary(server.address) { client throws(NodeFailure) in
        guard case .unavailable(let why) = try await client.metadump(upTo: .max, each: { _ in }) else {
          Issue.record("it lists")
          return
        }
        #expect(why.contains("binary protocol"))
      }
    }
  }
}
