import Glibc
import LiveTrait
import LocalPool
import MemcacheClient
import MemcacheProtocol
import Synchronization
import Testing

@Suite("Against real memcached", .live, .timeLimit(.minutes(5)))
struct ClientLiveTests {
  let dialer = MemcacheClientTests.dialer()

  @Test("An item is stored, found, listed, removed")
  func life() async throws {
    try await withMemcached { server in
      try await dialer.withClient(server.address) { client throws(NodeFailure) in
        let key = Array("memc.sess.key.é%25".utf8) + [0xff]
        try await client.set(key, flags: 4, ttl: .seconds(1440), value: Array("a|s:1:\"b\";".utf8))
        let items = try await client.items([key, Array("absent".utf8)], [.value, .cas])
        #expect(items.count == 2)
        #expect(items[0]?.value == Array("a|s:1:\"b\";".utf8))
        #expect(items[0]?.flags == 4)
        #expect(items[0]?.valueBytes == 10)
        #expect(items[0]?.cas != nil)
        #expect(items[0]?.life?.fetched == false)
        #expect((items[0]?.life?.ttl).map { $0 > .seconds(1400) && $0 <= .seconds(1440) } == true)
        #expect(items[1] == nil)
        #expect(try await client.items([key], [])[0]?.life?.fetched == false, "looking must not count as an access")
        let lines = Mutex<[MetadumpLine]>([])
        let listing = try await client.metadump(upTo: .max) { line in lines.withLock { $0.append(line) } }
        #expect(listing == .complete(1, by: .hash))
        #expect(lines.withLock { $0.map(\.key) } == [key])
        #expect(try await client.delete(key))
        #expect(try await client.delete(key) == false)
      }
    }
  }

  @Test("Flush, stats, version and ping")
  func administration() async throws {
    try await withMemcached { server in
      try await dialer.withClient(server.address) { client throws(NodeFailure) in
        try await client.set([0x6b], flags: 0, ttl: nil, value: [])
        #expect(try await client.items([[0x6b]], [])[0]?.life?.ttl == nil)
        try await client.flushAll()
        #expect(try await client.items([[0x6b]], []) == [nil])
        let stats = try await client.stats(nil)
        #expect(stats.first?.name == "pid")
        #expect(stats.first { $0.name == "cmd_flush" }?.value == "1")
        #expect(stats.first { $0.name == "version" }?.value == (try await client.version()))
        #expect(try await client.stats("settings").contains { $0.name == "oldest" })
        #expect(try await client.stats("reset").isEmpty)
        #expect(try await client.ping() > .zero)
        let refused = await failure { () async throws(NodeFailure) in try await client.stats("nonsense") }
        #expect(refused?.state == .up)
      }
    }
  }

  @Test("Many keys in one batch, present and absent, with values larger than a read buffer")
  func batch() async throws {
    try await withMemcached { server in
      try await dialer.withClient(server.address) { client throws(NodeFailure) in
        let value = [UInt8](repeating: 0x0a, count: 700_000)
        let keys = (0..<5000).map { Array("memc.sess.key.\($0)".utf8) }
        for index in stride(from: 0, to: keys.count, by: 500) {
          try await client.set(keys[index], flags: UInt32(index), ttl: nil, value: value)
        }
        let items = try await client.items(keys, [.value])
        for (index, item) in items.enumerated() where index % 500 != 0 || item?.value != value {
          #expect(item == nil, "key \(index)")
        }
        #expect(items.compactMap(\.?.flags) == Array(stride(from: 0, to: 5000, by: 500)))
      }
    }
  }

  @Test("A server started without listings and flushes says so and works on")
  func switchedOff() async throws {
    try await withMemcached(["-X", "-F"]) { server in
      try await dialer.withClient(server.address) { client throws(NodeFailure) in
        guard case .unavailable = try await client.metadump(upTo: .max, each: { _ in }) else {
          Issue.record("it lists")
          return
        }
        let flush = await failure { () async throws(NodeFailure) in try await client.flushAll() }
        #expect(flush?.state == .up)
        #expect(try await client.version().isEmpty == false)
      }
    }
  }

  @Test("A server that is stopped in its tracks connects and stays mute")
  func stopped() async throws {
    try await withMemcached { server in
      kill(server.processIdentifier, SIGSTOP)
      let dialer = MemcacheClientTests.dialer(timeout: limit)
      let failure = await failure { () async throws(NodeFailure) in
        try await dialer.withClient(server.address) { client throws(NodeFailure) in try await client.version() }
      }
      #expect(failure?.cause == .late(.reply, after: limit))
    }
  }

  @Test("A server at its connection limit says that it is full")
  func full() async throws {
    try await withMemcached(["-c", "64"]) { server in
      var clients: [any NodeClient] = []
      var states: Set<NodeState> = []
      for _ in 0..<80 where states.isEmpty {
        let client = try await dialer.connect(to: server.address)
        clients.append(client)
        let failure = await failure { () async throws(NodeFailure) in try await client.version() }
        if let failure { states.insert(failure.state) }
      }
      #expect(states == [.full])
      for client in clients { client.close() }
    }
  }

}
