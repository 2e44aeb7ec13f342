import MemcacheClient
import MemcacheProtocol

extension Touch {
  /// What a node without a place for the session has of it all the same.
  typealias Other = (node: LiveNode, result: Result<SessionLook, NodeFailure>)

  /// Looks at the nodes where PHP has no place for the session. A server that is one of its places under another name is
  /// none of them.
  func lookElsewhere() async -> [Other] {
    let places = pool.places(of: session.id)
    guard places.count < pool.live.nodes.count else { return [] }
    let servers = await ListedServers(pool.live.nodes, of: pool.live)
    let known = Set(places.map { servers.names[$0] }).map { pool.live.nodes[$0] }
    let looks = await pool.live.ask(servers.nodes.filter { !known.contains($0) }) {
      [session] _, client throws(NodeFailure) in
      try await client.look(at: [session], .value)
    }
    let silent = servers.outcomes([]).compactMap { node -> Other? in
      guard case .failed(let failure) = node.outcome, !known.contains(node.node) else { return nil }
      return (node.node, .failure(failure))
    }
    return looks.map { ($0.node, $0.result) } + silent
  }

  /// The strays, and the nodes that may have one.
  ///
  /// - Parameter copies: where PHP has the session; where these differ nothing is touched.
  func strays(_ others: [Other], beside copies: [StoredItem]) -> [TouchPlan.Action] {
    others.compactMap { other in
      switch other.result {
      case .failure(let failure):
        return stray(
          other.node, failure.state, nil,
          "\(failure.state.rawValue): \(failure.reason); PHP has no place for the session there, and whether a stray is "
            + "there is not known", failure.remedy, nil)
      case .success(let look):
        guard let item = look.items[0] else { return nil }
        return stray(other.node, .up, .stray, account(of: item, beside: copies), nil, item)
      }
    }
  }

  private func stray(
    _ node: LiveNode, _ state: NodeState, _ role: FoundItem.Role?, _ reason: String, _ remedy: String?,
    _ item: StoredItem?
  ) -> TouchPlan.Action {
    TouchPlan.Action(
      id: session.id, node: node.name, state: state, action: "none", reason: reason, remedy: remedy, role: role,
      ttl: item?.life?.ttl, cas: nil)
  }

  private func account(of stray: StoredItem, beside copies: [StoredItem]) -> String {
    let reader = "PHP reads it only while nodes of the session are down, if at all"
    guard let copy = copies.first else { return "a stray; \(reader)" }
    if stray.isSame(as: copy) { return "a stray, the same as the copies; it keeps its end. \(reader)" }
    guard let left = stray.life?.ttl else { return "a stray: it differs from the copies, and keeps its end. \(reader)" }
    let order =
      if left > ttl {
        ", which is after their new one: then it passes for the newest (mcpool session show)"
      } else if let other = copy.life?.ttl, left > other {
        ". It ends last now, as if it had been written last; then the copies do"
      } else {
        ""
      }
    return "a stray: it differs from the copies, and keeps its end\(order). \(reader)"
  }
}

extension StoredItem {
  /// Asked for with their values.
  func isSame(as other: StoredItem) -> Bool { value == other.value && flags == other.flags }
}
