import FoundationEssentials
import LiveTrait
import LocalPool
import Logging
import MemcacheClient
import MemcacheProtocol
import PHPConfiguration
import Placement
import ScriptedServer
import Synchronization
import Testing

@testable import Operations

/// The listing that commands are built on, against real servers and what servers of other ages answer.
@Suite("The listing of a pool", .live, .timeLimit(.minutes(5))) struct SessionListingLiveTests {
  private static let ids: [String] = (0..<500).map { sessionID($0) }

  private func pool(_ ports: [UInt16]) throws -> SessionPool {
    var configuration = Configuration()
    let path = ports.map { "127.0.0.1:\($0)" }.joined(separator: ",")
    for (name, value) in [
      "session.save_path": path, "session.save_handler": "memcached", "session.sid_length": "26",
    ] {
      configuration.set(name, to: Array(value.utf8), from: "test")
    }
    let php = try Pool(configuration: configuration, handler: .memcached)
    let dialer = SocketDialer(timeout: .seconds(30), logger: Logger(label: "test"))
    let live = LivePool(nodes: php.nodes.map { LiveNode($0) }, dialer: dialer)
    return SessionPool(live: live, php: php, configuration: configuration, source: "test")
  }

  /// Half of the sessions on each server, a lock, and something else.
  private func fill(_ servers: [LocalMemcached]) async throws {
    let dialer = SocketDialer(timeout: .seconds(30), logger: Logger(label: "test"))
    for (index, server) in servers.enumerated() {
      try await dialer.withClient(server.address) { client throws(NodeFailure) in
        for number in stride(from: index, to: Self.ids.count, by: servers.count) {
          try await client.set(
            Array("memc.sess.key.\(Self.ids[number])".utf8), flags: 0, ttl: .seconds(1440), value: [1, 2, 3])
        }
        try await client.set(Array("memc.sess.key.lock.\(Self.ids[0])".utf8), flags: 0, ttl: nil, value: [0x31])
        try await client.set(Array("catalog:42".utf8), flags: 0, ttl: nil, value: [1])
      }
    }
  }

  private func names(
    _ listing: SessionListing
  ) async throws -> (sessions: [String], locks: [String], nodes: [ListedNode]) {
    let (value, nodes) = try await listing.run { batches in
      var sessions: [String] = []
      var locks: [String] = []
      for try await batch in batches {
        for item in batch {
          let id = String(decoding: item.id, as: UTF8.self)
          if item.kind == .session { sessions.append(id) } else { locks.append(id) }
        }
      }
      return (sessions, locks)
    }
    return (value.0.sorted(), value.1.sorted(), nodes)
  }

  @Test func namesEverySessionAndLockAndCountsTheRest() async throws {
    try await withMemcacheds(2) { servers in
      try await fill(servers)
      let seen = try await names(SessionListing(pool(servers.map(\.port)), kinds: [.sessions, .locks]))
      #expect(seen.sessions == Self.ids.sorted())
      #expect(seen.locks == [Self.ids[0], Self.ids[0]])
      #expect(seen.nodes.map(\.outcome) == [.complete(by: .hash), .complete(by: .hash)])
      #expect(seen.nodes.map(\.sessions) == [250, 250] && seen.nodes.allSatisfy { $0.locks == 1 && $0.foreign == 1 })
    }
  }

  @Test func tellsLifeByTheServersOwnClock() async throws {
    try await withMemcacheds(1) { servers in
      try await fill(servers)
      _ = try await SessionListing(pool([servers[0].port]), kinds: [.sessions, .locks]).run { batches in
        for try await batch in batches {
          for item in batch where item.kind == .session {
            let ttl = try #require(item.ttl)
            #expect((1400...1440).contains(ttl) && item.expires == item.now + ttl)
            #expect(item.fetched == false && item.cas > 0 && item.itemBytes > 43)
          }
          for item in batch where item.kind == .lock { #expect(item.ttl == nil && item.expires == nil) }
        }
      }
    }
  }

  /// What fits nowhere goes to the file, and comes back in order.
  @Test func withLittleMemoryNothingIsLost() async throws {
    try await withMemcacheds(2) { servers in
      try await fill(servers)
      let bounds = Spool.Bounds(memory: 1000, backlog: .max / 2, piece: 16 << 10)
      let listing = SessionListing(
        try pool(servers.map(\.port)), nodes: nil, kinds: .sessions, scratch: .usual, bounds: bounds)
      #expect(try await names(listing).sessions == Self.ids.sorted())
    }
  }

  @Test func whoLeavesEarlyEndsIt() async throws {
    try await withMemcacheds(2) { servers in
      try await fill(servers)
      let first = try await SessionListing(pool(servers.map(\.port)), kinds: .sessions).run { batches in
        for try await batch in batches { return batch.map { _ in 1 }.count }
        return 0
      }
      #expect(first.value > 0)
      #expect(first.nodes.count == 2)
    }
  }

  struct Age: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var requests: RewritingRelay.Change = { line, _ in line }
    var replies: RewritingRelay.Change = { line, _ in line }
    let outcome: ListedNode.Outcome
  }

  static let ages: [Age] = [
    Age(
      testDescription: "before 1.6.9: no listing by hash, and the other names items twice",
      requests: { line, _ in line == "lru_crawler metadump hash" ? "lru_crawler metadump junk" : line },
      replies: { line, _ in line.hasPrefix("key=") ? line + "\r\n" + line : line }, outcome: .complete(by: .all)),
    Age(
      testDescription: "from 1.6.43: OK in front",
      replies: { line, previous in
        line.hasPrefix("key=") && !previous.hasPrefix("key=") ? "OK\r\n" + line : line
      }, outcome: .complete(by: .hash)),
    Age(
      testDescription: "from 1.6.24: flags", replies: { line, _ in line.hasPrefix("key=") ? line + " flags=3 " : line },
      outcome: .complete(by: .hash)),
    Age(
      testDescription: "before 1.4.31: the oldest listing only",
      requests: { line, _ in line.hasPrefix("lru_crawler") ? "unknown" : line }, outcome: .partial("ERROR")),
  ]

  @Test("of servers of all ages", arguments: SessionListingLiveTests.ages)
  func isWholeOrSaysWhy(_ age: Age) async throws {
    try await withMemcached { server in
      try await fill([server])
      try await RewritingRelay.run(to: server.port, requests: age.requests, replies: age.replies) { relay in
        let seen = try await names(SessionListing(pool([relay.port]), kinds: .sessions))
        #expect(seen.nodes.map(\.outcome) == [age.outcome])
        if seen.nodes[0].isWhole {
          #expect(seen.sessions == Self.ids.sorted())
        } else {
          #expect(!seen.sessions.isEmpty && Set(seen.sessions).isSubset(of: Self.ids))
        }
      }
    }
  }

  @Test func oldServersShareOneSortAndKeepTheirItemsApart() async throws {
    let old = Self.ages[0]
    try await withMemcacheds(2) { servers in
      try await fill(servers)
      try await RewritingRelay.run(to: servers[0].port, requests: old.requests, replies: old.replies) { one in
        try await RewritingRelay.run(to: servers[1].port, requests: old.requests, replies: old.replies) { two in
          let bounds = Spool.Bounds(memory: 1000, backlog: .max / 2, piece: 16 << 10)
          let listing = SessionListing(
            try pool([one.port, two.port]), nodes: nil, kinds: [.sessions, .locks], scratch: .usual, bounds: bounds)
          let seen = try await names(listing)
          #expect(seen.sessions == Self.ids.sorted())
          #expect(seen.locks == [Self.ids[0], Self.ids[0]], "each has one of the same name")
          #expect(seen.nodes.map(\.outcome) == [.complete(by: .all), .complete(by: .all)])
          #expect(seen.nodes.map(\.sessions) == [250, 250])
          #expect(seen.nodes.allSatisfy { $0.locks == 1 && $0.foreign == 1 })
        }
      }
    }
  }
}

/// An id as PHP makes it.
private func sessionID(_ number: Int) -> String {
  let digits = String(number &* 2_654_435_761, radix: 16)
  return String(repeating: "0", count: 26 - digits.count) + digits
}
