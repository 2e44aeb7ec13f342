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
    /// Only the node that was away has it, from before: it may have ended meanwhile, and is not brought to the others.
    case onlyCopy
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
  private let outage: OutageMarks?
  private let need: @Sendable (ShownSession, ShownSessions) -> SessionNeed
  /// Looks at each session that is mended, while it is locked.
  var risk: RiskWatch?
  private var reader: SessionReader
  private var connections = NodeConnections()
  private(set) var nodes: OpenNodes

  /// So many sessions at a time, unless that takes longer than their locks may be held.
  private static let most = 1000
  private static let pauses = Duration.milliseconds(20)...Duration.milliseconds(500)

  /// - Parameter outage: when a node was away, as far as it is known.
  init(_ pool: SessionPool, _ extent: Extent, outage: OutageMarks? = nil) {
    self.init(pool, outage: outage) { SessionNeed($0, $1).within(extent) }
  }

  /// - Parameter need: what the copies of a session are to become.
  init(
    _ pool: SessionPool, outage: OutageMarks? = nil,
    need: @escaping @Sendable (ShownSession, ShownSessions) -> SessionNeed
  ) {
    self.pool = pool
    self.outage = outage
    self.need = need
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
    var pause = Self.pauses.lowerBound
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
        try? await Task.sleep(for: pause)
        pause = min(pause * 2, Self.pauses.upperBound)
      }
    }
    return fates
  }

  /// Mends sessions all at one time and opens a node to PHP before any of them is let go, so that no request sees what is
  /// between. Those that a request has open are waited for as long as locks can be held.
  ///
  /// A request that found the node closed just before waits for the lock on another one, and what it writes does not
  /// reach this one. So the others' locks are given back first, and the node's own when those requests are through.
  ///
  /// - Parameters:
  ///   - node: by index in the live pool.
  ///   - began: when the first of these tries was made, before which no request waits for a lock of ours.
  ///   - leavingBusy: also without those that a request has open, or a lock that somebody has left behind.
  ///   - open: opens it.
  mutating func mend(
    _ ids: [[UInt8]], andOpen node: Int, since began: ContinuousClock.Instant, leavingBusy: Bool,
    _ open: @Sendable () async -> Void
  ) async -> Opening {
    let isLocking = pool.php.locksSessions
    var locks = HeldLocks(ids.map { SessionKeys($0, pool.php.placement) }, of: pool)
    let start = ContinuousClock.now
    let longest = pool.php.longestHold
    var rows = Array(ids.indices)
    if isLocking { rows = await take(rows, until: start + longest / 4, &locks) }
    if !leavingBusy, ids.indices.contains(where: { !locks.isHeld($0) && !locks.isUnreachable($0, nodes) }), isLocking {
      await locks.free(rows, &nodes)
      return .busy
    }
    var answers = await reader.read(SessionBatch(rows.map { ids[$0] }), over: &connections)
    reader.heed(answers.lesson)
    guard !isLocking || ContinuousClock.now - start < longest / 2 else {
      await locks.free(rows, &nodes)
      return .tooMany
    }
    var fates = [Fate](repeating: .busy, count: ids.count)
    await write(answers.sessions(of: pool, outage: outage), rows, &fates)
    await open()
    if isLocking {
      locks.kept = node
      await locks.free(rows, &nodes)
      // PHP looks again after as long as it has waited, and after a second at the latest.
      let waits = min(.milliseconds(1100), (ContinuousClock.now - began) * 2 + .milliseconds(100))
      try? await Task.sleep(for: min(longest / 2, waits))
      let again = await take(rows, until: start + longest * 3 / 4, &locks)
      answers = await reader.read(SessionBatch(again.map { ids[$0] }), over: &connections)
      if ContinuousClock.now - start < longest {
        await write(answers.sessions(of: pool, outage: outage), again, &fates)
      }
      locks.kept = nil
      await locks.free(rows, &nodes)
    }
    return .opened
  }

  /// What came of mending sessions and opening a node.
  enum Opening {
    case opened
    /// Requests have some of them open; nothing was written, and the node is closed.
    case busy
    /// They are too many to be held at one time; the same.
    case tooMany
  }

  /// Takes the locks of sessions, again and again until then; returns those that are held.
  private mutating func take(_ rows: [Int], until end: ContinuousClock.Instant, _ locks: inout HeldLocks) async -> [Int]
  {
    await locks.take(rows, &nodes)
    var waiting = rows.filter { !locks.isHeld($0) }
    while !waiting.isEmpty, .now < end, !Task.isCancelled {
      try? await Task.sleep(for: .milliseconds(5))
      await locks.take(waiting, &nodes)
      waiting.removeAll { locks.isHeld($0) || locks.isUnreachable($0, nodes) }
    }
    return rows.filter { locks.isHeld($0) }
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
    if isInTime { await write(answers.sessions(of: pool, outage: outage), rows, &fates) }
    await locks.free(rows, &nodes)
    return isInTime ? fates : nil
  }

  /// - Parameter rows: for each of the sessions its place in the batch.
  private mutating func write(_ sessions: ShownSessions, _ rows: [Int], _ fates: inout [Fate]) async {
    var writes: [Int: [(row: Int, write: CopyWrite)]] = [:]
    for (session, row) in zip(sessions, rows) {
      risk?.look(session, sessions)
      switch need(session, sessions) {
      case .nothing(let fate): fates[row] = fate
      case .writes(let some):
        fates[row] = .mended(0)
        for write in some { writes[write.node, default: []].append((row, write)) }
      }
    }
    let asked = writes
    let answers = await nodes.ask(writes.keys.sorted()) { node, client throws(NodeFailure) in
      let all = asked[node] ?? []
      let (adds, replacements) = (all.filter { $0.write.cas == nil }, all.filter { $0.write.cas != nil })
      let added = try await client.add(adds.map(\.write.item))
      let replaced = try await client.replace(
        replacements.map(\.write.item), ifStill: replacements.map { $0.write.cas ?? 0 })
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
}
