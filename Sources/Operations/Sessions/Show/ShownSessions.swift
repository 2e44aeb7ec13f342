import Glibc
import MemcacheClient
import MemcacheProtocol
import Placement

extension SessionBatchAnswers {
  /// Every session is somewhere.
  public var areAllPresent: Bool {
    (0..<ids.count).allSatisfy { row in looks.contains { $0?.items.has(row) == true } }
  }

  /// - Parameter outage: when a node was away, as far as it is known.
  func sessions(of pool: SessionPool, outage: OutageMarks?) -> ShownSessions {
    ShownSessions(self, of: pool, outage: outage)
  }

  public func sessions(of pool: SessionPool) -> ShownSessions { sessions(of: pool, outage: nil) }
}

/// The sessions of a batch: which copies agree, which is the newest, what PHP would read. Each is made when it is asked
/// for, so that there need not be room for all.
public struct ShownSessions: RandomAccessCollection, Sendable {
  private let answers: SessionBatchAnswers
  let pool: SessionPool
  private let reader: NextReader
  private let locks: LockLooks
  private let ages: CopyAges
  /// How each live node answered, and why it did not.
  private let states: [NodeState]
  private let reasons: [String?]
  let outage: OutageMarks?

  fileprivate init(_ answers: SessionBatchAnswers, of pool: SessionPool, outage: OutageMarks?) {
    self.outage = outage
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
    let first = copies.firstIndex { $0.item != nil }
    var isOnlyOne = true
    var areSame = true
    if let first {
      for copy in copies[(first + 1)...] where copy.item != nil {
        isOnlyOne = false
        areSame = areSame && isSame(row, copies[first].node, copy.node)
      }
    }
    var reason: String?
    if let place = copies.first(where: { ($0.role == .owner || $0.role == .copy) && $0.isPresent == nil }) {
      // It may have a newer one.
      if first != nil {
        reason =
          "not known which is newest: \(pool.live.nodes[place.node].name), where PHP has the session too, gives no answer"
      }
    } else if areSame {
      for index in copies.indices where copies[index].item != nil { copies[index].isNewest = true }
    } else {
      reason = date(&copies, row)
    }
    let next = next(row, copies)
    let shown =
      copies.firstIndex { $0.node == next.node && $0.item != nil } ?? copies.firstIndex { $0.isNewest == true } ?? first
    return ShownSession(
      row: row, id: answers.ids[row], problem: answers.problems.isEmpty ? nil : answers.problems[row], copies: copies,
      agree: isOnlyOne ? nil : areSame, newestReason: reason, lock: locks.lock(of: row), next: next, shown: shown,
      value: shown.flatMap { value(row, on: copies[$0].node) } ?? [])
  }

  private func next(_ row: Int, _ copies: [ShownCopy]) -> NextRead {
    if answers.hasPlace(row),
      let usual = reader.usual(owner: copies[0].node, copyCount: answers.places.width, holds(copies[0]))
    {
      return usual
    }
    return reader.next(
      for: answers.ids[row], candidates: answers.candidates(row),
      holding: { node in copies.first { $0.node == node }.flatMap(holds) }, state: { states[$0] })
  }

  private func holds(_ copy: ShownCopy) -> NextReader.Holds? {
    guard let isPresent = copy.isPresent else { return nil }
    return isPresent ? (copy.item?.valueBytes == 0 ? .empty : .data) : .nothing
  }

  /// On the live nodes: those of PHP's copies in its order, then the others.
  private func copies(_ row: Int) -> [ShownCopy] {
    var copies: [ShownCopy] = []
    copies.reserveCapacity(states.count)
    for position in answers.placeRange(row) where answers.places.indices[position] >= 0 {
      let node = reader.liveIndices[Int(answers.places.indices[position])]
      copies.append(copy(row, on: node, role: copies.isEmpty ? .owner : .copy))
    }
    let places = copies.count
    for node in states.indices where !copies[..<places].contains(where: { $0.node == node }) {
      copies.append(copy(row, on: node, role: nil))
    }
    return copies
  }

  /// - Parameter role: among PHP's copies; nil: it is none of them.
  private func copy(_ row: Int, on node: Int, role: FoundItem.Role?) -> ShownCopy {
    let item = answers.looks[node]?.items[row]
    return ShownCopy(
      node: node, state: states[node], role: role ?? (item == nil ? nil : .stray), item: item,
      reason: reasons[node] ?? unasked(row, on: node))
  }

  private func unasked(_ row: Int, on node: Int) -> String? {
    answers.looks[node]?.unasked.isEmpty == false ? answers.looks[node]?.unasked[row] : nil
  }

  /// Seconds that the copy on a node has left; nil: it never ends, or that is not known.
  func left(_ row: Int, on node: Int) -> Int64? { answers.looks[node]?.items[row]?.ttl }

  /// The Unix second in which the copy on a node ends by that node's clock; nil: never, or that is not known.
  func end(_ row: Int, on node: Int) -> Int64? {
    guard let ttl = answers.looks[node]?.items[row]?.ttl else { return nil }
    return answers.looks[node]?.clock.map { $0.lowerBound + ttl }
  }

  func value(_ row: Int, on node: Int) -> ArraySlice<UInt8>? {
    answers.looks[node]?.items.value(row).flatMap { answers.looks[node]?.items.bytes[$0] }
  }

  /// Two nodes have the same value and flags.
  private func isSame(_ row: Int, _ one: Int, _ other: Int) -> Bool {
    guard answers.looks[one]?.items[row]?.flags == answers.looks[other]?.items[row]?.flags else { return false }
    let first = value(row, on: one)
    let second = value(row, on: other)
    guard let first, let second else { return first == nil && second == nil }
    return first.withUnsafeBytes { first in
      second.withUnsafeBytes { second in
        guard let one = first.baseAddress, let other = second.baseAddress else { return first.count == second.count }
        return first.count == second.count && memcmp(one, other, first.count) == 0
      }
    }
  }

  /// Marks the newest of copies that differ; why those, or why none.
  private func date(_ copies: inout [ShownCopy], _ row: Int) -> String {
    let present = copies.indices.filter { copies[$0].item != nil }
    // Equal numbers have equal contents.
    var contents: [Int] = []
    for (number, index) in present.enumerated() {
      let same = present[..<number].firstIndex { isSame(row, copies[$0].node, copies[index].node) }
      contents.append(same.map { contents[$0] } ?? number)
    }
    let verdict = ages.verdict(
      zip(present, contents).map { index, content in age(copies[index], content, pool.php) },
      now: pool.php.datesSessions ? answers.asked : answers.spread)
    if !verdict.newest.isEmpty {
      for (number, index) in present.enumerated() { copies[index].isNewest = verdict.newest.contains(number) }
    }
    return ages.words(for: verdict.reason) { pool.live.nodes[copies[present[$0]].node].name }
  }

  private func age(_ copy: ShownCopy, _ content: Int, _ pool: Pool) -> CopyAges.Copy {
    let isDated = copy.item?.tellsLife == true
    let looked = pool.datesSessions ? answers.looks[copy.node]?.clock : 0...answers.spread
    return CopyAges.Copy(
      content: content, ttl: copy.item?.ttl, looked: isDated ? looked : nil,
      ahead: answers.looks[copy.node]?.ahead, mayBeTouched: pool.touches(copy.role),
      isSinceOutage: outage?.isSince(copy.item?.cas, on: copy.node))
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
