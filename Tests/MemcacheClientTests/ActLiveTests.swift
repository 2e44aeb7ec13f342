import LiveTrait
import LocalPool
import MemcacheProtocol
import Testing

@testable import MemcacheClient

@Suite("Changing single items of real servers", .live, .timeLimit(.minutes(5))) struct ActLiveTests {
  enum Way: CaseIterable { case text, binary }

  private func with(
    _ way: Way, _ arguments: [String] = [], _ work: @Sendable (any NodeClient) async throws -> Void
  ) async throws {
    try await withMemcached(arguments) { server in
      let client = try await dialer().connect(to: server.address)
      defer { client.close() }
      guard let connection = client as? Connection else { preconditionFailure("the dialer speaks text by itself") }
      try await work(way == .text ? connection : BinaryConnection(connection))
    }
  }

  private func item(_ name: String, _ value: [UInt8] = [0x0d, 0x0a], _ expiry: Expiry = .after(.seconds(100)))
    -> NewItem
  {
    NewItem(key: Array(name.utf8), flags: 7, expiry: expiry, value: value)
  }

  @Test("An item is stored once; one that is too large hurts no other", arguments: Way.allCases)
  func add(_ way: Way) async throws {
    try await with(way) { client in
      let large = [UInt8](repeating: 0x78, count: 3 << 20)
      let first = try await client.add([item("a"), item("a", [1]), item("b", large), item("c")])
      #expect(first.count == 4 && first[0] == .stored && first[1] == .exists && first[3] == .stored)
      if case .refused(let reply) = first[2] {
        #expect(reply.line.contains("too large"))
      } else {
        Issue.record("\(first)")
      }
      let items = try await client.items(["a", "b", "c"].map { Array($0.utf8) }, [.value])
      #expect(items.map(\.?.value) == [[0x0d, 0x0a], nil, [0x0d, 0x0a]])
      #expect(items[0]?.flags == 7)
    }
  }

  @Test("Thousands in one call", arguments: Way.allCases)
  func many(_ way: Way) async throws {
    try await with(way) { client in
      let items = (0..<5000).map { item("k\($0)", [UInt8](repeating: 0x79, count: $0 % 3000)) }
      let first = try await client.add(items)
      #expect(first.count == 5000 && first.allSatisfy { $0 == .stored })
      let second = try await client.add(items)
      #expect(second.count == 5000 && second.allSatisfy { $0 == .exists })
    }
  }

  @Test("Deleted is only what was looked at", arguments: Way.allCases)
  func comparedDelete(_ way: Way) async throws {
    try await with(way) { client in
      _ = try await client.add([item("k")])
      let seen = try #require(try await client.items([[0x6b]], [.cas])[0]?.cas)
      try await client.set([0x6b], flags: 0, ttl: nil, value: [1])
      #expect(try await client.delete([[0x6b]], ifStill: [seen]) == [.changed])
      let now = try #require(try await client.items([[0x6b]], [.cas])[0]?.cas)
      #expect(try await client.delete([[0x6b]], ifStill: [now]) == [.deleted])
      #expect(try await client.delete([[0x6b]], ifStill: [now]) == [.absent])
    }
  }

  @Test("cas with an expiry in the past compares and deletes")
  func classicDelete() async throws {
    try await with(.text) { client in
      let connection = try #require(client as? Connection)
      func expire(_ cas: UInt64) async throws -> Deletion {
        try await connection.exchange(Command.expire(key: [0x6b], cas: cas), BatchReader.comparedDeletes(1)).reply
          .get()[0]
      }
      _ = try await client.add([item("k")])
      let seen = try #require(try await client.items([[0x6b]], [.cas])[0]?.cas)
      #expect(try await expire(seen + 1) == .changed)
      #expect(try await expire(seen) == .deleted)
      #expect(try await client.items([[0x6b]], []) == [nil])
      #expect(try await expire(seen) == .absent)
    }
  }

  @Test("A touch changes the end of an item, not its CAS, its idle time or whether it was read")
  func touch() async throws {
    try await with(.text) { client in
      _ = try await client.add([item("k", [], .never)])
      let before = try #require(try await client.items([[0x6b]], [.cas])[0])
      let end = Int64(StatTime(try await client.stats(nil)).now) + 5_000_000
      #expect(try await client.touch([[0x6b]], .at(end)) == [true])
      let after = try #require(try await client.items([[0x6b]], [.cas])[0])
      #expect(after.cas == before.cas && after.life?.fetched == false)
      let ttl = try #require(after.life?.ttl)
      #expect(ttl > .seconds(4_999_000) && ttl <= .seconds(5_000_000))
      #expect(try await client.touch([[0x6b]], .never) == [true])
      #expect(try await client.items([[0x6b]], [])[0]?.life?.ttl == nil)
      #expect(try await client.touch([[0x6c]], .never) == [false])
      #expect(try await client.items([[0x6c]], []) == [nil])
    }
  }

  @Test("The same in classic words and in binary, where it counts as an access")
  func otherTouches() async throws {
    try await with(.binary) { client in
      _ = try await client.add([item("k")])
      let cas = try await client.items([[0x6b]], [.cas])[0]?.cas
      #expect(try await client.touch([[0x6b]], .after(.seconds(9))) == [true])
      #expect(try await client.touch([[0x6c]], .never) == [false])
      #expect(try await client.items([[0x6b]], [.cas])[0]?.cas == cas)
    }
    try await with(.text) { client in
      let connection = try #require(client as? Connection)
      _ = try await client.add([item("k")])
      let command = Command.touch(key: [0x6b], .after(.seconds(9)))
      #expect(try await connection.exchange(command, BatchReader.touches(1)).reply.get() == [true])
      #expect((try await client.items([[0x6b]], [])[0]?.life?.ttl).map { $0 <= .seconds(9) } == true)
    }
  }

  @Test(
    "Stored is only in the place of what was looked at; one that is too large hurts no other item",
    arguments: Way.allCases)
  func replace(_ way: Way) async throws {
    try await with(way) { client in
      let keys = ["a", "b", "c", "d"].map { Array($0.utf8) }
      _ = try await client.add([item("a"), item("b"), item("c")])
      let seen = try await client.items(Array(keys.prefix(3)), [.cas]).map { $0?.cas ?? 0 }
      try await client.set(keys[1], flags: 0, ttl: nil, value: [1])
      let large = [UInt8](repeating: 0x78, count: 3 << 20)
      let results = try await client.replace(
        [item("c", large), item("a", [2], .after(.seconds(50))), item("b", [2]), item("d", [2])],
        ifStill: [seen[2], seen[0], seen[1], 99])
      #expect(Array(results.dropFirst()) == [.stored, .changed, .absent])
      if case .refused = results[0] {} else { Issue.record("\(results[0])") }
      let items = try await client.items(keys, [.value])
      #expect(items.map(\.?.value) == [[2], [1], way == .text ? [0x0d, 0x0a] : nil, nil] && items[0]?.flags == 7)
    }
  }

  @Test("Numbers grow by one; what has none says so", arguments: Way.allCases)
  func increment(_ way: Way) async throws {
    try await with(way) { client in
      let most = Array("18446744073709551615".utf8)
      _ = try await client.add([item("a", [0x30]), item("b", [0x39]), item("t"), item("m", most)])
      let results = try await client.increment(["a", "b", "a", "none", "t", "m"].map { Array($0.utf8) })
      #expect(Array(results.prefix(4)) == [.counted(1), .counted(10), .counted(2), .absent])
      if case .refused = results[4] {} else { Issue.record("\(results[4])") }
      #expect(results[5] == .counted(0))
      #expect(try await client.items([Array("none".utf8)], []) == [nil])
    }
  }

  @Test("A server without CAS cannot compare, so nothing is sent", arguments: Way.allCases)
  func withoutCAS(_ way: Way) async throws {
    try await with(way, ["-C"]) { client in
      _ = try await client.add([item("k")])
      let cas = try #require(try await client.items([[0x6b]], [.cas])[0]?.cas)
      let refusal = await failure { () async throws(NodeFailure) in try await client.delete([[0x6b]], ifStill: [cas]) }
      #expect(cas == 0 && refusal?.reason.contains("-C") == true)
      #expect(try await client.items([[0x6b]], [])[0] != nil)
    }
  }
}

/// The server's second.
private struct StatTime {
  let now: Int
  init(_ stats: [Stat]) { now = stats.first { $0.name == "time" }.flatMap { Int($0.value) } ?? 0 }
}
