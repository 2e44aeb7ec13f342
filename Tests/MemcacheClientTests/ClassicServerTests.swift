import MemcacheClient
import MemcacheProtocol
import ScriptedServer
import Testing

@Suite("Servers before the meta commands", .timeLimit(.minutes(5))) struct ClassicServerTests {
  /// Plays the script and asks for `a`, `b` and `c`.
  func items(
    _ script: [ScriptedServer.Step], _ keys: [String] = ["a", "b", "c"], _ fields: ItemFields = [.value]
  ) async throws -> (items: [StoredItem?], sent: String) {
    try await ScriptedServer.run(script) { server in
      let items = try await dialer().withClient(server.address) { client throws(NodeFailure) in
        try await client.items(keys.map { Array($0.utf8) }, fields)
      }
      return (items, String(decoding: server.received, as: UTF8.self))
    }
  }

  @Test("No mg: one question finds out, then all keys go in one gets")
  func classic() async throws {
    let seen = try await items([
      .lines(1), .send("ERROR\r\n"), .lines(1), .send("VERSION 1.4.33\r\n"), .lines(1),
      .sendEachByte("VALUE a 1 1 9\r\nx\r\nVALUE c 2 0 8\r\n\r\nEND\r\n"),
    ])
    #expect(seen.items.map(\.?.flags) == [1, nil, 2])
    #expect(seen.items.map(\.?.value) == [[0x78], nil, []])
    #expect(seen.items.allSatisfy { $0?.life == nil })
    #expect(seen.sent == "mg a f s t l h u v\r\nversion\r\ngets a b c\r\n")
  }

  @Test("mg as 1.5.19 to 1.5.22 spell it, which tells the lifetime")
  func joined() async throws {
    let refusal = "CLIENT_ERROR incorrect number of tokens supplied\r\n"
    let seen = try await items([
      .lines(1), .send(refusal), .lines(1), .send("EN\r\n"), .lines(2),
      .send("VA fstlhuv 7 1 99 1 0\r\nx\r\nEN\r\nEN\r\n"),
    ])
    #expect(seen.items.map(\.?.life?.ttl) == [nil, .seconds(99), nil])
    #expect(seen.sent == "mg a f s t l h u v\r\nmg a fstlhuv\r\nmg b fstlhuv\r\nmg c fstlhuv\r\n")
  }

  @Test("Hundreds of keys go in several gets, several on their way at once")
  func groups() async throws {
    let script: [ScriptedServer.Step] = [
      .lines(1), .send("ERROR\r\n"), .lines(1), .send("VERSION 1.4.5\r\n"), .lines(10),
      .send(String(repeating: "END\r\n", count: 10)), .lines(5), .send(String(repeating: "END\r\n", count: 5)),
    ]
    #expect(try await items(script, (0..<1500).map { "k\($0)" }).items == Array(repeating: nil, count: 1500))
  }

  @Test(
    "What is no refusal of mg stays what it is",
    arguments: [
      ("ERROR Too many open connections\r\n", NodeState.full), ("CLIENT_ERROR unauthenticated\r\n", .authRequired),
      ("SERVER_ERROR out of memory\r\n", .up),
    ])
  func otherRefusals(_ line: String, _ state: NodeState) async throws {
    try await ScriptedServer.run([.lines(1), .send(line)]) { server in
      let failure = await failure { () async throws(NodeFailure) in
        try await dialer().withClient(server.address) { client throws(NodeFailure) in
          try await client.items([[0x61]], [])
        }
      }
      #expect(failure?.state == state)
      #expect(server.received == Array("mg a f s t l h u\r\n".utf8))
    }
  }

  @Test("The answer to mn that 1.5.19 to 1.5.22 give")
  func noOperation() async throws {
    try await ScriptedServer.run([.lines(1), .send("EN\r\n")]) { server in
      try await dialer().withClient(server.address) { client throws(NodeFailure) in
        #expect(try await client.ping() > .zero)
      }
    }
  }

  @Test("A server that cannot list by hash bucket is asked for the listing by LRU")
  func listingByClass() async throws {
    let script: [ScriptedServer.Step] = [
      .lines(1), .send("BADCLASS invalid class id\r\n"), .lines(1),
      .send("key=a exp=-1 la=1 cas=3 fetch=no\nEND\r\n"),
    ]
    try await ScriptedServer.run(script) { server in
      try await dialer().withClient(server.address) { client throws(NodeFailure) in
        #expect(try await client.metadump(upTo: .max) { _ in } == .complete(1, by: .all))
      }
    }
  }

  @Test(
    "A listing without its end never counts as whole, with lines or without",
    arguments: [
      "key=a exp=-1 la=1 cas=3 fetch=no\n", "",
    ])
  func endlessListing(_ lines: String) async throws {
    try await ScriptedServer.run([.lines(1), .send(lines)]) { server in
      let failure = await failure { () async throws(NodeFailure) in
        try await dialer(listingTimeout: limit).withClient(server.address) { client throws(NodeFailure) in
          try await client.metadump(upTo: .max) { _ in }
        }
      }
      #expect(failure?.cause == .late(.endOfListing, after: limit))
      #expect(failure?.remedy.contains("1.5.3") == true)
    }
  }

  @Test("A version is a word", arguments: ["UNKNOWN", "1.6.18-fork", "2", ""])
  func strangeVersions(_ version: String) async throws {
    try await ScriptedServer.run([.lines(1), .send("VERSION \(version)\r\n")]) { server in
      try await dialer().withClient(server.address) { client throws(NodeFailure) in
        #expect(try await client.version() == version)
      }
    }
  }
}
