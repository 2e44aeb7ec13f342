import MemcacheClient
import MemcacheProtocol
import PHPConfiguration
import Placement
import Testing

@testable import Operations

@Suite("Reading sessions of a pool of which a node fails") struct SessionReaderTests {
  static let ids = (0..<60).map { Array("session-\($0)".utf8) }
  static let nodes = (1...3).map { "node:\($0)" }

  /// Every session on every node, with a content of its own on each, and a lock beside every third one.
  private func pool(_ faults: [String: MemoryNodes.Fault]) throws -> (pool: SessionPool, nodes: MemoryNodes) {
    var configuration = Configuration()
    for (name, value) in [
      "session.save_path": Self.nodes.map { "tcp://\($0)" }.joined(separator: ","), "session.save_handler": "memcache",
    ] {
      configuration.set(name, to: Array(value.utf8), from: "test")
    }
    let php = try Pool(
      configuration: configuration, handler: .memcache, release: Release(value: "8.2", provenance: .stated))
    var items: [String: [[UInt8]: StoredItem]] = [:]
    for (node, name) in Self.nodes.enumerated() {
      for (number, id) in Self.ids.enumerated() {
        let keys = SessionKeys(id, php.placement)
        items[name, default: [:]][keys.item] = Self.item(Self.content(number, on: node), flags: UInt32(number))
        if number % 3 == 0 { items[name]?[keys.lock] = Self.item("1", flags: 768) }
      }
    }
    let memory = MemoryNodes(items, faults: faults)
    let live = LivePool(nodes: php.nodes.map { LiveNode($0) }, dialer: memory)
    return (SessionPool(live: live, php: php, configuration: configuration, source: "test"), memory)
  }

  /// Longer and shorter ones in turn.
  private static func content(_ number: Int, on node: Int) -> String {
    "n|s:\(number % 7):\"" + String(repeating: "x", count: number % 7) + "\";m|i:\(number * 10 + node);"
  }

  private static func item(_ value: String, flags: UInt32) -> StoredItem {
    var item = StoredItem()
    var life = StoredItem.Life()
    life.ttl = .seconds(100)
    (item.value, item.valueBytes, item.flags, item.life) = (Array(value.utf8), value.utf8.count, flags, life)
    return item
  }

  @Test("Each session has its own items, whatever stands beside it in a batch")
  func rows() async throws {
    let (pool, _) = try pool([:])
    var reader = SessionReader(pool)
    var connections = NodeConnections()
    defer { connections.close() }
    // One twice, one that no protocol in text can ask for, one that is nowhere.
    let asked: [[UInt8]] = [
      Self.ids[5], Array("a b\u{1}".utf8), Self.ids[3], Self.ids[5], Array("nowhere".utf8), Self.ids[0],
    ]
    let batch = asked + Self.ids
    let answers = await reader.read(SessionBatch(batch), over: &connections)
    reader.heed(answers.lesson)
    let sessions = answers.sessions(of: pool)
    for (row, session) in sessions.enumerated() {
      #expect(Array(session.id) == batch[row])
      guard let number = Self.ids.firstIndex(of: batch[row]) else {
        #expect(!session.isPresent)
        continue
      }
      for copy in session.copies {
        let content = Self.content(number, on: copy.node)
        #expect(copy.item?.flags == UInt32(number) && copy.item?.valueBytes == content.utf8.count)
        if session.shown.map({ session.copies[$0].node }) == copy.node {
          #expect(Array(session.value) == Array(content.utf8))
        }
      }
      #expect((session.lock.taken != nil) == (number % 3 == 0), "\(number): \(session.lock)")
    }
  }

  @Test("A connection that ends between two batches is opened anew, and the clock stays known")
  func endsWhenIdle() async throws {
    let (pool, nodes) = try pool(["node:1": .hangsUpWhenIdle])
    let reader = await read(pool) { sessions in
      #expect(copies(on: 0, sessions).allSatisfy { $0.isPresent == true })
      #expect(sessions.allSatisfy { $0.newestReason?.contains("does not tell") != true })
    }
    #expect(reader.failures.isEmpty && nodes.seen("node:1").connections == 3 && nodes.seen("node:1").open == 0)
  }

  @Test("A connection that ends at the last question of a batch is not used for the next")
  func endsBehindABatch() async throws {
    let (pool, nodes) = try pool(["node:1": .losesSecondClock])
    let reader = await read(pool) { sessions in
      #expect(copies(on: 0, sessions).allSatisfy { $0.isPresent == true })
    }
    #expect(reader.failures.isEmpty && nodes.seen("node:1").batches == 3 && nodes.seen("node:1").open == 0)
  }

  /// Reads three batches, each with what those before have taught.
  private func read(
    _ pool: SessionPool, each: (ShownSessions) -> Void
  ) async -> SessionReader {
    var reader = SessionReader(pool)
    var connections = NodeConnections()
    for start in stride(from: 0, to: Self.ids.count, by: 20) {
      let answers = await reader.read(SessionBatch(Self.ids[start..<start + 20]), over: &connections)
      reader.heed(answers.lesson)
      each(answers.sessions(of: pool))
    }
    connections.close()
    return reader
  }

  private func copies(on node: Int, _ sessions: ShownSessions) -> [ShownCopy] {
    sessions.flatMap { $0.copies.filter { $0.node == node } }
  }

  @Test("Connections stay from batch to batch, and are closed in the end")
  func connections() async throws {
    let (pool, nodes) = try pool([:])
    let reader = await read(pool) { sessions in
      #expect(sessions.allSatisfy { $0.agree == false && $0.copies.allSatisfy { $0.isPresent == true } })
    }
    #expect(reader.failures.isEmpty)
    for node in Self.nodes {
      #expect(nodes.seen(node).connections == 1 && nodes.seen(node).batches == 3 && nodes.seen(node).open == 0)
    }
  }

  @Test("A dead node is asked once, keeps its rows and hides no other")
  func dead() async throws {
    let (pool, nodes) = try pool(["node:2": .refuses])
    let reader = await read(pool) { sessions in
      for copy in copies(on: 1, sessions) {
        #expect(copy.state == .refused && copy.isPresent == nil && copy.reason != nil && copy.isNewest == nil)
      }
      #expect(copies(on: 0, sessions).allSatisfy { $0.isPresent == true })
      #expect(copies(on: 2, sessions).allSatisfy { $0.isPresent == true })
    }
    #expect(reader.states == [.up, .refused, .up])
    #expect(nodes.seen("node:2").connections == 1)
  }

  @Test("A node that hangs up within a batch has answered the ones before")
  func hangsUp() async throws {
    let (pool, nodes) = try pool(["node:3": .hangsUp(afterBatches: 1)])
    var presence: [[Bool?]] = []
    let reader = await read(pool) { presence.append(copies(on: 2, $0).map(\.isPresent)) }
    #expect(presence.map(Set.init) == [[true], [nil], [nil]])
    #expect(reader.states == [.up, .up, .reset])
    #expect(nodes.seen("node:3").batches == 2)
    for node in Self.nodes { #expect(nodes.seen(node).open == 0) }
  }

  @Test("A node that sends more than is taken is told as one")
  func excess() async throws {
    let (pool, nodes) = try pool(["node:1": .sendsTooMuch])
    let reader = await read(pool) { sessions in
      #expect(copies(on: 0, sessions).allSatisfy { $0.isPresent == nil && $0.state == .notMemcached })
      #expect(copies(on: 1, sessions).allSatisfy { $0.isPresent == true })
    }
    #expect(reader.failures.keys.sorted() == [0] && nodes.seen("node:1").batches == 1)
  }

  @Test("A node without a clock is read all the same, and asked for it once")
  func clock() async throws {
    let (pool, nodes) = try pool(["node:1": .keepsNoClock])
    let reader = await read(pool) { sessions in
      #expect(copies(on: 0, sessions).allSatisfy { $0.isPresent == true })
    }
    #expect(reader.failures.isEmpty && nodes.seen("node:1").connections == 2 && nodes.seen("node:1").batches == 3)
  }
}
