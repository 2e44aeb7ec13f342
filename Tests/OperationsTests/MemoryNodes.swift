import MemcacheClient
import MemcacheProtocol
import Synchronization

/// Nodes that answer from memory, and fail as they are told. Their addresses are `node:1`, `node:2`, ….
final class MemoryNodes: Dialer, Sendable {
  enum Fault: Sendable {
    case refuses
    /// The connection ends behind so many batches of items.
    case hangsUp(afterBatches: Int)
    /// Values that are larger than any that is taken.
    case sendsTooMuch
    /// Everything but the clock is answered.
    case keepsNoClock
    /// The connection ends when it is asked for the clock behind a batch.
    case losesSecondClock
    /// The connection ends before it is used for a second batch.
    case hangsUpWhenIdle
  }

  struct Seen: Sendable {
    var connections = 0
    var batches = 0
    var open = 0
    /// Of each connection how often it was asked for the clock; nil: it has ended.
    var clocks: [Int?] = []
  }

  let items: [String: [[UInt8]: StoredItem]]
  let faults: [String: Fault]
  private let seen = Mutex<[String: Seen]>([:])

  init(_ items: [String: [[UInt8]: StoredItem]], faults: [String: Fault] = [:]) {
    self.items = items
    self.faults = faults
  }

  func seen(_ node: String) -> Seen { seen.withLock { $0[node] ?? Seen() } }

  func note(_ node: String, _ change: (inout Seen) -> Void) -> Seen {
    seen.withLock { seen in
      change(&seen[node, default: Seen()])
      return seen[node] ?? Seen()
    }
  }

  func connect(to address: ServerAddress, certifiedFor host: String?) async throws(NodeFailure) -> any NodeClient {
    let node = address.description
    if case .refuses = faults[node] {
      _ = note(node) { $0.connections += 1 }
      throw NodeFailure(node: node, .refused)
    }
    let seen = note(node) {
      $0.connections += 1
      $0.open += 1
      $0.clocks.append(0)
    }
    return MemoryClient(nodes: self, node: node, number: seen.clocks.count - 1)
  }
}

/// A connection to one of them.
private struct MemoryClient: NodeClient {
  let nodes: MemoryNodes
  let node: String
  let number: Int

  private var hasEnded: Bool { nodes.seen(node).clocks[number] == nil }

  private func end() -> NodeFailure {
    _ = nodes.note(node) { $0.clocks[number] = nil }
    return NodeFailure(node: node, .reset(withinReply: false))
  }

  func check(_ key: [UInt8]) throws(NodeFailure) {
    if !Command.accepts(key: key) { throw NodeFailure(node: node, .unsayable("no such key"), wasSent: false) }
  }

  func version() async throws(NodeFailure) -> String { "1.6.18" }

  func stats(_ group: String?) async throws(NodeFailure) -> [Stat] {
    if hasEnded { throw end() }
    let clocks = nodes.note(node) { $0.clocks[number] = ($0.clocks[number] ?? 0) + 1 }.clocks[number] ?? 0
    switch nodes.faults[node] {
    case .keepsNoClock: throw end()
    case .losesSecondClock where clocks == 2: throw end()
    case .hangsUpWhenIdle where clocks == 3: throw end()
    default: break
    }
    return [Stat(name: "time", value: "1700000000")]
  }

  func items(_ keys: [[UInt8]], _ fields: ItemFields) async throws(NodeFailure) -> [StoredItem?] {
    if hasEnded { throw end() }
    let batches = nodes.note(node) { $0.batches += 1 }.batches
    switch nodes.faults[node] {
    case .hangsUp(let most) where batches > most: throw NodeFailure(node: node, .reset(withinReply: true))
    case .sendsTooMuch: throw NodeFailure(node: node, .excessive("values of more than enough bytes together"))
    default: return keys.map { nodes.items[node]?[$0] }
    }
  }

  func close() { _ = nodes.note(node) { $0.open -= 1 } }

  // Nobody asks these here.
  private var unasked: NodeFailure { NodeFailure(node: node, .unsayable("not asked in this test"), wasSent: false) }
  func ping() async throws(NodeFailure) -> Duration { throw unasked }
  func flushAll() async throws(NodeFailure) { throw unasked }
  func set(_ key: [UInt8], flags: UInt32, ttl: Duration?, value: [UInt8]) async throws(NodeFailure) { throw unasked }
  func get(_ key: [UInt8]) async throws(NodeFailure) -> StoredItem? { throw unasked }
  func delete(_ key: [UInt8]) async throws(NodeFailure) -> Bool { throw unasked }
  func metadump(
    _ order: ListingOrder, upTo most: Int, each: @escaping @Sendable (MetadumpLine) -> Void
  ) async throws(NodeFailure) -> Listing { throw unasked }
  func add(_ items: [NewItem]) async throws(NodeFailure) -> [Addition] { throw unasked }
  func replace(_ items: [NewItem], ifStill cas: [UInt64]) async throws(NodeFailure) -> [Replacement] { throw unasked }
  func increment(_ keys: [[UInt8]]) async throws(NodeFailure) -> [Increment] { throw unasked }
  func delete(_ keys: [[UInt8]], ifStill cas: [UInt64]) async throws(NodeFailure) -> [Deletion] { throw unasked }
  func touch(_ keys: [[UInt8]], _ expiry: Expiry) async throws(NodeFailure) -> [Bool] { throw unasked }
  func cachedump(
    upTo most: Int, each: @escaping @Sendable (CachedumpLine) -> Void
  ) async throws(NodeFailure) -> PartialListing { throw unasked }
  func watch(
    _ streams: [WatchStream], for time: Duration, each: @escaping @Sendable (WatchLine) -> Void
  ) async throws(NodeFailure) { throw unasked }
}
