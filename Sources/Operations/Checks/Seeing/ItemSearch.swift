import MemcacheClient
import MemcacheProtocol
import Placement

/// Goes through what the nodes hold, as far as the time allows, and picks out what the checks are about.
struct ItemSearch: Sendable {
  /// What was listed.
  struct Found: Sendable {
    /// Bytes of the largest session, by node.
    var largest: [String: Int] = [:]
    /// Ids at random, with the bytes of one of their items.
    var sample = Reservoir<(id: [UInt8], bytes: Int)>(room: 2 * ItemSearch.sampled)
    /// By index of the node.
    var locks: [Int: [(id: [UInt8], key: [UInt8])]] = [:]
    var lockCount = 0
    /// Which nodes are not in it, or only in part.
    var gaps: [String] = []
    /// Nodes that failed, by index in the live pool: they are not asked again.
    var failures: [Int: NodeFailure] = [:]
  }

  /// How many sessions are compared.
  static let sampled = 200
  /// What the values of the sample may take in memory; those with the largest are not left out, only the last ones.
  private static let sampledBytes = 32 << 20
  /// So many locks are looked at; a pool with more of them has other troubles.
  private static let locksLooked = 20_000

  let pool: SessionPool

  init(_ pool: SessionPool) { self.pool = pool }

  /// Lists all nodes that answer; what is not over by then is left.
  func list(until end: ContinuousClock.Instant) async -> Result<Found, ScratchFailure> {
    await withTaskGroup(of: Result<Found, ScratchFailure>?.self) { group in
      group.addTask { await listed() }
      group.addTask {
        try? await Task.sleep(until: end, clock: .continuous)
        return nil
      }
      var outcome: Result<Found, ScratchFailure>?
      while let next = await group.next() {
        if let next { outcome = next }
        group.cancelAll()
      }
      return outcome ?? .success(Found())
    }
  }

  private func listed() async -> Result<Found, ScratchFailure> {
    let names = pool.live.nodes.map(\.name)
    var found = Found()
    do {
      let (seen, outcomes) = try await SessionListing(pool, kinds: [.sessions, .locks]).run { batches in
        var found = Found()
        // When the time is over, what was seen until then counts.
        do {
          for try await batch in batches { for item in batch { found.take(item, names) } }
        } catch is CancellationError {}
        return found
      }
      found = seen
      for (index, node) in outcomes.enumerated() where !node.isWhole {
        found.gaps.append(node.gap)
        if case .failed(let failure) = node.outcome { found.failures[index] = failure }
      }
    } catch let failure as ScratchFailure {
      return .failure(failure)
    } catch {
      found.gaps.append("the nodes were not listed in time")
    }
    return .success(found)
  }

  /// Whether the locks that were found may still be held.
  func locks(_ found: Found) async -> LocksSight {
    let (taken, _, silent) = await LockSearch(pool).look(at: found.locks)
    var sight = LocksSight(held: 0, abandoned: 0, endless: 0, gaps: found.gaps)
    for lock in taken.map(\.lock) {
      switch lock.state {
      case .abandoned: sight.abandoned += 1
      case .immortal where (lock.age ?? .zero) >= .seconds(900): sight.endless += 1
      case .held, .immortal, .free: sight.held += 1
      }
    }
    if found.lockCount > Self.locksLooked {
      sight.gaps.append("of \(found.lockCount) locks \(Self.locksLooked) were looked at")
    }
    sight.gaps += silent.sorted { $0.key < $1.key }
      .map { "\(pool.live.nodes[$0].name) did not tell of its locks (\($1.state.rawValue))" }
    return sight
  }

  /// The ids to compare, each once.
  fileprivate func sample(_ found: Found) -> [[UInt8]] {
    var seen: Set<[UInt8]> = []
    var room = Self.sampledBytes / max(1, pool.php.placement.copyCount)
    var ids: [[UInt8]] = []
    for entry in found.sample.kept.shuffled() where seen.insert(entry.id).inserted {
      room -= entry.bytes
      guard ids.count < Self.sampled, room > 0 || ids.isEmpty else { break }
      ids.append(entry.id)
    }
    return ids
  }
}

extension ItemSearch.Found {
  fileprivate mutating func take(_ item: ListedItem, _ names: [String]) {
    switch item.kind {
    case .session:
      if item.itemBytes > largest[names[item.node]] ?? 0 { largest[names[item.node]] = item.itemBytes }
      sample.take { (Array(item.id), item.itemBytes) }
    case .lock:
      lockCount += 1
      if lockCount <= ItemSearch.locksLooked { locks[item.node, default: []].append((Array(item.id), Array(item.key))) }
    case .foreign: break
    }
  }
}

extension ItemSearch {
  /// Compares the copies of the sample. What looks wrong is looked at again a moment later: PHP writes one copy after
  /// the other, and both may have been asked between the two.
  func copies(_ found: Found) async -> CopiesSight {
    var sight = CopiesSight(
      configured: pool.php.placement.copyCount, judged: 0, differing: [], missing: 0, gaps: found.gaps)
    let ids = sample(found)
    if ids.isEmpty { return sight }
    var reader = SessionReader(pool)
    reader.heed(SessionReader.Lesson(failures: found.failures))
    let first = await look(at: ids, &reader)
    sight.judged = first.judged
    let suspects = Array(Set(first.differing + first.missing))
    if !suspects.isEmpty {
      try? await Task.sleep(for: .milliseconds(200))
      let second = await look(at: suspects, &reader)
      sight.differing = Set(first.differing).intersection(second.differing).map(\.shortenedKey).sorted()
      sight.missing = Set(first.missing).intersection(second.missing).count
    }
    let silent = reader.failures.keys.filter { found.failures[$0] == nil }.sorted()
    sight.gaps += silent.map { "\(pool.live.nodes[$0].name) has stopped answering" }
    return sight
  }

  private func look(
    at ids: [[UInt8]], _ reader: inout SessionReader
  ) async -> (judged: Int, differing: [[UInt8]], missing: [[UInt8]]) {
    var connections = NodeConnections()
    defer { connections.close() }
    let answers = await reader.read(SessionBatch(ids), over: &connections)
    reader.heed(answers.lesson)
    var (judged, differing, missing): (Int, [[UInt8]], [[UInt8]]) = (0, [], [])
    for session in answers.sessions(of: pool) where session.problem == nil && session.lock.taken == nil {
      let places = session.copies.filter { $0.role == .owner || $0.role == .copy }
      let present = places.filter { $0.item != nil }
      let endsSoon = present.contains { $0.item?.ttl.map { $0 <= 2 } ?? false }
      guard !present.isEmpty, !endsSoon else { continue }
      judged += 1
      if present.count > 1, session.differs(at: present) { differing.append(Array(session.id)) }
      if places.contains(where: { $0.isPresent == false }) { missing.append(Array(session.id)) }
    }
    return (judged, differing, missing)
  }
}

extension ListedNode {
  /// Why not all of it was seen.
  fileprivate var gap: String {
    if case .failed(let failure) = outcome { return "\(node.name) gives no answer (\(failure.state.rawValue))" }
    return remark.map { "\(node.name): \($0.summary)" } ?? "\(node.name) was not listed in time"
  }
}

extension ShownSession {
  /// Beside strays, which may have another content for good reasons, only what the items tell without their values
  /// counts.
  fileprivate func differs(at places: [ShownCopy]) -> Bool {
    guard copies.contains(where: { $0.role == .stray }) else { return agree == false }
    let items = places.compactMap(\.item)
    return Set(items.map(\.valueBytes)).count > 1 || Set(items.map(\.flags)).count > 1
  }
}

/// What the listing has shown of sizes.
struct ListingSight: Hashable, Sendable {
  /// Bytes of the largest session, by node; none where a node holds none.
  var largest: [String: Int]
  var gaps: [String]

  init(largest: [String: Int], gaps: [String]) {
    self.largest = largest
    self.gaps = gaps
  }

  init(_ found: ItemSearch.Found) { self.init(largest: found.largest, gaps: found.gaps) }
}
