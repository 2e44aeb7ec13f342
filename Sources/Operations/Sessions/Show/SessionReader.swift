public import MemcacheClient
import MemcacheProtocol
public import Placement

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

  public func read(_ ids: SessionBatch, over connections: inout NodeConnections) async -> SessionBatchAnswers {
    var batch = SessionBatchAnswers(ids: ids, nodeCount: pool.live.nodes.count)
    let placement = pool.php.placement
    placement.place(ids, into: &batch.places)
    var items = KeyBatch()
    items.reserveCapacity(ids.count * 2, bytes: ids.count * 48)
    for (row, range) in ids.ranges.enumerated() {
      let id = ids.bytes.span.extracting(range)
      if !batch.hasPlace(row) { batch.problems[row] = placement.problem(with: id)?.message }
      items.append { placement.appendItemKey(for: id, to: &$0) }
    }
    var questions = Array(repeating: items, count: pool.live.nodes.count)
    if pool.php.locksSessions { addLocks(of: ids, to: &questions, &batch) }
    await ask(questions, into: &batch, over: &connections)
    return batch
  }

  /// pecl/memcache has a lock beside each copy, php-memcached one on a node of its own.
  private func addLocks(of ids: SessionBatch, to questions: inout [KeyBatch], _ batch: inout SessionBatchAnswers) {
    let placement = pool.php.placement
    let isBeside = pool.php.handler == .memcache
    let nodes = isBeside ? [] : placement.lockNodes(for: ids)
    for (row, range) in ids.ranges.enumerated() where batch.hasPlace(row) {
      let id = ids.bytes.span.extracting(range)
      func add(_ place: Int32) {
        let node = liveIndices[Int(max(0, place))]
        batch.lockRows[node].append(Int32(row))
        questions[node].append { placement.appendLockKey(for: id, to: &$0) }
      }
      if isBeside {
        for position in batch.placeRange(row) where batch.places.indices[position] >= 0 {
          add(batch.places.indices[position])
        }
      } else {
        add(nodes[row])
      }
    }
  }

  private func ask(
    _ questions: [KeyBatch], into batch: inout SessionBatchAnswers, over connections: inout NodeConnections
  ) async {
    let targets = pool.live.nodes.indices.filter { failures[$0] == nil }
    let start = ContinuousClock.now
    let live = pool.live
    let clocked = hasClock
    let open = connections.take(targets)
    let reports = await askAll(targets) { node throws(NodeFailure) in
      try await live.looks(
        at: questions[node], on: live.nodes[node], over: open[node], withClock: clocked.contains(node))
    }
    batch.spread = (ContinuousClock.now - start).components.seconds
    batch.asked = SessionDumper.now
    batch.lesson.failures = failures
    for report in reports {
      batch.lesson.failures[report.node] = report.failure
      guard let (looks, client) = report.value else { continue }
      batch.looks[report.node] = looks
      if let client { connections.put(back: client, to: report.node) }
      if looks.clock == nil { batch.lesson.withoutClock.insert(report.node) }
    }
  }
}

/// What the nodes answered for one batch of ids.
public struct SessionBatchAnswers: Sendable {
  let ids: SessionBatch
  /// Why PHP stores no session under some of the ids, by their rows.
  var problems: [Int: String] = [:]
  /// For each id where PHP puts it, by index in the ring.
  var places = PlacementTable()
  /// For each live node the ids of whose locks it was asked, in the order of the questions.
  var lockRows: [[Int32]]
  /// For each live node; nil: it gave no answer.
  var looks: [NodeLooks?]
  public fileprivate(set) var lesson = SessionReader.Lesson()
  /// When all had answered, by this machine's clock, in Unix seconds.
  var asked: Int64 = 0
  /// How long the nodes were asked, in whole seconds.
  var spread: Int64 = 0

  init(ids: SessionBatch, nodeCount: Int) {
    self.ids = ids
    lockRows = Array(repeating: [], count: nodeCount)
    looks = Array(repeating: nil, count: nodeCount)
  }

  /// Where in `places` those of an id are.
  func placeRange(_ row: Int) -> Range<Int> { row * places.width..<(row + 1) * places.width }

  func hasPlace(_ row: Int) -> Bool { places.indices[row * places.width] >= 0 }

  /// Where PHP puts an id, by index in the ring.
  func candidates(_ row: Int) -> [Int] {
    places.indices[placeRange(row)].compactMap { $0 < 0 ? nil : Int($0) }
  }

  /// Why nodes gave no answers, by index in the live pool.
  var failures: [Int: NodeFailure] { lesson.failures }

  /// Bytes of all values together.
  public var valueBytes: Int { looks.reduce(0) { $0 + ($1?.items.bytes.count ?? 0) } }
}

/// The answers of one node: first the ids, then the locks that belong there.
struct NodeLooks: Sendable {
  var items: ItemBatch
  /// Why some were not asked for, by position: the protocol cannot say the key.
  var unasked: [Int: String] = [:]
  /// Its `time` before and after; nil: not told.
  var clock: ClosedRange<Int64>?
  /// Seconds that its `time` is ahead of this machine's clock; nil: not told.
  var ahead: ClosedRange<Int64>?
}

extension LivePool {
  /// - Parameter open: a connection to the node; nil: opens one.
  /// - Returns: also the connection, for further questions; nil: it is of no further use.
  fileprivate func looks(
    at keys: KeyBatch, on node: LiveNode, over open: (any NodeClient)?, withClock: Bool
  ) async throws(NodeFailure) -> (NodeLooks, (any NodeClient)?) {
    do throws(NodeFailure) {
      if let open {
        if withClock {
          if let answer = try await clockedLooks(at: keys, over: open) { return answer }
        } else {
          do throws(NodeFailure) {
            return try await looks(at: keys, over: open)
          } catch {
            // It may have been hung up on since it was last used; that says nothing of the node.
            guard case .reset(withinReply: false) = error.cause else { throw error }
          }
        }
      }
      if withClock, let answer = try await clockedLooks(at: keys, over: try await connect(node)) { return answer }
      return try await looks(at: keys, over: try await connect(node))
    } catch {
      throw await explained(error, of: node)
    }
  }

  /// Nil: there is no answer to `stats`. What stands between a node and us may answer everything else, and even hang up on
  /// that.
  private func clockedLooks(
    at keys: KeyBatch, over client: any NodeClient
  ) async throws(NodeFailure) -> (NodeLooks, (any NodeClient)?)? {
    let asked = SessionDumper.now
    let before: Int64?
    do throws(NodeFailure) {
      before = try await client.time()
    } catch {
      client.close()
      if error.state == .mute { throw error }
      return nil
    }
    let answered = max(asked, SessionDumper.now)
    var looks = try await looks(at: keys, over: client).0
    looks.ahead = before.map { $0 - answered...$0 - asked }
    do throws(NodeFailure) {
      if let before, let after = try await client.time(), after >= before { looks.clock = before...after }
      return (looks, client)
    } catch {
      client.close()
      return (looks, nil)
    }
  }

  private func looks(
    at keys: KeyBatch, over client: any NodeClient
  ) async throws(NodeFailure) -> (NodeLooks, (any NodeClient)?) {
    do throws(NodeFailure) {
      return (try await client.looks(at: keys), client)
    } catch {
      client.close()
      throw error
    }
  }
}

extension NodeClient {
  /// Its clock as it tells it, in Unix seconds.
  fileprivate func time() async throws(NodeFailure) -> Int64? {
    try await stats(nil).first { $0.name == "time" }.flatMap { Int64($0.value) }
  }

  /// A node of which no key can be asked is asked for its version, so that its state is known all the same.
  fileprivate func looks(at keys: KeyBatch) async throws(NodeFailure) -> NodeLooks {
    if keys.arePlain, !keys.isEmpty { return NodeLooks(items: try await items(keys, [.cas, .value])) }
    var sayable = KeyBatch()
    var unasked: [Int: String] = [:]
    for (position, key) in keys.keys.enumerated() {
      do throws(NodeFailure) {
        try check(key)
        sayable.append { $0 += key }
      } catch {
        unasked[position] = error.reason
      }
    }
    if sayable.isEmpty { _ = try await version() }
    var looks = NodeLooks(items: try await items(sayable, [.cas, .value]), unasked: unasked)
    // Back to where the ones that were not asked for leave gaps.
    looks.items.insertNothing(at: unasked.keys.sorted())
    return looks
  }
}
