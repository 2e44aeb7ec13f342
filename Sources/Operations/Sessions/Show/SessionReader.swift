public import MemcacheClient
import MemcacheProtocol
import Placement

/// Asks all nodes for sessions with their values and locks, a batch at a time. Looking changes nothing on servers with
/// meta commands.
///
/// A node that failed once is not asked again, so that it costs its timeout once: `heed` what a batch told before the
/// next one is read. Batches may be read at the same time; what fails then fails all of them at once.
public struct SessionReader: Sendable {
  public let pool: SessionPool
  /// By index in the live pool.
  public private(set) var failures: [Int: NodeFailure] = [:]

  /// Where each node of the ring is in the live pool.
  private let liveIndices: [Int]
  private var hasClock: Set<Int>

  public init(_ pool: SessionPool) {
    self.pool = pool
    liveIndices = pool.liveIndices
    hasClock = Set(pool.live.nodes.indices)
  }

  /// How each node has answered so far.
  public var states: [NodeState] { pool.live.nodes.indices.map { failures[$0]?.state ?? .up } }

  /// Learns from the answers which nodes not to ask again.
  public mutating func heed(_ lesson: Lesson) {
    failures.merge(lesson.failures) { first, _ in first }
    hasClock.subtract(lesson.withoutClock)
  }

  /// What one batch tells about the nodes, by index in the live pool.
  public struct Lesson: Sendable {
    public var failures: [Int: NodeFailure] = [:]
    var withoutClock: Set<Int> = []
  }

  public func read(_ ids: [[UInt8]]) async -> SessionBatchAnswers {
    var batch = SessionBatchAnswers(ids: ids, nodeCount: pool.live.nodes.count)
    let placement = pool.php.placement
    let takesLocks = pool.php.locksSessions
    let handler = pool.php.handler
    var keys: [[UInt8]] = []
    keys.reserveCapacity(ids.count * (takesLocks ? 2 : 1))
    for id in ids { keys.append(placement.itemKey(for: id.span).bytes) }
    batch.reserveRoom()
    var candidates = Candidates()
    for (row, id) in ids.enumerated() {
      candidates.removeAll()
      let problem = placement.problem(with: id.span)
      batch.problems.append(problem?.message)
      if problem == nil { placement.place(id.span, into: &candidates) }
      batch.candidates.append(candidates.indices)
      guard takesLocks, problem == nil else { continue }
      // pecl/memcache has a lock beside each copy, php-memcached one on a node of its own.
      let lockKey = placement.lockKey(for: id.span).bytes
      let places = handler == .memcache ? candidates.indices : [placement.lockNode(for: id.span) ?? 0]
      for place in places { batch.locks[liveIndices[place]].append((row, keys.count)) }
      keys.append(lockKey)
    }
    await ask(keys, into: &batch)
    return batch
  }

  private func ask(_ keys: [[UInt8]], into batch: inout SessionBatchAnswers) async {
    let targets = pool.live.nodes.indices.filter { failures[$0] == nil }
    let nodes = targets.map { pool.live.nodes[$0] }
    let questions = Dictionary(
      zip(nodes, targets.map { Array(0..<batch.ids.count) + batch.locks[$0].map(\.key) }), uniquingKeysWith: { $1 })
    let clocked = Set(targets.filter(hasClock.contains).map { pool.live.nodes[$0] })
    let start = ContinuousClock.now
    let live = pool.live
    let reports = await live.ask(nodes) { node, client throws(NodeFailure) in
      let rows = questions[node] ?? []
      return clocked.contains(node)
        ? try await live.looksWithClock(at: rows, of: keys, on: node, client)
        : try await client.looks(at: rows, of: keys)
    }
    batch.spread = (ContinuousClock.now - start).components.seconds
    batch.asked = SessionDumper.now
    batch.lesson.failures = failures
    for (index, report) in zip(targets, reports) {
      batch.lesson.failures[index] = report.failure
      batch.looks[index] = report.value
      if let looks = report.value, looks.clock == nil { batch.lesson.withoutClock.insert(index) }
    }
  }
}

/// What the nodes answered for one batch of ids.
public struct SessionBatchAnswers: Sendable {
  let ids: [[UInt8]]
  /// For each id.
  var problems: [String?] = []
  /// For each id where PHP puts it, by index in the ring.
  var candidates: [[Int]] = []
  /// For each live node the locks that it was asked for: of which id, and under which of the keys.
  var locks: [[(row: Int, key: Int)]]
  /// For each live node; nil: it gave no answer.
  var looks: [NodeLooks?]
  public fileprivate(set) var lesson = SessionReader.Lesson()
  /// When all had answered, by this machine's clock, in Unix seconds.
  var asked: Int64 = 0
  /// How long the nodes were asked, in whole seconds.
  var spread: Int64 = 0

  init(ids: [[UInt8]], nodeCount: Int) {
    self.ids = ids
    locks = Array(repeating: [], count: nodeCount)
    looks = Array(repeating: nil, count: nodeCount)
  }

  fileprivate mutating func reserveRoom() {
    problems.reserveCapacity(ids.count)
    candidates.reserveCapacity(ids.count)
  }

  /// Why nodes gave no answers, by index in the live pool.
  var failures: [Int: NodeFailure] { lesson.failures }

  /// Bytes of all values together.
  public var valueBytes: Int {
    looks.reduce(0) { sum, looks in sum + (looks?.items.reduce(0) { $0 + ($1?.valueBytes ?? 0) } ?? 0) }
  }
}

/// The answers of one node: first the ids, then the locks that belong there.
struct NodeLooks: Sendable {
  var items: [StoredItem?]
  /// Why some were not asked for, by position: the protocol cannot say the key.
  var unasked: [Int: String] = [:]
  /// Its `time` before and after; nil: not told.
  var clock: ClosedRange<Int64>?
  /// Seconds that its `time` is ahead of this machine's clock; nil: not told.
  var ahead: ClosedRange<Int64>?
}

extension LivePool {
  /// What stands between a node and us may answer everything but `stats`, and even hang up on it: then there is no clock.
  fileprivate func looksWithClock(
    at rows: [Int], of keys: [[UInt8]], on node: LiveNode, _ client: any NodeClient
  ) async throws(NodeFailure) -> NodeLooks {
    let before: Int64?
    let asked = SessionDumper.now
    do throws(NodeFailure) {
      before = try await client.time()
    } catch {
      if error.state == .mute { throw error }
      let another = try await connect(node)
      defer { another.close() }
      return try await another.looks(at: rows, of: keys)
    }
    let answered = max(asked, SessionDumper.now)
    var looks = try await client.looks(at: rows, of: keys)
    looks.ahead = before.map { $0 - answered...$0 - asked }
    if let before, let after = try? await client.time(), after >= before { looks.clock = before...after }
    return looks
  }
}

extension NodeClient {
  /// Its clock as it tells it, in Unix seconds.
  fileprivate func time() async throws(NodeFailure) -> Int64? {
    try await stats(nil).first { $0.name == "time" }.flatMap { Int64($0.value) }
  }

  /// A node of which no key can be asked is asked for its version, so that its state is known all the same.
  fileprivate func looks(at rows: [Int], of keys: [[UInt8]]) async throws(NodeFailure) -> NodeLooks {
    var looks = NodeLooks(items: [])
    var sayable: [[UInt8]] = []
    sayable.reserveCapacity(rows.count)
    for (position, row) in rows.enumerated() {
      do throws(NodeFailure) {
        try check(keys[row])
        sayable.append(keys[row])
      } catch {
        looks.unasked[position] = error.reason
      }
    }
    if sayable.isEmpty { _ = try await version() }
    looks.items = try await items(sayable, [.cas, .value])
    // Back to where the ones that were not asked for leave gaps.
    for position in looks.unasked.keys.sorted() { looks.items.insert(nil, at: position) }
    return looks
  }
}
