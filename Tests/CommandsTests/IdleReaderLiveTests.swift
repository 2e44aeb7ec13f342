import Dispatch
import FoundationEssentials
import Glibc
import LiveTrait
import LocalPool
import Logging
import MemcacheClient
import MemcacheProtocol
import Presentation
import Synchronization
import Testing

@testable import Commands
@testable import Operations

/// A reader that reads nothing (a pager, a prompt behind a pipe) may hold up the listing and nobody else: a server whose
/// listing is not taken from it stops answering other clients.
@Suite("session list and a reader that does not read", .live, .serialized, .timeLimit(.minutes(10)))
struct IdleReaderLiveTests {
  /// So many that no buffer on the way takes them all: 36 MB of lines.
  private static let count = 300_000

  private static func key(_ number: Int) -> String {
    let digits = String(UInt64(truncatingIfNeeded: number &+ 1) &* 0x9e37_79b9_7f4a_7c15, radix: 16)
    return "memc.sess.key." + String(repeating: "0", count: 26 - digits.count) + digits
  }

  private func options(_ server: LocalMemcached) -> [String] {
    [
      "--timeout", "60s", "--handler", "memcached", "--extension-release", "3.2.0", "-d", "session.sid_length=26",
      "--save-path", server.name,
    ]
  }

  private let dialer = SocketDialer(timeout: .seconds(60), logger: Logger(label: "test"))

  /// Straight to a socket: through the client it would take the most of the test's time.
  private func fill(_ server: LocalMemcached) async throws {
    let socket = try #require(connected(to: server.port))
    defer { close(socket) }
    for start in stride(from: 0, to: Self.count, by: 10_000) {
      var bytes: [UInt8] = []
      for number in start..<start + 10_000 { bytes += "ms \(Self.key(number)) 1 T1440 q\r\nx\r\n".utf8 }
      var rest = bytes[...]
      while !rest.isEmpty {
        let sent = rest.withUnsafeBytes { write(socket, $0.baseAddress, $0.count) }
        try #require(sent > 0)
        rest = rest.dropFirst(sent)
      }
    }
    let items = try await dialer.withClient(server.address) { client throws(NodeFailure) in
      var items = 0
      while items < Self.count { items = Int(StatTable(try await client.stats(nil)).number("curr_items") ?? 0) }
      return items
    }
    try #require(items == Self.count)
  }

  private func connected(to port: UInt16) -> Int32? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    return result == 0 ? descriptor : nil
  }

  /// Standard output as a pager makes it: nothing is taken until the gate opens.
  private final class Gate: Sendable {
    let lines = Atomic(0)
    private let isOpen = DispatchSemaphore(value: 0)
    private let waits = DispatchSemaphore(value: 0)

    var sink: ByteSink {
      ByteSink { bytes in
        self.waits.signal()
        self.isOpen.wait()
        self.isOpen.signal()
        var count = 0
        for index in 0..<bytes.count where bytes[index] == 0x0a { count += 1 }
        self.lines.wrappingAdd(count, ordering: .relaxed)
      }
    }

    func open() { isOpen.signal() }

    /// Returns when somebody stands before it.
    func somebodyWaits() async {
      await withCheckedContinuation { continuation in
        DispatchQueue.global().async {
          self.waits.wait()
          continuation.resume()
        }
      }
    }
  }

  private func list(_ words: [String], to sink: ByteSink, temporary: String = "/tmp") async -> (Int32, String) {
    let errors = Mutex("")
    let surroundings = Surroundings(
      environment: ["HOME": "/nonexistent", "TMPDIR": temporary], terminal: Terminal(), output: sink,
      errors: ByteSink { bytes in
        let text = String(decoding: (0..<bytes.count).map { bytes[$0] }, as: UTF8.self)
        errors.withLock { $0 += text }
      },
      input: ByteSource { _, _ in 0 }, ask: { _ in nil }, askSecret: { _ in nil })
    let status = await Mcpool.run((["session", "list"] + words).map { Array($0.utf8) }, in: surroundings)
    return (status, errors.withLock { $0 })
  }

  @Test func holdsUpNobodyElseOnTheServer() async throws {
    try await withMemcached(["-m", "256"]) { server in
      try await fill(server)
      let gate = Gate()
      async let ended = list(["-o", "csv"] + options(server), to: gate.sink)
      await gate.somebodyWaits()
      // Fresh connections, so that every thread of the server has its share.
      for _ in 0..<200 {
        try await dialer.withClient(server.address) { client throws(NodeFailure) in
          _ = try await client.ping()
          _ = try await client.get(Array(Self.key(.random(in: 0..<Self.count)).utf8))
        }
      }
      // It comes to an end although nobody has read a line: then the crawler is free for others.
      let other = try await dialer.withClient(server.address) { client throws(NodeFailure) in
        var listing = try await client.metadump(.hash, upTo: .max) { _ in }
        while case .busy = listing { listing = try await client.metadump(.hash, upTo: .max) { _ in } }
        return listing
      }
      #expect(other == .complete(Self.count, by: .hash))
      #expect(gate.lines.load(ordering: .relaxed) == 0, "the reader has not begun")
      gate.open()
      let (status, errors) = await ended
      #expect(status == 0, "\(errors)")
      #expect(gate.lines.load(ordering: .relaxed) == Self.count + 1, "nothing was lost meanwhile")
    }
  }

  /// What does not fit into memory has no place: the listing is given up, the server is not held.
  @Test func withoutAPlaceForTheRestItIsGivenUp() async throws {
    try await withMemcached(["-m", "256"]) { server in
      try await fill(server)
      let gate = Gate()
      async let ended = list(["-o", "csv"] + options(server), to: gate.sink, temporary: "/proc/nowhere")
      await gate.somebodyWaits()
      let other = try await dialer.withClient(server.address) { client throws(NodeFailure) in
        var listing = try await client.metadump(.hash, upTo: .max) { _ in }
        while case .busy = listing { listing = try await client.metadump(.hash, upTo: .max) { _ in } }
        return listing
      }
      #expect(other == .complete(Self.count, by: .hash))
      gate.open()
      let (status, errors) = await ended
      #expect(status == 1 && errors.contains("could not be kept in /proc/nowhere: No such file"), "\(errors)")
      #expect(errors.contains("TMPDIR"))
    }
  }

  @Test func noItemIsTouched() async throws {
    try await withMemcached { server in
      let keys = (0..<200).map { Array(Self.key($0).utf8) }
      try await dialer.withClient(server.address) { client throws(NodeFailure) in
        for key in keys { try await client.set(key, flags: 0, ttl: .seconds(1440), value: [1, 2, 3]) }
        for key in keys.prefix(100) { _ = try await client.get(key) }
        // Only a time that has passed can be set back.
        while try await client.items([keys[0]], []).first??.life?.idle ?? .zero < .seconds(2) {}
      }
      func looks() async throws -> [StoredItem?] {
        try await dialer.withClient(server.address) { client throws(NodeFailure) in
          try await client.items(keys, .cas)
        }
      }
      let before = try await looks()
      for words in [[], ["--copies", "--locked"]] {
        #expect(await list(words + options(server), to: ByteSink { _ in }).0 == 0)
      }
      for (before, after) in zip(before, try await looks()) {
        let (old, new) = (try #require(before?.life), try #require(after?.life))
        #expect(new.fetched == old.fetched && after?.cas == before?.cas)
        #expect(new.idle >= old.idle && new.ttl.map { $0 <= old.ttl ?? .zero } == true)
      }
    }
  }
}
