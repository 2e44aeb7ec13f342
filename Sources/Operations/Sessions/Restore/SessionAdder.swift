import MemcacheClient
import MemcacheProtocol

/// Adds sessions, a portion at a time, to all nodes at once: to their owners first, then, of those that were stored, to the
/// places of the copies, so that a session that came back meanwhile gets no copy beside it that differs.
struct SessionAdder {
  private(set) var counts = RestorePlan.Counts()
  /// Copies by live node.
  private(set) var added: [Int]
  /// What nodes did not take.
  private(set) var refusals: [Int: Refusals] = [:]
  private var nodes: OpenNodes

  typealias Session = RestorePortions.Portion.Session

  init(_ pool: SessionPool) {
    added = pool.live.nodes.map { _ in 0 }
    nodes = OpenNodes(pool.live)
  }

  var failures: [NodeFailure?] { nodes.failures }

  mutating func close() { nodes.close() }

  mutating func add(_ portion: RestorePortions.Portion) async {
    counts.add(portion.counts)
    let missing = await leavingExisting(leavingUnreachable(portion.sessions))
    var sessions = await add(missing, at: 0)
    var position = 1
    while !sessions.isEmpty {
      sessions = await add(sessions.filter { $0.nodes.count > position }, at: position)
      position += 1
    }
  }

  /// Adds one copy of each, and says which may have further ones.
  private mutating func add(_ sessions: [Session], at position: Int) async -> [Session] {
    let turns = Dictionary(grouping: sessions.indices) { sessions[$0].nodes[position] }
    let items = turns.mapValues { $0.map { sessions[$0].item } }
    let answers = await nodes.ask(turns.keys.sorted()) { node, client throws(NodeFailure) in
      try await client.add(items[node] ?? [])
    }
    let isFirst = position == 0
    // A copy whose node fails is none; the others are made.
    var goesOn = [Bool](repeating: !isFirst, count: sessions.count)
    for (node, turn) in turns {
      guard let additions = answers[node] else {
        if isFirst { counts.left += turn.count }
        continue
      }
      for (index, addition) in zip(turn, additions) {
        goesOn[index] = addition == .stored
        switch addition {
        case .stored:
          added[node] += 1
          if isFirst { counts.added += 1 }
        // Behind the first place it was PHP, just now.
        case .exists: if isFirst { counts.existing += 1 }
        case .refused(let answer):
          if isFirst { counts.refused += 1 }
          refusals[node, default: Refusals(answer)].append(sessions[index].id)
        }
      }
    }
    return sessions.indices.filter { goesOn[$0] }.map { sessions[$0] }
  }

  /// Without those of which a node has failed since the plan.
  private mutating func leavingUnreachable(_ sessions: [Session]) -> [Session] {
    let failures = nodes.failures
    guard failures.contains(where: { $0 != nil }) else { return sessions }
    let reachable = sessions.filter { session in session.nodes.allSatisfy { failures[$0] == nil } }
    counts.left += sessions.count - reachable.count
    return reachable
  }

  /// A session that any of its nodes has already is left alone. Of one that has a single place `add` itself tells.
  private mutating func leavingExisting(_ sessions: [Session]) async -> [Session] {
    var asked: [Int: [Int]] = [:]
    for (index, session) in sessions.enumerated() where session.nodes.count > 1 {
      for node in session.nodes { asked[node, default: []].append(index) }
    }
    guard !asked.isEmpty else { return sessions }
    let keys = asked.mapValues { $0.map { sessions[$0].item.key } }
    let answers = await nodes.ask(asked.keys.sorted()) { node, client throws(NodeFailure) in
      try await client.items(keys[node] ?? [], [])
    }
    var isThere = [Bool](repeating: false, count: sessions.count)
    var isUnknown = isThere
    for (node, indices) in asked {
      let items = answers[node]
      for (place, index) in indices.enumerated() {
        if let items { if items[place] != nil { isThere[index] = true } } else { isUnknown[index] = true }
      }
    }
    counts.existing += isThere.count { $0 }
    counts.left += sessions.indices.count { isUnknown[$0] && !isThere[$0] }
    return sessions.indices.filter { !isThere[$0] && !isUnknown[$0] }.map { sessions[$0] }
  }
}

extension SessionAdder {
  /// Sessions that a node did not take.
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
}

extension RestorePlan.Counts {
  fileprivate mutating func add(_ other: Self) {
    sessions += other.sessions
    expired += other.expired
    unplaceable += other.unplaceable
    left += other.left
  }
}
