public import MemcacheProtocol
public import Placement

/// Counts the traffic of one node, session by session, from what the node tells of itself.
///
/// A store is told in two lines, of which the first says that the server looked for the old item, as if a client had. So
/// each look waits until the next line of the same connection shows whether it was one: the lines of a connection never
/// change their order.
public struct NodeTally: Sendable {
  /// The look that a connection had last.
  private struct Look {
    /// It may still turn out to be a store's.
    var isOpen = true
    let key: [UInt8]
    let isMiss: Bool
    let bytes: Int

    init(_ line: WatchLine) {
      key = line.key
      bytes = line.bytes
      isMiss = line.outcome != .found && line.outcome != .other
    }
  }

  private let form: SessionKeyForm
  private let order: Traffic.Order
  private var looks: [UInt32: Look] = [:]
  /// The server looks once more for the old item of a store that it has refused, to remove it.
  private var refused: [UInt8]?

  public private(set) var sessions: SpaceSaving<[UInt8], Traffic>
  /// Of all sessions; exact.
  public private(set) var total = Traffic()
  /// Looks and stores of locks.
  public private(set) var locks: UInt64 = 0
  /// Those of items that are no sessions of the pool.
  public private(set) var foreign: UInt64 = 0

  public init(form: SessionKeyForm, order: Traffic.Order, capacity: Int) {
    self.form = form
    self.order = order
    sessions = SpaceSaving(capacity: capacity)
  }

  public mutating func take(_ line: WatchLine) {
    switch line.kind {
    case .get: look(line)
    case .store: store(line)
    case .eviction, .skipped, .other, .unreadable: break
    }
  }

  /// Counts the looks that no further line came to.
  public mutating func finish() {
    for connection in looks.keys { settle(connection) }
  }

  private mutating func look(_ line: WatchLine) {
    if let refused {
      self.refused = nil
      if refused == line.key { return }
    }
    let look = Look(line)
    guard let connection = line.connection else { return count(look) }
    if looks.count >= Limits.connectionsWatched {
      finish()
      looks.removeAll()
    }
    settle(connection)
    looks[connection] = look
  }

  private mutating func store(_ line: WatchLine) {
    if let connection = line.connection {
      if looks[connection]?.key == line.key { looks[connection]?.isOpen = false }
      settle(connection)
    } else {
      refused = line.key
    }
    let isStored = line.outcome == .stored
    count(line.key) { traffic in
      traffic.writes += 1
      if isStored { traffic.bytes += UInt64(line.bytes) }
    }
  }

  private mutating func settle(_ connection: UInt32) {
    guard let look = looks[connection], look.isOpen else { return }
    looks[connection]?.isOpen = false
    count(look)
  }

  private mutating func count(_ look: Look) {
    count(look.key) { traffic in
      traffic.reads += 1
      if look.isMiss { traffic.misses += 1 } else { traffic.bytes += UInt64(look.bytes) }
    }
  }

  private mutating func count(_ key: [UInt8], _ note: (inout Traffic) -> Void) {
    switch form.kind(of: key) {
    case .lock: locks += 1
    case .foreign: foreign += 1
    case .session(let id):
      var one = Traffic()
      note(&one)
      total = total + one
      sessions.add(Array(key[id]), weight: one[order], empty: Traffic()) { $0 = $0 + one }
    }
  }
}

extension Limits {
  /// Of so many connections of a node the last look is remembered; a memcached serves 1024 unless told otherwise.
  fileprivate static let connectionsWatched = 1 << 16
}
