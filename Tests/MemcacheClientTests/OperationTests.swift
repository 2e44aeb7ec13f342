import MemcacheClient
import MemcacheProtocol
import ScriptedServer
import Synchronization
import Testing

@Suite("Operations of a connection", .timeLimit(.minutes(5))) struct OperationTests {
  /// Plays the script to one client that does the work with the longest of limits.
  func played<Value: Sendable>(
    _ script: [ScriptedServer.Step], listingTimeout: Duration = .seconds(600),
    _ work: (any NodeClient) async throws(NodeFailure) -> Value
  ) async throws -> (value: Value, sent: String) {
    try await ScriptedServer.run(script) { server in
      let dialer = dialer(timeout: .seconds(600), listingTimeout: listingTimeout)
      let value = try await dialer.withClient(server.address, work)
      return (value, String(decoding: server.received, as: UTF8.self))
    }
  }

  @Test("Answers that come byte by byte")
  func byteByByte() async throws {
    let script: [ScriptedServer.Step] = [
      .lines(1), .sendEachByte("VERSION 1.6.18\r\n"), .lines(1),
      .sendEachByte("STAT pid 1\r\nSTAT uptime 2\r\nEND\r\n"),
      .lines(1), .sendEachByte("EN\r\n"), .lines(1), .sendEachByte("VA 3 f1 s3 t5 l0 h0 c9\r\na\nb\r\n"),
    ]
    let (value, sent) = try await played(script) { client throws(NodeFailure) in
      let version = try await client.version()
      let stats = try await client.stats(nil)
      let items = try await client.items([[0x61], [0x62]], [.value, .cas])
      return (version, stats, items)
    }
    #expect(value.0 == "1.6.18")
    #expect(value.1 == [Stat(name: "pid", value: "1"), Stat(name: "uptime", value: "2")])
    #expect(value.2.map(\.?.value) == [nil, Array("a\nb".utf8)])
    #expect(sent == "version\r\nstats\r\nmg a f s t l h u c v\r\nmg b f s t l h u c v\r\n")
  }

  @Test("A server without mn is asked for its version")
  func pingOfOldServer() async throws {
    let script: [ScriptedServer.Step] = [.lines(1), .send("ERROR\r\n"), .lines(1), .send("VERSION 1.4.5\r\n")]
    let (time, sent) = try await played(script) { client throws(NodeFailure) in try await client.ping() }
    #expect(time > .zero)
    #expect(sent == "mn\r\nversion\r\n")
  }

  @Test("Operations started together run one after another, each with its own answer")
  func together() async throws {
    let script: [ScriptedServer.Step] = [.lines(1), .send("END\r\n"), .lines(1), .send("END\r\n")]
    let (counts, sent) = try await played(script) { client throws(NodeFailure) in
      async let first = failure { () async throws(NodeFailure) in try await client.stats("items") }
      async let second = failure { () async throws(NodeFailure) in try await client.stats("slabs") }
      return await [first, second]
    }
    #expect(counts == [nil, nil])
    #expect(Set(sent.split(separator: "\r\n")) == ["stats items", "stats slabs"])
  }

  @Test("A declined command leaves node and connection usable")
  func declined() async throws {
    let script: [ScriptedServer.Step] = [
      .lines(1), .send("CLIENT_ERROR flush_all not allowed\r\n"), .lines(1), .send("VERSION 1\r\n"),
    ]
    let (value, _) = try await played(script) { client throws(NodeFailure) in
      let refusal = await failure { () async throws(NodeFailure) in try await client.flushAll() }
      return (refusal, try await client.version())
    }
    #expect(value.0?.state == .up)
    #expect(value.0?.reason == "answered CLIENT_ERROR flush_all not allowed to flush_all")
    #expect(value.1 == "1")
  }

  @Test("A refused set may be followed by a second answer, so the connection ends")
  func refusedSet() async throws {
    let script: [ScriptedServer.Step] = [.lines(2), .send("SERVER_ERROR out of memory storing object\r\nERROR\r\n")]
    let (failures, _) = try await played(script) { client throws(NodeFailure) in
      let set = await failure { () async throws(NodeFailure) in
        try await client.set([0x6b], flags: 0, ttl: nil, value: [1])
      }
      let next = await failure { () async throws(NodeFailure) in try await client.version() }
      return [set, next]
    }
    #expect(failures[0]?.state == .up)
    #expect(failures[1] != nil)
  }

  @Test("A refusal in the middle of a batch is told of no other command")
  func refusedWithinABatch() async throws {
    let script: [ScriptedServer.Step] = [
      .lines(1), .send("EN\r\n"), .lines(1), .send("SERVER_ERROR out of memory\r\n"),
    ]
    let (failures, sent) = try await played(script) { client throws(NodeFailure) in
      let items = await failure { () async throws(NodeFailure) in try await client.items([[0x61], [0x62]], []) }
      let next = await failure { () async throws(NodeFailure) in try await client.flushAll() }
      return [items, next]
    }
    #expect(failures[0]?.state == .up)
    #expect(failures[1]?.cause == .reset(withinReply: false) && failures[1]?.wasSent == false)
    #expect(!sent.contains("flush_all"))
  }

  @Test("Where no connection comes about nothing was asked")
  func unconnected() async throws {
    func failed(_ address: ServerAddress, _ access: Access = Access()) async -> NodeFailure? {
      await failure { () async throws(NodeFailure) in
        try await dialer(access).withClient(address) { client throws(NodeFailure) in try await client.flushAll() }
      }
    }
    try await ScriptedServer.runRefusing { port in
      #expect(await failed(.tcp(host: "127.0.0.1", port: port))?.wasSent == false)
    }
    #expect(await failed(.unix(path: "/nonexistent/memcached.sock"))?.wasSent == false)
    // A login is no command yet.
    let login = Access(login: Login(user: Array("user".utf8), password: Array("password".utf8)))
    try await ScriptedServer.run([.lines(1), .close]) { server in
      #expect(await failed(server.address, login)?.wasSent == false)
    }
  }

  @Test("What cannot be said is not sent")
  func unsayable() async throws {
    let (failures, sent) = try await played([.lines(1), .send("VERSION 1\r\n")]) { client throws(NodeFailure) in
      let injected = Array("k\r\nflush_all".utf8)
      let failures = [
        await failure { () async throws(NodeFailure) in try await client.delete(injected) },
        await failure { () async throws(NodeFailure) in try await client.items([[0x6b], injected], []) },
        await failure { () async throws(NodeFailure) in try await client.set(injected, flags: 0, ttl: nil, value: []) },
        await failure { () async throws(NodeFailure) in
          try await client.set([0x6b], flags: 0, ttl: .seconds(2_592_001), value: [])
        },
        await failure { () async throws(NodeFailure) in try await client.stats("x\r\nflush_all") },
      ]
      _ = try await client.version()
      return failures
    }
    #expect(failures.allSatisfy { if case .unsayable = $0?.cause { true } else { false } })
    #expect(sent == "version\r\n")
  }

  @Test("No more than a batch or two is on its way, and no less, so that the server never waits")
  func window() async throws {
    let misses = { (count: Int) in ScriptedServer.Step.send(String(repeating: "EN\r\n", count: count)) }
    let script: [ScriptedServer.Step] = [
      .lines(1), misses(1), .lines(1024), misses(1024), .lines(975), misses(975),
    ]
    let (items, _) = try await played(script) { client throws(NodeFailure) in
      try await client.items((0..<2000).map { Array("key\($0)".utf8) }, [])
    }
    #expect(items == Array(repeating: nil, count: 2000))
  }

  @Test func noKeys() async throws {
    let (items, sent) = try await played([]) { client throws(NodeFailure) in try await client.items([], []) }
    #expect(items.isEmpty && sent.isEmpty)
  }
}

@Suite("Listings over a connection", .timeLimit(.minutes(5))) struct ListingTests {
  static let line = "key=a%20b exp=-1 la=1 cas=1 fetch=no cls=1 size=67\n"

  /// What a listing came to, and the keys that were seen.
  func listing(
    _ script: [ScriptedServer.Step], timeout: Duration = .seconds(600)
  ) async throws -> (Result<Listing, NodeFailure>, [String]) {
    try await ScriptedServer.run(script) { server in
      let keys = Mutex<[String]>([])
      do throws(NodeFailure) {
        let listing = try await dialer(timeout: .seconds(600), listingTimeout: timeout)
          .withClient(server.address) { client throws(NodeFailure) in
            try await client.metadump(upTo: .max) { line in
              keys.withLock { $0.append(String(decoding: line.key, as: UTF8.self)) }
            }
          }
        return (.success(listing), keys.withLock { $0 })
      } catch {
        return (.failure(error), keys.withLock { $0 })
      }
    }
  }

  @Test func lines() async throws {
    let seen = try await listing([.lines(1), .send("OK\r\n"), .sendEachByte(Self.line + Self.line), .send("END\r\n")])
    #expect(seen.0 == .success(.complete(2, by: .hash)))
    #expect(seen.1 == ["a b", "a b"])
  }

  @Test(
    "Switched off is an answer, not a failure",
    arguments: [
      "ERROR metadump not allowed", "CLIENT_ERROR lru crawler disabled", "BADCLASS invalid class id", "ERROR",
    ])
  func unavailable(_ line: String) async throws {
    let refusal: [ScriptedServer.Step] = [.lines(1), .send(line + "\r\n")]
    let seen = try await listing(refusal + refusal)
    #expect(seen.0 == .success(.unavailable(line)))
  }

  @Test("A busy crawler is asked again")
  func busy() async throws {
    let busy: [ScriptedServer.Step] = [.lines(1), .send("BUSY currently processing crawler request\r\n")]
    let seen = try await listing(busy + busy + [.lines(1), .send(Self.line + "END\r\n")])
    #expect(seen.0 == .success(.complete(1, by: .hash)))
  }

  @Test("A crawler that stays busy is told in the end")
  func busyForLong() async throws {
    let busy: [ScriptedServer.Step] = [.lines(1), .send("BUSY currently processing crawler request\r\n")]
    let seen = try await listing(Array(repeating: busy, count: 100).flatMap { $0 }, timeout: longerLimit)
    #expect(seen.0 == .success(.busy("BUSY currently processing crawler request")))
  }

  @Test("A listing that breaks off is a failure, with what was seen until then")
  func breaksOff() async throws {
    let seen = try await listing([.lines(1), .send(Self.line + "key=b exp="), .close])
    #expect(seen.0.failure?.cause == .reset(withinReply: true))
    #expect(seen.1 == ["a b"])
  }

  @Test("A listing that stops is given up")
  func stops() async throws {
    let seen = try await listing([.lines(1), .send(Self.line)], timeout: longerLimit)
    #expect(seen.0.failure?.cause == .late(.endOfListing, after: longerLimit))
    #expect(seen.1 == ["a b"])
  }

  @Test("A node that is full, asked for a listing, has failed")
  func full() async throws {
    let seen = try await listing([.send("ERROR Too many open connections\r\n"), .close])
    #expect(seen.0.failure?.state == .full)
  }
}

extension Result {
  fileprivate var failure: Failure? {
    if case .failure(let failure) = self { failure } else { nil }
  }
}
