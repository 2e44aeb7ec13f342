/// What came of asking one node.
public struct NodeReport<Value: Sendable>: Sendable {
  public let address: ServerAddress
  public let result: Result<Value, NodeFailure>

  public init(address: ServerAddress, result: Result<Value, NodeFailure>) {
    self.address = address
    self.result = result
  }

  /// Nil when the node failed.
  public var value: Value? { try? result.get() }
  /// Nil when it answered.
  public var failure: NodeFailure? {
    switch result {
    case .success: nil
    case .failure(let failure): failure
    }
  }
  public var state: NodeState { failure?.state ?? .up }
}

/// Asks every node at once; a dead node costs one `limit`, not one per node, and hides no other.
///
/// Reports come back in the order of `nodes`. When the limit is over, the node's task is cancelled, which closes its
/// socket; the failure says what it was waiting for.
///
/// - Parameter limit: for everything that is asked of one node. Nil where that may take long as long as it gets on
///   (listings, bulk reads): then each operation's own deadline counts.
public func askAll<Value: Sendable>(
  _ nodes: [ServerAddress], limit: Duration?,
  ask: @escaping @Sendable (ServerAddress) async throws(NodeFailure) -> Value
) async -> [NodeReport<Value>] {
  await withTaskGroup(of: (Int, NodeReport<Value>).self) { group in
    for (index, node) in nodes.enumerated() {
      group.addTask { (index, await report(node, within: limit, ask)) }
    }
    var reports: [(Int, NodeReport<Value>)] = []
    for await next in group { reports.append(next) }
    return reports.sorted { $0.0 < $1.0 }.map(\.1)
  }
}

private func report<Value: Sendable>(
  _ node: ServerAddress, within limit: Duration?,
  _ ask: @escaping @Sendable (ServerAddress) async throws(NodeFailure) -> Value
) async -> NodeReport<Value> {
  do throws(NodeFailure) {
    guard let limit else { return NodeReport(address: node, result: .success(try await ask(node))) }
    let value = try await withDeadline(limit) { () async throws(NodeFailure) in try await ask(node) }
    return NodeReport(address: node, result: .success(value))
  } catch {
    return NodeReport(address: node, result: .failure(error))
  }
}
