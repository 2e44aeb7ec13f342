import LiveTrait
import LocalPool
import Logging
import MemcacheClient
import MemcacheProtocol
import ScriptedServer
import Synchronization
import Testing

@testable import Commands

@Suite("session locks, and locks in session list", .live, .timeLimit(.minutes(5))) struct SessionLocksLiveTests {
  private func options(_ nodes: [String]) -> [String] {
    [
      "--handler", "memcache", "--extension-release", "8.2", "--save-path",
      nodes.map { "tcp://" + $0 }.joined(separator: ","),
    ]
  }

  private func id(_ number: Int) -> String { "abcdefghij" + String(number + 1_000_000_000_000_000) }

  /// Sessions, each with a lock that a request holds.
  private func store(_ numbers: Range<Int>, on server: LocalMemcached) async throws {
    let dialer = SocketDialer(timeout: .seconds(30), logger: Logger(label: "test"))
    let items = numbers.map { Array(id($0).utf8) }.flatMap { id in
      [
        NewItem(key: id, flags: 0, expiry: .after(.seconds(1440)), value: []),
        NewItem(key: id + Array(".lock".utf8), flags: 768, expiry: .after(.seconds(1440)), value: [0x31]),
      ]
    }
    try await dialer.withClient(server.address) { client throws(NodeFailure) in _ = try await client.add(items) }
  }

  @Test("A lock on a server of two names is one lock")
  func twoNames() async throws {
    try await withMemcached { server in
      try await store(0..<3, on: server)
      let other = "localhost:\(server.port)"
      let run = await CommandRun(["session", "locks", "-o", "csv"] + options([server.name, other]))
      let rows = run.output.split(whereSeparator: \.isNewline).dropFirst()
      #expect(run.status == 0 && rows.count == 3 && rows.allSatisfy { $0.contains(server.name) }, "\(run.output)")
      #expect(run.errors.contains("\(other): the same server as \(server.name)"), "\(run.errors)")
    }
  }

  /// Enough sessions for several batches of a join.
  @Test("A node that lists locks and does not tell who has them is asked once, and its sessions' locks are not known")
  func silent() async throws {
    try await withMemcacheds(2) { servers in
      try await store(0..<6000, on: servers[0])
      try await store(6000..<6010, on: servers[1])
      let asked = Mutex(0)
      try await RewritingRelay.run(
        to: servers[0].port,
        requests: { line, previous in
          if line.hasPrefix("mg "), !previous.hasPrefix("mg ") { asked.withLock { $0 += 1 } }
          return line
        }, fault: (at: "mg ", .closes(after: 0))
      ) { relay in
        let node = "127.0.0.1:\(relay.port)"
        let run = await CommandRun(
          ["session", "list", "--locked", "-o", "csv"] + options([node, servers[1].name]))
        let rows = run.output.split(whereSeparator: \.isNewline).dropFirst()
          .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(rows.count == 6010)
        // id, node, role, written, ttl, idle, size, fetched, locked
        #expect(rows.allSatisfy { $0[8] == ($0[1] == node ? "" : "1") }, "\(run.output.prefix(1000))")
        #expect(run.status == 1, "\(run.errors)")
        #expect(run.errors.contains("\(node): which sessions are locked is not known"), "\(run.errors)")
        #expect(asked.withLock { $0 } == 1)
      }
    }
  }

  @Test("A listing is whole although no node tells who has its locks: that is no pool without an answer")
  func allSilent() async throws {
    try await withMemcached { server in
      try await store(0..<10, on: server)
      try await RewritingRelay.run(to: server.port, fault: (at: "mg ", .closes(after: 0))) { relay in
        let run = await CommandRun(
          ["session", "list", "--locked", "-o", "csv"] + options(["127.0.0.1:\(relay.port)"]))
        #expect(run.status == 1 && run.output.split(whereSeparator: \.isNewline).count == 11, "\(run.errors)")
        let locks = await CommandRun(["session", "locks"] + options(["127.0.0.1:\(relay.port)"]))
        #expect(locks.status == 69, "\(locks.errors)")
      }
    }
  }
}
