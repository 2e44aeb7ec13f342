import FoundationEssentials
import MemcacheClient
import MemcacheProtocol
import Placement

/// One session by the keys of its items.
struct SessionKeys: Hashable, Sendable {
  let id: [UInt8]
  let item: [UInt8]
  let lock: [UInt8]

  init(_ id: [UInt8], _ placement: any SessionPlacement) {
    self.id = id
    item = placement.itemKey(for: id.span).bytes
    lock = placement.lockKey(for: id.span).bytes
  }
}

/// What one node holds of some sessions, in their order.
struct SessionLook: Sendable {
  let items: [StoredItem?]
  let locks: [StoredItem?]
  /// The server's second in which it was looked; nil: it does not tell.
  let second: Int64?
  /// Seconds that its clock is ahead of this machine's.
  let skew: Double?
  /// Of which nothing was asked, by position: why the protocol cannot say their keys.
  var unasked: [Int: String] = [:]

  /// The Unix second of an item's end by the server's clock; nil: it has none, or it is not known.
  func end(of item: StoredItem) -> Int64? {
    guard let second, let ttl = item.life?.ttl else { return nil }
    return second + ttl.components.seconds
  }
}

extension NodeClient {
  /// Looks at the data and the lock of each session, with the lock's value. Within one second of the server's clock where
  /// that is long enough, so that what is left of an item's life tells the second of its end.
  func look(at sessions: [SessionKeys], _ fields: ItemFields) async throws(NodeFailure) -> SessionLook {
    try await look(items: sessions.map(\.item), fields, locks: sessions.map(\.lock))
  }

  /// The same with locks' values alone, and without the sessions whose keys the protocol cannot say: of those there is
  /// nothing, and why stands in `unasked`.
  func look(atSayable sessions: [SessionKeys]) async throws(NodeFailure) -> SessionLook {
    var unasked: [Int: String] = [:]
    for (position, session) in sessions.enumerated() {
      do throws(NodeFailure) {
        try check(session.item)
        try check(session.lock)
      } catch {
        unasked[position] = error.reason
      }
    }
    if unasked.isEmpty { return try await look(at: sessions, []) }
    let asked = sessions.indices.filter { unasked[$0] == nil }
    let look = try await look(at: asked.map { sessions[$0] }, [])
    var items = [StoredItem?](repeating: nil, count: sessions.count)
    var locks = items
    for (index, position) in asked.enumerated() {
      items[position] = look.items[index]
      locks[position] = look.locks[index]
    }
    return SessionLook(items: items, locks: locks, second: look.second, skew: look.skew, unasked: unasked)
  }

  func lookAtLock(_ key: [UInt8]) async throws(NodeFailure) -> SessionLook {
    try await look(items: [], [], locks: [key])
  }

  private func look(
    items: [[UInt8]], _ fields: ItemFields, locks: [[UInt8]]
  ) async throws(NodeFailure) -> SessionLook {
    var second = try await serverSecond()
    var look: SessionLook
    var attempts = 3
    repeat {
      let here = Date.now.timeIntervalSince1970
      let before = second
      look = SessionLook(
        items: try await self.items(items, fields), locks: try await self.items(locks, [.value, .cas]), second: before,
        skew: before.map { Double($0) - here.rounded(.down) })
      second = try await serverSecond()
      attempts -= 1
    } while look.second != second && attempts > 0
    return look
  }

  /// Nil: it does not tell.
  private func serverSecond() async throws(NodeFailure) -> Int64? {
    StatTable(try await stats(nil)).number("time").map { Int64($0) }
  }
}

extension SessionPool {
  /// Why nothing may be done that rests on the extension's release.
  func refusals(_ act: String) -> [PlanRefusal] {
    php.release.provenance == .assumed ? [.assumedRelease(php, what: act)] : []
  }
}
