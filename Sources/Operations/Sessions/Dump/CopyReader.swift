import MemcacheClient
import MemcacheProtocol
import Placement
import SessionData

/// Reads the values of listed sessions, on one connection a node that stays open, and leaves out what PHP would not read.
struct CopyReader {
  /// A session as one node lists it.
  struct Listed {
    let id: [UInt8]
    let key: [UInt8]
    let node: Int
    /// The live nodes where PHP looks before it comes to this one.
    let before: [Int]
  }

  var outcome = SessionDumper.Outcome()

  private let pool: SessionPool
  private let placement: any SessionPlacement
  private let liveIndices: [Int]
  private let began: Int64
  private var clients: [Int: any NodeClient] = [:]
  private var candidates = Candidates()

  /// Values are read so many bytes at a time.
  private static let portionBytes = 8 << 20
  private static let portionItems = 2000

  /// - Parameter began: the Unix second to which what is left of a session's life counts.
  init(_ pool: SessionPool, began: Int64) {
    self.pool = pool
    self.began = began
    placement = pool.php.placement
    liveIndices = pool.liveIndices
  }

  mutating func close() {
    for client in clients.values { client.close() }
    clients = [:]
  }

  /// The sessions of a batch that are where PHP has a place for them, some megabytes of values at a time.
  mutating func portions(of batch: ListedBatch) -> [[Listed]] {
    var portions: [[Listed]] = []
    var portion: [Listed] = []
    var bytes = 0
    for item in batch {
      guard let chosen = item.kind == .session ? item.id : pool.form.chosenID(of: item.key) else { continue }
      let id = Array(chosen)
      candidates.removeAll()
      if placement.problem(with: id.span) == nil { placement.place(id.span, into: &candidates) }
      let places = (0..<candidates.count).map { liveIndices[candidates[$0]] }
      guard let position = places.firstIndex(of: item.node) else {
        outcome.strays += 1
        continue
      }
      if bytes + item.itemBytes > Self.portionBytes || portion.count >= Self.portionItems {
        portions.append(portion)
        (portion, bytes) = ([], 0)
      }
      portion.append(Listed(id: id, key: Array(item.key), node: item.node, before: Array(places[..<position])))
      bytes += item.itemBytes
    }
    if !portion.isEmpty { portions.append(portion) }
    return portions
  }

  /// All of one node.
  mutating func read(_ sessions: [Listed]) async -> [DumpedSession] {
    guard let node = sessions.first?.node else { return [] }
    let wanted = await readable(sessions)
    guard let items = await items(of: node, wanted.map(\.key), [.value]) else { return [] }
    let late = SessionDumper.now - began
    return zip(wanted, items).compactMap { session, item in
      guard let item, let value = item.value else {
        outcome.gone += 1
        return nil
      }
      // Without meta commands the server does not tell; PHP's own lifetime is the most that it can be.
      let left = item.life.map { $0.ttl?.components.seconds } ?? pool.php.sessionLifetime?.components.seconds
      return DumpedSession(
        id: session.id, key: session.key, flags: item.flags, ttl: left.map { $0 + late }, value: value)
    }
  }

  /// Those of which no place that PHP asks first has an answer of its own.
  private mutating func readable(_ sessions: [Listed]) async -> [Listed] {
    guard sessions.contains(where: { !$0.before.isEmpty }) else { return sessions }
    var isElsewhere: Set<Int> = []
    var isMissedBefore: Set<Int> = []
    for other in Set(sessions.flatMap(\.before)) {
      let asked = sessions.indices.filter { sessions[$0].before.contains(other) }
      // A node that gives no answer is passed over by PHP too.
      guard let items = await items(of: other, asked.map { sessions[$0].key }, []) else { continue }
      for (index, item) in zip(asked, items) {
        if item != nil { isElsewhere.insert(index) } else { isMissedBefore.insert(index) }
      }
    }
    let missIsFinal = pool.php.missRule == .isFinal
    return sessions.indices.compactMap { index in
      if isElsewhere.contains(index) { return nil }
      if missIsFinal, isMissedBefore.contains(index) {
        outcome.unread += 1
        return nil
      }
      return sessions[index]
    }
  }

  /// Nil for a node that has failed, now or before.
  private mutating func items(of index: Int, _ keys: [[UInt8]], _ fields: ItemFields) async -> [StoredItem?]? {
    let node = pool.live.nodes[index]
    guard outcome.failures[node.name] == nil else { return nil }
    do throws(NodeFailure) {
      let client: any NodeClient
      if let open = clients[index] { client = open } else { client = try await pool.live.connect(node) }
      clients[index] = client
      return try await client.items(keys, fields)
    } catch {
      clients[index]?.close()
      clients[index] = nil
      outcome.failures[node.name] = await pool.live.explained(error, of: node)
      return nil
    }
  }
}
