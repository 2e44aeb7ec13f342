import MemcacheProtocol
import ScriptedServer
import Testing

@testable import MemcacheClient

@Suite("Changing single items", .timeLimit(.minutes(5))) struct ActTests {
  static let items = ["a", "b", "c"].map {
    NewItem(key: Array($0.utf8), flags: 0, expiry: .never, value: Array("flush_all".utf8))
  }

  func played<Value: Sendable>(
    _ script: [ScriptedServer.Step], _ work: (any NodeClient) async throws(NodeFailure) -> Value
  ) async throws -> (value: Value, sent: String) {
    try await ScriptedServer.run(script) { server in
      let value = try await dialer().withClient(server.address, work)
      return (value, String(decoding: server.received, as: UTF8.self))
    }
  }

  @Test("The first item goes alone, the others together, and each has its answer")
  func add() async throws {
    let script: [ScriptedServer.Step] = [
      .lines(2), .send("NOT_STORED\r\n"), .lines(4),
      .sendEachByte("SERVER_ERROR out of memory storing object\r\nSTORED\r\n"),
    ]
    let (additions, _) = try await played(script) { client throws(NodeFailure) in try await client.add(Self.items) }
    #expect(additions.count == 3 && additions[0] == .exists && additions[2] == .stored)
    if case .refused = additions[1] {} else { Issue.record("\(additions[1])") }
  }

  @Test("A refused first line keeps the other values from being sent, and ends the connection")
  func refusedAdd() async throws {
    let script: [ScriptedServer.Step] = [.lines(2), .send("CLIENT_ERROR bad command line format\r\n")]
    let (failures, sent) = try await played(script) { client throws(NodeFailure) in
      let add = await failure { () async throws(NodeFailure) in try await client.add(Self.items) }
      let next = await failure { () async throws(NodeFailure) in try await client.version() }
      return [add, next]
    }
    #expect(failures[0]?.state == .up && failures[1] != nil)
    #expect(sent == "add a 0 0 9\r\nflush_all\r\n")
  }

  @Test(
    "Servers without md compare and delete with cas",
    arguments: ["ERROR\r\n", "CLIENT_ERROR incorrect number of tokens supplied\r\n"],
    [("STORED\r\n", Deletion.deleted), ("EXISTS\r\n", .changed), ("NOT_FOUND\r\n", .absent)])
  func classicDelete(_ refusal: String, _ answer: (String, Deletion)) async throws {
    let script: [ScriptedServer.Step] = [.lines(1), .send(refusal), .lines(2), .send(answer.0)]
    let (deletion, sent) = try await played(script) { client throws(NodeFailure) in
      try await client.delete([[0x6b]], ifStill: [5])
    }
    #expect(deletion == [answer.1])
    #expect(sent == "md k C5\r\ncas k 0 -1 0 5\r\n\r\n")
  }

  @Test("Servers without mg are touched in classic words, and those before 1.4.8 decline")
  func classicTouch() async throws {
    let script: [ScriptedServer.Step] = [
      .lines(1), .send("ERROR\r\n"), .lines(1), .send("TOUCHED\r\n"), .lines(1), .send("ERROR\r\n"), .lines(1),
      .send("ERROR\r\n"),
    ]
    let (value, sent) = try await played(script) { client throws(NodeFailure) in
      let touched = try await client.touch([[0x6b]], .at(1_800_000_000))
      let refusal = await failure { () async throws(NodeFailure) in try await client.touch([[0x6b]], .never) }
      return (touched, refusal)
    }
    #expect(value.0 == [true] && value.1?.state == .up)
    #expect(
      sent == "mg k T1800000000 u\r\ntouch k 1800000000\r\nmg k T0 u\r\ntouch k 0\r\n")
  }

  @Test("What cannot be said is not sent")
  func unsayable() async throws {
    let (failures, sent) = try await played([.lines(1), .send("VERSION 1\r\n")]) { client throws(NodeFailure) in
      let long = NewItem(key: [0x6b], flags: 0, expiry: .after(.seconds(2_592_001)), value: [])
      let failures = [
        await failure { () async throws(NodeFailure) in try await client.add([Self.items[0], long]) },
        await failure { () async throws(NodeFailure) in try await client.delete([[0x6b]], ifStill: [0]) },
        await failure { () async throws(NodeFailure) in try await client.delete([Array("k\r\nx".utf8)], ifStill: [1]) },
        await failure { () async throws(NodeFailure) in try await client.replace([Self.items[0]], ifStill: [0]) },
        await failure { () async throws(NodeFailure) in try await client.increment([[0x6b], [0x20]]) },
        await failure { () async throws(NodeFailure) in try await client.touch([[0x6b]], .at(60)) },
        await failure { () async throws(NodeFailure) in try await client.touch([[]], .never) },
      ]
      _ = try await client.version()
      return failures
    }
    #expect(failures.allSatisfy { if case .unsayable = $0?.cause { true } else { false } })
    #expect(sent == "version\r\n")
  }
}
