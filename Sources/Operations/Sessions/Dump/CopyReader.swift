import MemcacheClient
import MemcacheProtocol
import Placement
import SessionData

/// Reads the values of listed sessions, on one connection a node that stays open, and leaves out what PHP would not read.
struct CopyReader: Sendable {
  /// A session as one node lists it.
  struct Listed: Sendable {
    let id: [UInt8]
    let key: [UInt8]
    /// The live nodes where PHP looks before it comes to this one.
    let before: [Int]
  }

  /// Sessions of one node, whose values are read at once.
  struct Portion: Sendable {
    let node: Int
    var sessions: [Listed] = []
    var bytes = 0

    private static let mostBytes = 4 << 20
    private static let mostSessions = 2000

    func hasRoom(for item: ListedItem) -> Bool {
      sessions.isEmpty || bytes + item.itemBytes <= Self.mostBytes && sessions.count < Self.mostSessions
    }
  }

  private(set) var nodes: OpenNodes
  /// Copies that PHP does not read, because the owner has none.
  private(set) var unread = 0
  /// Listed, and gone before they were read.
  private(set) var gone = 0

  private let pool: SessionPool
  private let began: Int64

  /// - Parameter began: the Unix second to which what is left of a session's life counts.
  init(_ pool: SessionPool, began: Int64) {
    self.pool = pool
    self.began = began
    nodes = OpenNodes(pool.live)
  }

  /// Closes its connections.
  mutating func close() { nodes.close() }

  mutating func fail(_ failures: [NodeFailure?]) { nodes.fail(failures) }

  mutating func read(_ portion: Portion) async -> [DumpedSession] {
    let wanted = await readable(portion.sessions)
    guard !wanted.isEmpty else { return [] }
    let keys = wanted.map(\.key)
    let answers = await nodes.ask([portion.node]) { _, client throws(NodeFailure) in
      try await client.items(keys, [.value])
    }
    guard let items = answers[portion.node] else { return [] }
    let late = SessionDumper.now - began
    var sessions: [DumpedSession] = []
    sessions.reserveCapacity(items.count)
    for (session, item) in zip(wanted, items) {
      guard let item, let value = item.value else {
        gone += 1
        continue
      }
      // Without meta commands the server does not tell; PHP's own lifetime is the most that it can be.
      let left = item.life.map { $0.ttl?.components.seconds } ?? pool.php.sessionLifetime?.components.seconds
      sessions.append(
        DumpedSession(id: session.id, key: session.key, flags: item.flags, ttl: left.map { $0 + late }, value: value))
    }
    return sessions
  }

  /// Those of which no place that PHP asks first has an answer of its own.
  private mutating func readable(_ sessions: [Listed]) async -> [Listed] {
    var asked: [Int: [Int]] = [:]
    for (index, session) in sessions.enumerated() {
      for other in session.before { asked[other, default: []].append(index) }
    }
    guard !asked.isEmpty else { return sessions }
    let keys = asked.mapValues { $0.map { sessions[$0].key } }
    // A node that gives no answer is passed over by PHP too.
    let answers = await nodes.ask(asked.keys.sorted()) { other, client throws(NodeFailure) in
      try await client.items(keys[other] ?? [], [])
    }
    var isElsewhere = [Bool](repeating: false, count: sessions.count)
    var isMissedBefore = isElsewhere
    for (other, items) in answers {
      for (index, item) in zip(asked[other] ?? [], items) {
        if item != nil { isElsewhere[index] = true } else { isMissedBefore[index] = true }
      }
    }
    let missIsFinal = pool.php.missRule == .isFinal
    return sessions.indices.compactMap { index in
      if isElsewhere[index] { return nil }
      if missIsFinal, isMissedBefore[index] {
        unread += 1
        return nil
      }
      return sessions[index]
    }
  }
}
