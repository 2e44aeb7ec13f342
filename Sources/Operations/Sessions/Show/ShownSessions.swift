import MemcacheClient
import MemcacheProtocol
import Placement

extension SessionBatchAnswers {
  /// Every session is somewhere.
  public var areAllPresent: Bool {
    ids.indices.allSatisfy { row in looks.contains { $0?.items[row] != nil } }
  }

  public func sessions(of pool: SessionPool) -> ShownSessions { ShownSessions(self, of: pool) }
}

/// The sessions of a batch: which copies agree, which is the newest, what PHP would read. Each is made when it is asked
/// for, so that there need not be room for all.
public struct ShownSessions: RandomAccessCollection, Sendable {
  private let answers: SessionBatchAnswers
  private let pool: SessionPool
  private let reader: NextReader
  private let locks: LockLooks
  private let ages: CopyAges
  /// How each live node answered, and why it did not.
  private let states: [NodeState]
  private let reasons: [String?]

  init(_ answers: SessionBatchAnswers, of pool: SessionPool) {
    self.answers = answers
    self.pool = pool
    reader = NextReader(pool: pool.php, liveIndices: pool.liveIndices, areAllUp: answers.failures.isEmpty)
    locks = LockLooks(answers, pool: pool)
    ages = CopyAges(
      pool.php.datesSessions ? .byWebHost : .byServer,
      lifetimes: pool.php.sessionLifetime.map { [$0.components.seconds] } ?? [])
    states = pool.live.nodes.indices.map { answers.failures[$0]?.state ?? .up }
    reasons = pool.live.nodes.indices.map { answers.failures[$0]?.reason }
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { answers.ids.count }

  public subscript(row: Int) -> ShownSession {
    var copies = copies(row)
    let present = copies.indices.filter { copies[$0].item != nil }
    let contents = contents(row, present.map { copies[$0].node })
    var reason: String?
    if let place = copies.first(where: { ($0.role == .owner || $0.role == .copy) && $0.isPresent == nil }) {
      // It may have a newer one.
      if !present.isEmpty {
        reason =
          "not known which is newest: \(pool.live.nodes[place.node].name), where PHP has the session too, gives no answer"
      }
    } else if let contents {
      let verdict = ages.verdict(
        zip(present, contents).map { index, content in age(copies[index], content, pool.php) },
        now: pool.php.datesSessions ? answers.asked : answers.spread)
      reason = ages.words(for: verdict.reason) { pool.live.nodes[copies[present[$0]].node].name }
      if !verdict.newest.isEmpty {
        for (number, index) in present.enumerated() { copies[index].isNewest = verdict.newest.contains(number) }
      }
    } else {
      for index in present { copies[index].isNewest = true }
    }
    let candidates = answers.candidates[row]
    let next = reader.next(
      for: answers.ids[row], candidates: candidates,
      holding: { node in
        guard let copy = copies.first(where: { $0.node == node }), let present = copy.isPresent else { return nil }
        return present ? (copy.item?.valueBytes == 0 ? .empty : .data) : .nothing
      }, state: { states[$0] })
    let shown =
      copies.firstIndex { $0.node == next.node && $0.item != nil }
      ?? present.first { copies[$0].isNewest == true } ?? present.first
    return ShownSession(
      row: row, id: answers.ids[row], problem: answers.problems[row], copies: copies,
      agree: present.count > 1 ? contents == nil : nil, newestReason: reason,
      lock: locks.lock(of: row, candidates: candidates), next: next, shown: shown,
      value: shown.flatMap { value(row, on: copies[$0].node) } ?? [])
  }

  /// On the live nodes: those of PHP's copies in its order, then the others.
  private func copies(_ row: Int) -> [ShownCopy] {
    var copies: [ShownCopy] = []
    copies.reserveCapacity(states.count)
    for (order, candidate) in answers.candidates[row].enumerated() {
      copies.append(copy(row, on: reader.liveIndices[candidate], role: order == 0 ? .owner : .copy))
    }
    let places = copies.count
    for node in states.indices where !copies[..<places].contains(where: { $0.node == node }) {
      copies.append(copy(row, on: node, role: nil))
    }
    return copies
  }

  /// - Parameter role: among PHP's copies; nil: it is none of them.
  private func copy(_ row: Int, on node: Int, role: FoundItem.Role?) -> ShownCopy {
    let item = answers.looks[node]?.items[row]?.withoutValue
    return ShownCopy(
      node: node, state: states[node], role: role ?? (item == nil ? nil : .stray), item: item,
      reason: reasons[node] ?? answers.looks[node]?.unasked[row], isNewest: nil)
  }

  private func value(_ row: Int, on node: Int) -> [UInt8]? { answers.looks[node]?.items[row]?.value }

  /// A number for the item on each of the nodes: equal ones have equal values and flags. Nil: all are equal.
  private func contents(_ row: Int, _ nodes: [Int]) -> [Int]? {
    func isSame(_ one: Int, _ other: Int) -> Bool {
      answers.looks[one]?.items[row]?.flags == answers.looks[other]?.items[row]?.flags
        && value(row, on: one) == value(row, on: other)
    }
    guard let first = nodes.first, !nodes.dropFirst().allSatisfy({ isSame(first, $0) }) else { return nil }
    var numbers: [Int] = []
    for (index, node) in nodes.enumerated() {
      let same = nodes[..<index].firstIndex { isSame($0, node) }
      numbers.append(same.map { numbers[$0] } ?? index)
    }
    return numbers
  }

  private func age(_ copy: ShownCopy, _ content: Int, _ pool: Pool) -> CopyAges.Copy {
    let life = copy.item?.life
    let looked = pool.datesSessions ? answers.looks[copy.node]?.clock : 0...answers.spread
    return CopyAges.Copy(
      content: content, ttl: life?.ttl?.components.seconds, looked: life == nil ? nil : looked,
      ahead: answers.looks[copy.node]?.ahead, mayBeTouched: pool.touches(copy.role))
  }
}

extension StoredItem {
  fileprivate var withoutValue: StoredItem {
    var item = self
    item.value = nil
    return item
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
