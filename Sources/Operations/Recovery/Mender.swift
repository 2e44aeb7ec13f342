import MemcacheClient
import MemcacheProtocol
import Placement

/// Makes the copies of sessions what their newest one is, many at a time, while no request has one of them open.
///
/// Compare-and-swap alone would not do: a request that had read the old copy before closes after it and writes the old
/// version over all of them (measured with ext/memcache 8.0). So each session's lock is taken as PHP takes it, its copies are
/// looked at, and only then is written: over the very item that was seen, or where there is none. What PHP writes
/// meanwhile stays. Where the pool takes no locks, compare-and-swap is all there is.
struct Mender {
  /// What came of one session.
  enum Fate: Hashable, Sendable {
    /// Every place has the newest copy already.
    case whole
    /// So many places have got it.
    case mended(Int)
    /// Which copy is newest cannot be known; why.
    case undecided(String)
    /// No node has it any more.
    case gone
    /// A request has it open, or has written it just now.
    case busy
    /// Not all was written; why.
    case failed(String)

    var isFinal: Bool { self != .busy }
  }

  /// What may be written.
  enum Extent: Sendable {
    /// Only where there is no copy.
    case addsMissing
    /// Also over copies that are older.
    case replacesOld
  }

  private let pool: SessionPool
  private let extent: Extent
  private var reader: SessionReader
  private var connections = NodeConnections()
  private(set) var nodes: OpenNodes

  /// So many sessions at a time, unless that takes longer than their locks may be held.
  private static let most = 1000
  private static let pause = Duration.milliseconds(20)

  init(_ pool: SessionPool, _ extent: Extent) {
    self.pool = pool
    self.extent = extent
    reader = SessionReader(pool)
    nodes = OpenNodes(pool.live)
  }

  mutating func close() {
    connections.close()
    nodes.close()
  }

  /// - Parameters:
  ///   - ids: for which PHP has a place, each once.
  ///   - patience: how long to wait for requests that have a session open.
  mutating func mend(_ ids: [[UInt8]], patience: Duration) async -> [Fate] {
    var fates = [Fate](repeating: .busy, count: ids.count)
    var waiting = Array(ids.indices)
    var size = Self.most
    let start = ContinuousClock.now
    while !waiting.isEmpty, !Task.isCancelled {
      var isTooSlow = false
      for first in stride(from: 0, to: waiting.count, by: size) {
        let rows = waiting[first..<min(first + size, waiting.count)]
        guard let some = await mendOnce(rows.map { ids[$0] }) else {
          isTooSlow = true
          break
        }
        for (row, fate) in zip(rows, some) { fates[row] = fate }
      }
      waiting.removeAll { fates[$0].isFinal }
      if isTooSlow {
        size = max(1, size / 2)
      } else if ContinuousClock.now - start > patience {
        break
      } else if !waiting.isEmpty {
        try? await Task.sleep(for: Self.pause)
      }
    }
    return fates
  }

  /// Nil: it took longer than locks may be held, and nothing was written.
  private mutating func mendOnce(_ ids: [[UInt8]]) async -> [Fate]? {
    var locks = HeldLocks(ids.map { SessionKeys($0, pool.php.placement) }, of: pool)
    let start = ContinuousClock.now
    var rows = Array(ids.indices)
    if pool.php.locksSessions {
      await locks.take(rows, &nodes)
      rows.removeAll { !locks.isHeld($0) }
    }
    var fates = [Fate](repeating: .busy, count: ids.count)
    for row in ids.indices where !rows.contains(row) && locks.isUnreachable(row, nodes) {
      fates[row] = .failed("a node of its lock gives no answer")
    }
    let answers = await reader.read(SessionBatch(rows.map { ids[$0] }), over: &connections)
    reader.heed(answers.lesson)
    let isInTime = !pool.php.locksSessions || ContinuousClock.now - start < pool.php.longestHold || ids.count == 1
    if isInTime { await write(answers.sessions(of: pool), rows, &fates) }
    await locks.free(rows, &nodes)
    return isInTime ? fates : nil
  }

  /// - Parameter rows: for each of the sessions its place in the batch.
  private mutating func write(_ sessions: ShownSessions, _ rows: [Int], _ fates: inout [Fate]) async {
    var writes: [Int: [Write]] = [:]
    for (session, row) in zip(sessions, rows) {
      switch Need(session, extent, sessions) {
      case .nothing(let fate): fates[row] = fate
      case .writes(let some):
        fates[row] = .mended(0)
        for write in some { writes[write.node, default: []].append(write.of(row)) }
      }
    }
    let asked = writes
    let answers = await nodes.ask(writes.keys.sorted()) { node, client throws(NodeFailure) in
      let all = asked[node] ?? []
      let (adds, replacements) = (all.filter { $0.cas == nil }, all.filter { $0.cas != nil })
      let added = try await client.add(adds.map(\.item))
      let replaced = try await client.replace(replacements.map(\.item), ifStill: replacements.map { $0.cas ?? 0 })
      return zip(adds, added).map { ($0.row, Result($1)) } + zip(replacements, replaced).map { ($0.row, Result($1)) }
    }
    for (node, some) in writes {
      for (row, result) in answers[node] ?? some.map({ ($0.row, .failed) }) {
        switch (fates[row], result) {
        case (.mended(let count), .written): fates[row] = .mended(count + 1)
        case (_, .failed): fates[row] = .failed(nodes.failures[node]?.reason ?? "it was not taken")
        case (.mended, .overtaken): fates[row] = .busy
        case (_, .refused(let answer)): fates[row] = .failed(answer)
        default: break
        }
      }
    }
  }
}

extension Mender {
  /// One copy to be written.
  fileprivate struct Write: Sendable {
    var row = 0
    let node: Int
    let item: NewItem
    /// Of the item that it takes the place of; nil: there is none.
    let cas: UInt64?

    func of(_ row: Int) -> Write {
      var write = self
      write.row = row
      return write
    }
  }

  fileprivate enum Result: Sendable {
    case written
    /// PHP has written there meanwhile.
    case overtaken
    case refused(String)
    case failed

    init(_ addition: Addition) {
      switch addition {
      case .stored: self = .written
      case .exists: self = .overtaken
      case .refused(let answer): self = .refused(answer.line)
      }
    }

    init(_ replacement: Replacement) {
      switch replacement {
      case .stored: self = .written
      case .changed, .absent: self = .overtaken
      case .refused(let answer): self = .refused(answer.line)
      }
    }
  }

  /// What one session needs, from what all nodes said of it.
  fileprivate enum Need {
    case nothing(Fate)
    case writes([Write])

    init(_ session: ShownSession, _ extent: Extent, _ sessions: ShownSessions) {
      let places = session.copies.filter { $0.role == .owner || $0.role == .copy }
      guard session.isPresent else {
        self = .nothing(places.contains { $0.isPresent == nil } ? .failed("not all its nodes answer") : .gone)
        return
      }
      guard
        let source = session.copies.filter({ $0.isNewest == true }).max(by: {
          ($0.item?.ttl ?? .max) < ($1.item?.ttl ?? .max)
        }),
        let facts = source.item, let value = sessions.value(session.row, on: source.node)
      else {
        self = .nothing(.undecided(session.newestReason ?? "which copy is newest is not known"))
        return
      }
      let item = NewItem(
        key: sessions.key(of: session), flags: facts.flags, expiry: sessions.expiry(session.row, on: source.node),
        value: Array(value))
      let writes = places.compactMap { place -> Write? in
        guard let old = place.item else { return Write(node: place.node, item: item, cas: nil) }
        guard place.isNewest != true, extent == .replacesOld, let cas = old.cas else { return nil }
        return Write(node: place.node, item: item, cas: cas)
      }
      self = writes.isEmpty ? .nothing(.whole) : .writes(writes)
    }
  }
}

extension ShownSessions {
  fileprivate func key(of session: ShownSession) -> [UInt8] { pool.php.placement.itemKey(for: session.id.span).bytes }

  /// As PHP says it: the same second for all copies, or what is left of it, which each node counts itself.
  fileprivate func expiry(_ row: Int, on node: Int) -> Expiry {
    guard let left = left(row, on: node) else { return .never }
    guard pool.php.datesSessions, let end = end(row, on: node) else {
      return Expiry(remaining: .seconds(left), now: SessionDumper.now)
    }
    return .at(Swift.min(end, Expiry.lastSecond))
  }
}
