import MemcacheClient
import MemcacheProtocol
import Placement

extension SessionBatchAnswers {
  /// The sessions of the batch: which copies agree, which is the newest, what PHP would read.
  public func sessions(of pool: SessionPool) -> [ShownSession] {
    let reader = NextReader(pool: pool.php, liveIndices: pool.liveIndices)
    let locks = LockLooks(self, pool: pool)
    let ages = CopyAges(
      pool.php.datesSessions ? .byWebHost : .byServer,
      lifetimes: pool.php.sessionLifetime.map { [$0.components.seconds] } ?? [])
    return ids.indices.map { session($0, pool, reader, locks, ages) }
  }

  private func session(
    _ row: Int, _ pool: SessionPool, _ reader: NextReader, _ locks: LockLooks, _ ages: CopyAges
  ) -> ShownSession {
    let places = places(row, reader.liveIndices)
    var copies = places.indices.map { copy(row, on: places[$0], at: $0 < candidates[row].count ? $0 : nil) }
    let present = copies.indices.filter { copies[$0].item != nil }
    let contents = contents(present.map { copies[$0].item })
    var reason: String?
    if let place = copies.first(where: { ($0.role == .owner || $0.role == .copy) && $0.isPresent == nil }) {
      // It may have a newer one.
      if !present.isEmpty {
        reason =
          "not known which is newest: \(pool.live.nodes[place.node].name), where PHP has the session too, gives no answer"
      }
    } else if contents.contains(where: { $0 != 0 }) {
      let verdict = ages.verdict(
        zip(present, contents).map { index, content in age(copies[index], content, pool.php) },
        now: pool.php.datesSessions ? asked : spread)
      reason = ages.words(for: verdict.reason) { pool.live.nodes[copies[present[$0]].node].name }
      if !verdict.newest.isEmpty {
        for (number, index) in present.enumerated() { copies[index].isNewest = verdict.newest.contains(number) }
      }
    } else {
      for index in present { copies[index].isNewest = true }
    }
    let next = reader.next(
      for: ids[row], candidates: candidates[row],
      holding: { node in
        guard let copy = copies.first(where: { $0.node == node }), let present = copy.isPresent else { return nil }
        return present ? (copy.item?.valueBytes == 0 ? .empty : .data) : .nothing
      }, state: { failures[$0]?.state ?? .up })
    let shown =
      copies.firstIndex { $0.node == next.node && $0.item != nil }
      ?? present.first { copies[$0].isNewest == true } ?? present.first
    let value = shown.flatMap { copies[$0].item?.value } ?? []
    for index in present { copies[index].item?.value = nil }
    return ShownSession(
      id: ids[row], problem: problems[row], copies: copies,
      agree: present.count > 1 ? contents.allSatisfy { $0 == 0 } : nil, newestReason: reason,
      lock: locks.lock(of: row, candidates: candidates[row]), next: next, shown: shown, value: value)
  }

  /// The live nodes: those of the copies in PHP's order, then the others.
  private func places(_ row: Int, _ liveIndices: [Int]) -> [Int] {
    let first = candidates[row].map { liveIndices[$0] }
    return first + looks.indices.filter { !first.contains($0) }
  }

  /// - Parameter order: which of PHP's copies it is; nil: none.
  private func copy(_ row: Int, on node: Int, at order: Int?) -> ShownCopy {
    let item = looks[node]?.items[row]
    let role: FoundItem.Role? =
      if order == 0 { .owner } else if order != nil { .copy } else if item != nil { .stray } else { nil }
    let failure = failures[node]
    return ShownCopy(
      node: node, state: failure?.state ?? .up, role: role, item: item,
      reason: failure?.reason ?? looks[node]?.unasked[row], isNewest: nil)
  }

  /// A number for each item: equal ones have equal values and flags. The first has 0.
  private func contents(_ items: [StoredItem?]) -> [Int] {
    var numbers: [Int] = []
    for (index, item) in items.enumerated() {
      let same = items[..<index].firstIndex { $0?.flags == item?.flags && $0?.value == item?.value }
      numbers.append(same.map { numbers[$0] } ?? index)
    }
    return numbers
  }

  private func age(_ copy: ShownCopy, _ content: Int, _ pool: Pool) -> CopyAges.Copy {
    let life = copy.item?.life
    let looked = pool.datesSessions ? looks[copy.node]?.clock : 0...spread
    return CopyAges.Copy(
      content: content, ttl: life?.ttl?.components.seconds, looked: life == nil ? nil : looked,
      ahead: looks[copy.node]?.ahead,
      mayBeTouched: pool.touches(copy.role))
  }
}

extension Pool {
  /// Whether PHP may have moved the end of such a copy without writing it. It touches the node that it reads from, which
  /// a stray may have been in another configuration, and any node where failed servers leave the ring.
  fileprivate func touches(_ role: FoundItem.Role?) -> Bool {
    guard case .memcached(let rules) = rules else { return false }
    return rules.touchesUnchanged && (role != .copy || rules.removesFailedServers)
  }
}
