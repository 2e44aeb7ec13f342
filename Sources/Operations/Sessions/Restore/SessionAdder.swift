import MemcacheClient
import MemcacheProtocol
import Placement
import SessionData

/// Adds sessions, a portion at a time: to their owners first, then, of those that were stored, to the places of the copies,
/// so that a session that came back meanwhile gets no copy beside it that differs.
struct SessionAdder {
  private(set) var counts: RestorePlan.Counts
  /// Copies by live node.
  private(set) var added: [Int]
  private(set) var failures: [NodeFailure?]
  /// What nodes did not take.
  private(set) var refusals: [Int: Refusals] = [:]

  struct Refusals {
    private var count = 0
    /// The server's words for the first.
    private let answer: ErrorReply
    private var ids: [String] = []

    init(_ answer: ErrorReply) { self.answer = answer }

    mutating func append(_ id: [UInt8]) {
      count += 1
      if ids.count < SessionRestorer.idsNamed { ids.append(id.shortenedKey) }
    }

    var summary: String {
      "not all restored: \(count) refused (\(answer)): " + ids.joined(separator: ", ")
        + (count > ids.count ? " and others" : "")
    }
  }

  private struct Waiting {
    let id: [UInt8]
    let item: NewItem
    let nodes: [Int]
    var isOut = false
  }

  private let pool: SessionPool
  private let header: DumpHeader
  private var places: SessionPlaces
  private var clients: [Int: any NodeClient] = [:]
  private var waiting: [Waiting] = []
  private var bytes = 0

  private static let portionBytes = 4 << 20
  private static let portionItems = 2000

  init(_ pool: SessionPool, _ plan: RestorePlan) {
    self.pool = pool
    header = plan.header
    counts = RestorePlan.Counts()
    added = plan.actions.map { _ in 0 }
    failures = plan.actions.map { _ in nil }
    places = plan.places
  }

  mutating func close() {
    for client in clients.values { client.close() }
    clients = [:]
  }

  var isFull: Bool { bytes > Self.portionBytes || waiting.count >= Self.portionItems }

  mutating func take(_ session: DumpedSession) {
    counts.sessions += 1
    switch places.find(session, header) {
    case .expired: counts.expired += 1
    case .unplaceable: counts.unplaceable += 1
    case .left: counts.left += 1
    case .nodes(let nodes):
      waiting.append(
        Waiting(
          id: session.id,
          item: NewItem(
            key: places.key(of: session), flags: session.flags, expiry: expiry(of: session), value: session.value),
          nodes: nodes))
      bytes += session.value.count + session.key.count
    }
  }

  /// As PHP says it: one second for all copies, or counted by each node from when it gets them, whatever its clock shows.
  private func expiry(of session: DumpedSession) -> Expiry {
    guard let left = SessionPlaces.left(session, header) else { return .never }
    let now = SessionDumper.now
    let end = min(now + left, Self.lastSecond)
    return pool.php.datesSessions ? .at(end) : Expiry(remaining: .seconds(end - now), now: now)
  }

  /// Adds what was taken.
  mutating func settle() async {
    await leaveExisting()
    let most = waiting.map(\.nodes.count).max() ?? 0
    for position in 0..<most {
      for node in Set(waiting.compactMap { $0.nodes.count > position ? $0.nodes[position] : nil }).sorted() {
        let turn = waiting.indices.filter {
          !waiting[$0].isOut && waiting[$0].nodes.count > position && waiting[$0].nodes[position] == node
        }
        await add(turn, to: node, isFirst: position == 0)
      }
    }
    waiting.removeAll(keepingCapacity: true)
    bytes = 0
  }

  private mutating func add(_ turn: [Int], to node: Int, isFirst: Bool) async {
    let items = turn.map { waiting[$0].item }
    guard let additions = await ask(node, { client throws(NodeFailure) in try await client.add(items) }) else {
      for index in turn where isFirst {
        waiting[index].isOut = true
        counts.left += 1
      }
      return
    }
    for (index, addition) in zip(turn, additions) {
      switch addition {
      case .stored:
        added[node] += 1
        if isFirst { counts.added += 1 }
      case .exists:
        // Behind the first place it was PHP, just now.
        if isFirst { counts.existing += 1 }
        waiting[index].isOut = true
      case .refused(let answer):
        if isFirst { counts.refused += 1 }
        refusals[node, default: Refusals(answer)].append(waiting[index].id)
        waiting[index].isOut = true
      }
    }
  }

  /// A session that any of its nodes has already is left alone.
  private mutating func leaveExisting() async {
    for node in Set(waiting.lazy.filter { $0.nodes.count > 1 }.flatMap { $0.nodes }).sorted() {
      let asked = waiting.indices.filter { !waiting[$0].isOut && waiting[$0].nodes.contains(node) }
      let keys = asked.map { waiting[$0].item.key }
      let items = await ask(node) { client throws(NodeFailure) in try await client.items(keys, []) }
      for (position, index) in asked.enumerated() {
        guard let items else {
          counts.left += 1
          waiting[index].isOut = true
          continue
        }
        if items[position] != nil {
          counts.existing += 1
          waiting[index].isOut = true
        }
      }
    }
  }

  /// Nil for a node that has failed, now or before.
  private mutating func ask<Value>(
    _ index: Int, _ question: (any NodeClient) async throws(NodeFailure) -> Value
  ) async -> Value? {
    guard failures[index] == nil else { return nil }
    let node = pool.live.nodes[index]
    do throws(NodeFailure) {
      let client: any NodeClient
      if let open = clients[index] { client = open } else { client = try await pool.live.connect(node) }
      clients[index] = client
      return try await question(client)
    } catch {
      clients[index]?.close()
      clients[index] = nil
      failures[index] = await pool.live.explained(error, of: node)
      places.stopsAnswering(index)
      return nil
    }
  }

  /// memcached's text protocol knows no later one.
  private static let lastSecond = Int64(Int32.max)
}
