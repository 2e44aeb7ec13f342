import MemcacheClient
import MemcacheProtocol
import Placement

extension FlushRequest {
  /// Looks at the nodes and says what a flush would do. Reads only: nothing on a server changes.
  public func plan() async -> FlushPlan {
    let answers = await pool.ask(nodes) { _, client throws(NodeFailure) in
      let general = StatTable(try await client.stats(nil))
      let items = Int(general.number("curr_items") ?? 0)
      return (items, try await client.census(form, now: Int64(general.number("time") ?? 0)))
    }
    var actions: [FlushPlan.Action] = []
    var lost: Set<[UInt8]> = []
    for answer in answers {
      switch answer.result {
      case .failure(let failure):
        actions.append(FlushPlan.Action(skipping: failure))
      case .success(let (items, census)):
        let verdicts = await verdicts(census, on: answer.node)
        actions.append(FlushPlan.Action(answer.node.name, items: items, census: census, verdicts: verdicts))
        for (session, verdict) in zip(census.sessions, verdicts) where verdict == .lost { lost.insert(session.id) }
      }
    }
    return FlushPlan(
      actions: actions, refusals: refusals(actions), loggedOut: lost.count, consequence: rules?.flushConsequence)
  }

  private func refusals(_ actions: [FlushPlan.Action]) -> [FlushPlan.Refusal] {
    var refusals: [FlushPlan.Refusal] = []
    if let rules, rules.release.provenance == .assumed {
      refusals.append(
        FlushPlan.Refusal(
          summary:
            "the release of the \(rules.handler.rawValue) extension is only assumed to be \(rules.release.value), and what a flush does to users depends on it",
          remedy:
            "say it: --extension-release \(rules.release.value), or mcpool.extension_release in the file (dpkg -l php-\(rules.handler.rawValue))"
        ))
    }
    for action in actions where !withForeign {
      if let answer = action.unlisted {
        refusals.append(
          FlushPlan.Refusal(
            summary: "\(action.node) does not list its items (\(answer)), so it cannot be seen whose they are",
            remedy: "--with-foreign flushes it all the same"))
      } else if action.foreign > 0 {
        refusals.append(
          FlushPlan.Refusal(
            summary:
              "\(action.node) holds \(action.foreign) items that are no sessions of this pool\(rules == nil ? " (bare nodes: nothing is known of sessions)" : "")",
            remedy: "look whose they are (another application's cache?); --with-foreign flushes them too"))
      }
    }
    return refusals
  }

  /// What becomes of each session on the node, in the census's order.
  private func verdicts(_ census: Census, on node: LiveNode) async -> [FlushVerdict] {
    guard let rules else { return [] }
    let placement = rules.placement
    let places = census.sessions.map { session -> [String] in
      var candidates = Candidates()
      let id = session.id
      if placement.problem(with: id.span) == nil { placement.place(id.span, into: &candidates) }
      return (0..<candidates.count).map { placement.nodes[candidates[$0]].name }
    }
    let elsewhere = await holdings(census, places: places)
    return census.sessions.indices.map { index in
      // What stands on another node that is flushed too is no help.
      let held: [Holding] = places[index].map { name in
        if name == node.name { return .copy(ttl: census.sessions[index].ttl) }
        return nodes.contains { $0.name == name } ? .nothing : elsewhere[name]?[index] ?? .unknown
      }
      return FlushVerdict(places: held, flushed: places[index].firstIndex(of: node.name), rule: rules.missRule)
    }
  }

  /// What the nodes that are not flushed hold of these sessions, by node and by index of the census.
  private func holdings(_ census: Census, places: [[String]]) async -> [String: [Int: Holding]] {
    let others = pool.nodes.filter { other in !nodes.contains { $0.name == other.name } }
    let wanted = Dictionary(
      others.map { other in (other.name, census.sessions.indices.filter { places[$0].contains(other.name) }) },
      uniquingKeysWith: { first, _ in first })
    guard let placement = rules?.placement else { return [:] }
    let keys = wanted.mapValues { indices in
      indices.map { index in
        let id = census.sessions[index].id
        return placement.itemKey(for: id.span).bytes
      }
    }
    let answers = await pool.ask(others.filter { !(wanted[$0.name] ?? []).isEmpty }) {
      other, client throws(NodeFailure) in
      try await client.metaGet(keys[other.name] ?? [], [])
    }
    var result: [String: [Int: Holding]] = [:]
    for answer in answers {
      guard let items = answer.value else { continue }
      let held = items.map { item in
        item.map { Holding.copy(ttl: $0.ttl.map { Int($0.components.seconds) }) } ?? .nothing
      }
      result[answer.node.name] = Dictionary(uniqueKeysWithValues: zip(wanted[answer.node.name] ?? [], held))
    }
    return result
  }
}

extension FlushPlan.Action {
  init(skipping failure: NodeFailure) {
    self.init(
      node: failure.node, state: failure.state, action: "skip", reason: "\(failure.state.rawValue): \(failure.reason)",
      items: 0, sessions: 0, locks: 0, safe: 0, atRisk: 0, lost: 0,
      undecided: 0, foreign: 0, unlisted: nil, result: nil)
  }

  init(_ node: String, items: Int, census: Census, verdicts: [FlushVerdict]) {
    let reason =
      census.unlisted != nil
      ? "\(items) items; the server does not list them"
      : "\(census.sessions.count) sessions of this pool, \(census.foreign) other items"
    self.init(
      node: node, state: .up, action: "flush", reason: reason, items: items, sessions: census.sessions.count,
      locks: census.locks,
      safe: verdicts.count { $0 == .safe }, atRisk: verdicts.count { $0 == .atRisk },
      lost: verdicts.count { $0 == .lost }, undecided: verdicts.count { $0 == .undecided },
      foreign: census.foreign, unlisted: census.unlisted, result: nil)
  }
}

extension Pool {
  /// What PHP does with a session that its owner, up again, no longer has.
  var missRule: MissRule {
    switch rules {
    case .memcache(let rules): rules.release.missIsFinal || placement.copyCount == 1 ? .isFinal : .readsNext
    case .memcached: .isFinal
    }
  }

  /// The same in words for whoever decides about a flush.
  var flushConsequence: String {
    let release = "\(handler.rawValue) \(release.value)"
    if placement.copyCount == 1 {
      return "\(release), one copy of each session: whoever has his session on a flushed node is logged out"
    }
    switch (handler, missRule) {
    case (.memcache, .readsNext):
      return
        "\(release) reads the next copy when a node has none, and its next page view fills the node again: a user is logged out only where there is no other copy"
    case (.memcache, .isFinal):
      return
        "\(release) takes a miss on a node that is up for a new session: whoever has a flushed node as his first is logged out, and his next page view destroys the good copy on the other node"
    case (.memcached, _):
      return
        "\(release) reads replicas only while the first node cannot be reached: whoever has a flushed node as his first is logged out, and his next page view overwrites the replicas"
    }
  }
}
