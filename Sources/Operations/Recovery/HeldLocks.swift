import MemcacheClient
import MemcacheProtocol
import Placement

/// The locks of many sessions, taken and given back as a request of PHP does it, so that no request has one of them open
/// meanwhile.
///
/// pecl/memcache (3.0.4 and later): an item beside each copy; `incr` answers 1 to who takes a free one, `add` makes one;
/// given back it stays as 0. mcpool takes it on all nodes of the session, for PHP takes it on the first that it reaches.
/// php-memcached: an item on a node of its own, made by `add` and deleted to give it back.
struct HeldLocks {
  private struct Hold {
    let node: Int
    /// When the server was told of the end, at the latest.
    let since: ContinuousClock.Instant
  }

  private let pool: SessionPool
  private let sessions: [SessionKeys]
  /// For each session the live nodes where its lock belongs.
  private let places: [[Int]]
  private var holds: [[Hold]]
  /// A live node of which the locks are held until this is nil again.
  var kept: Int?
  private let lifetime: Duration
  /// By which php-memcached's locks are known for ours: PHP, which writes 1, never reads it.
  private let token = Array("mcpool.\(UInt64.random(in: .min ... .max))".utf8)

  /// How PHP marks a number, in the flags of pecl/memcache.
  private static let numberFlags: UInt32 = 768

  /// - Parameter lifetime: nil takes the longest that PHP bears.
  init(_ sessions: [SessionKeys], of pool: SessionPool, lifetime: Duration? = nil) {
    self.pool = pool
    self.sessions = sessions
    self.lifetime = lifetime ?? pool.php.heldLockLifetime
    let liveIndices = pool.liveIndices
    var live = LivePlaces(pool)
    places = sessions.map { session in
      switch pool.php.handler {
      case .memcache: live.places(of: session.id)
      case .memcached: pool.php.placement.lockNode(for: session.id.span).map { [liveIndices[$0]] } ?? []
      }
    }
    holds = sessions.map { _ in [] }
  }

  /// Whether all locks of the session at this place in the batch are held.
  func isHeld(_ row: Int) -> Bool { holds[row].count == places[row].count && !places[row].isEmpty }

  /// A node of its lock has failed.
  func isUnreachable(_ row: Int, _ nodes: OpenNodes) -> Bool { places[row].contains { nodes.failures[$0] != nil } }

  /// Tries once to take the locks of these sessions. Who has not got all of a session's gives back what it got; a session
  /// of which a lock's node gives no answer is not held.
  mutating func take(_ rows: [Int], _ nodes: inout OpenNodes) async {
    let asked = byNode(rows)
    let began = ContinuousClock.now
    let mine: [Int: [Bool]]
    switch pool.php.handler {
    case .memcache: mine = await counted(asked, &nodes)
    case .memcached: mine = await added(asked, &nodes)
    }
    for (node, taken) in mine {
      for (row, isMine) in zip(asked[node] ?? [], taken) where isMine {
        holds[row].append(Hold(node: node, since: began))
      }
    }
    await free(rows.filter { !isHeld($0) }, &nodes)
  }

  /// By `incr`, and where there is none by `add`; one that was there gets an end of its own.
  private func counted(_ asked: [Int: [Int]], _ nodes: inout OpenNodes) async -> [Int: [Bool]] {
    let keys = asked.mapValues { rows in rows.map { sessions[$0].lock } }
    let lifetime = lifetime
    return await nodes.ask(asked.keys.sorted()) { node, client throws(NodeFailure) in
      let keys = keys[node] ?? []
      let counts = try await client.increment(keys)
      var mine = counts.map { $0 == .counted(1) }
      let counted = counts.indices.filter { mine[$0] }
      let touched = try await client.touch(counted.map { keys[$0] }, .after(lifetime))
      for (position, isThere) in zip(counted, touched) { mine[position] = isThere }
      let absent = counts.indices.filter { counts[$0] == .absent }
      let locks = absent.map {
        NewItem(key: keys[$0], flags: Self.numberFlags, expiry: .after(lifetime), value: [0x31])
      }
      for (position, addition) in zip(absent, try await client.add(locks)) { mine[position] = addition == .stored }
      return mine
    }
  }

  private func added(_ asked: [Int: [Int]], _ nodes: inout OpenNodes) async -> [Int: [Bool]] {
    let locks = asked.mapValues { rows in
      rows.map { NewItem(key: sessions[$0].lock, flags: 0, expiry: .after(lifetime), value: token) }
    }
    return await nodes.ask(asked.keys.sorted()) { node, client throws(NodeFailure) in
      try await client.add(locks[node] ?? []).map { $0 == .stored }
    }
  }

  /// Gives the locks of these sessions back; what is no longer ours stays.
  mutating func free(_ rows: [Int], _ nodes: inout OpenNodes) async {
    var held: [Int: [(key: [UInt8], since: ContinuousClock.Instant)]] = [:]
    for row in rows {
      for hold in holds[row] where hold.node != kept {
        held[hold.node, default: []].append((sessions[row].lock, hold.since))
      }
      holds[row].removeAll { $0.node != kept }
    }
    let (keys, since) = (held.mapValues { $0.map(\.key) }, held.mapValues { $0.map(\.since) })
    let (handler, lifetime, token) = (pool.php.handler, lifetime, token)
    let free = pool.php.lockLifetime.map { Expiry.after($0) } ?? .never
    _ = await nodes.ask(keys.keys.sorted()) { node, client throws(NodeFailure) in
      var pending = Array(zip(keys[node] ?? [], since[node] ?? []))
      // Requests that wait count the lock up.
      for _ in 0..<20 where !pending.isEmpty {
        let items = try await client.items(pending.map(\.0), [.value, .cas])
        let now = ContinuousClock.now
        let ours = zip(pending, items).compactMap {
          hold, item -> (key: [UInt8], since: ContinuousClock.Instant, cas: UInt64)? in
          guard let item, let cas = item.cas else { return nil }
          switch handler {
          case .memcached: guard item.value == token else { return nil }
          case .memcache: guard Self.isOurs(item, after: now - hold.1, of: lifetime) else { return nil }
          }
          return (hold.0, hold.1, cas)
        }
        let cas = ours.map(\.cas)
        switch handler {
        case .memcached:
          _ = try await client.delete(ours.map(\.key), ifStill: cas)
          return
        case .memcache:
          let locks = ours.map { NewItem(key: $0.key, flags: Self.numberFlags, expiry: free, value: [0x30]) }
          let results = try await client.replace(locks, ifStill: cas)
          pending = zip(ours, results).filter { $1 == .changed }.map { ($0.0.key, $0.0.since) }
        }
      }
    }
  }

  /// Whoever takes a lock behind us, or gives it back, gives it a later end.
  private static func isOurs(_ item: StoredItem, after elapsed: Duration, of lifetime: Duration) -> Bool {
    guard let count = item.value.flatMap({ Int(String(decoding: $0, as: UTF8.self)) }), count > 0 else { return false }
    guard elapsed < lifetime, let left = item.life?.ttl else { return false }
    return left <= lifetime - elapsed + .seconds(1)
  }

  private func byNode(_ rows: [Int]) -> [Int: [Int]] {
    var asked: [Int: [Int]] = [:]
    for row in rows {
      for node in places[row] where !holds[row].contains(where: { $0.node == node }) {
        asked[node, default: []].append(row)
      }
    }
    return asked
  }
}
