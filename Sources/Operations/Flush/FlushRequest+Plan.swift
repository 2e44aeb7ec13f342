import MemcacheClient
import MemcacheProtocol
import Placement

extension FlushRequest {
  /// Looks at the nodes and says what a flush would do. Reads only: nothing on a server changes.
  public func plan() async -> FlushPlan {
    var facts: [String: NodeFacts] = [:]
    var failures: [String: NodeFailure] = [:]
    let looks = await pool.ask { _, client throws(NodeFailure) in try await NodeFacts(of: client) }
    for answer in looks {
      facts[answer.node.name] = answer.value
      failures[answer.node.name] = answer.failure
    }
    let emptied = await emptied(facts)

    let censuses = await pool.ask(nodes.filter { facts[$0.name] != nil }) { [facts] node, client throws(NodeFailure) in
      await Census(of: client, form: form, items: facts[node.name]?.items ?? 0)
    }
    var actions: [FlushPlan.Action] = []
    var lost: Set<[UInt8]> = []
    var undecided: Set<[UInt8]> = []
    var isCounted = rules != nil
    for node in nodes {
      let answer = censuses.first { $0.node == node }
      if let census = answer?.value, let facts = facts[node.name] {
        let verdicts = await verdicts(census, on: node, emptied: emptied)
        actions.append(FlushPlan.Action(node.name, facts: facts, census: census, verdicts: verdicts))
        for (session, verdict) in zip(census.sessions, verdicts) {
          if verdict == .lost { lost.insert(session.id) }
          if verdict == .undecided { undecided.insert(session.id) }
        }
        isCounted = isCounted && census.unlisted == nil
      } else if let failure = answer?.failure ?? failures[node.name] {
        actions.append(FlushPlan.Action(skipping: failure))
      }
    }
    return FlushPlan(
      pool: source, actions: actions, refusals: refusals(actions, facts), usersLost: isCounted ? lost.count : nil,
      usersUndecided: undecided.subtracting(lost).count,
      consequence: rules?.flushConsequence)
  }

  /// What is flushed under one name is gone under every name of the same server.
  private func emptied(_ facts: [String: NodeFacts]) async -> Set<String> {
    let up = pool.nodes.filter { facts[$0.name] != nil }
    let servers = await pool.firstNames(of: up, processes: up.map { facts[$0.name]?.process })
    let flushed = Set(zip(up, servers).filter { nodes.contains($0.0) }.map(\.1))
    return Set(zip(up, servers).filter { flushed.contains($0.1) }.map(\.0.name))
  }

  private func refusals(_ actions: [FlushPlan.Action], _ facts: [String: NodeFacts]) -> [PlanRefusal] {
    var refusals: [PlanRefusal] = []
    if let rules, rules.release.provenance == .assumed {
      refusals.append(.assumedRelease(rules, what: "what a flush does to users"))
    }
    for action in actions where action.changesNode {
      if facts[action.node]?.forbidsFlush == true {
        refusals.append(
          PlanRefusal(
            summary: "\(action.node) was started with -F, which forbids flush_all",
            remedy: "restart that memcached instead, or leave it out"))
      }
      if withForeign { continue }
      if let unlisted = action.unlisted {
        refusals.append(.uncounted(action.node, unlisted))
      } else if action.foreign > 0 {
        refusals.append(.foreign(action.node, action.foreign, isBare: rules == nil))
      }
    }
    return refusals
  }

  /// What becomes of each session on the node, in the census's order. `emptied`: the nodes that the plan empties.
  private func verdicts(_ census: Census, on node: LiveNode, emptied: Set<String>) async -> [FlushVerdict] {
    guard let rules else { return [] }
    let placement = rules.placement
    let places = census.sessions.map { session -> [String] in
      var candidates = Candidates()
      let id = session.id
      if placement.problem(with: id.span) == nil { placement.place(id.span, into: &candidates) }
      return (0..<candidates.count).map { placement.nodes[candidates[$0]].name }
    }
    let elsewhere = await holdings(census, places: places, except: emptied)
    return census.sessions.indices.map { index in
      let held: [Holding] = places[index].map { name in
        if name == node.name { return .copy(expires: census.sessions[index].expires) }
        return emptied.contains(name) ? .nothing : elsewhere[name]?[index] ?? .unknown
      }
      return FlushVerdict(places: held, flushed: places[index].firstIndex(of: node.name), rule: rules.missRule)
    }
  }

  /// What the other nodes hold of these sessions, by node and by index of the census; no entry for a node that gives no
  /// answer.
  private func holdings(
    _ census: Census, places: [[String]], except emptied: Set<String>
  ) async -> [String: [Int: Holding]] {
    guard let placement = rules?.placement else { return [:] }
    var wanted: [String: [Int]] = [:]
    for (index, names) in places.enumerated() {
      for name in Set(names) where !emptied.contains(name) { wanted[name, default: []].append(index) }
    }
    let keys = wanted.mapValues { indices in
      indices.map { index in
        let id = census.sessions[index].id
        return placement.itemKey(for: id.span).bytes
      }
    }
    let answers = await pool.ask(pool.nodes.filter { wanted[$0.name] != nil }) { other, client throws(NodeFailure) in
      // The rest of an item's life becomes its end by the clock of the same server.
      let now = Int(StatTable(try await client.stats(nil)).number("time") ?? 0)
      return try await client.items(keys[other.name] ?? [], []).map { item -> Holding in
        guard let item else { return .nothing }
        guard let life = item.life else { return .copyOfUnknownEnd }
        return .copy(expires: life.ttl.map { now + Int($0.components.seconds) })
      }
    }
    var result: [String: [Int: Holding]] = [:]
    for answer in answers {
      guard let held = answer.value, let indices = wanted[answer.node.name] else { continue }
      result[answer.node.name] = Dictionary(uniqueKeysWithValues: zip(indices, held))
    }
    return result
  }
}

extension PlanRefusal {
  fileprivate static func uncounted(_ node: String, _ unlisted: Census.Unlisted) -> PlanRefusal {
    switch unlisted {
    case .busy(let answer):
      PlanRefusal(
        summary: "\(node) is listing its items for somebody else (\(answer)), so it cannot be seen whose they are",
        remedy: "wait for that to end and try again")
    case .failed(let reason):
      PlanRefusal(
        summary: "\(node) answers, but not the listing of its items (\(reason)), so it cannot be seen whose they are",
        remedy: "look for another client that lists and has stopped reading; or try again with a longer --timeout")
    case .tooMany(let items):
      PlanRefusal(
        summary: "\(node) holds \(items) items, too many to list, so it cannot be seen whose they are",
        remedy: "--with-foreign flushes it all the same")
    case .unavailable(let answer):
      PlanRefusal(
        summary: "\(node) does not list its items (\(answer)), so it cannot be seen whose they are",
        remedy: "--with-foreign flushes it all the same")
    }
  }

  fileprivate static func foreign(_ node: String, _ count: Int, isBare: Bool) -> PlanRefusal {
    PlanRefusal(
      summary: isBare
        ? "\(node) holds \(count) items, and of bare nodes nothing is known of sessions"
        : "\(node) holds \(count) items that are no sessions of this pool",
      remedy: "look whose they are (another application's cache?); --with-foreign flushes them too")
  }
}

extension FlushPlan.Action {
  init(skipping failure: NodeFailure) {
    self.init(
      node: failure.node, state: failure.state, action: "skip", reason: "\(failure.state.rawValue): \(failure.reason)",
      remedy: failure.remedy, items: 0, sessions: 0, locks: 0, safe: 0, atRisk: 0, lost: 0, undecided: 0, foreign: 0,
      unlisted: nil,
      remarks: [], result: nil)
  }

  init(_ node: String, facts: NodeFacts, census: Census, verdicts: [FlushVerdict]) {
    self.init(
      node: node, state: .up, action: "flush",
      reason: census.unlisted == nil
        ? "\(census.sessions.count) sessions of this pool, \(census.foreign) other items"
        : "\(facts.items) items that could not be counted",
      remedy: nil, items: facts.items, sessions: census.sessions.count, locks: census.locks,
      safe: verdicts.count { $0 == .safe }, atRisk: verdicts.count { $0 == .atRisk },
      lost: verdicts.count { $0 == .lost }, undecided: verdicts.count { $0 == .undecided },
      foreign: census.foreign, unlisted: census.unlisted, remarks: facts.remarks, result: nil)
  }
}
