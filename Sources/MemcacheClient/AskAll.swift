import MemcacheProtocol

/// What came of asking one node.
public struct NodeReport<Node: Sendable, Value: Sendable>: Sendable {
  public let node: Node
  public let result: Result<Value, NodeFailure>

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

/// Asks every node at once: a dead one costs its own wait and hides no other. Reports come in the order of `nodes`.
///
/// Of pools of thousands, no more than `Limits.nodesAtOnce` are asked at the same time, or as many as this process may
/// have connections; the next one has its turn when one is done.
///
/// How long one node may take is the business of the operations that `ask` calls, each of which has its deadline, which
/// counts from the node's turn. When the task is cancelled all of them are, which closes their sockets.
public func askAll<Node: Sendable, Value: Sendable>(
  _ nodes: [Node], ask: @escaping @Sendable (Node) async throws(NodeFailure) -> Value
) async -> [NodeReport<Node, Value>] {
  await askAll(nodes, atOnce: Descriptors.room(for: min(nodes.count, Limits.nodesAtOnce)), ask: ask)
}

/// - Parameter width: how many nodes are asked at the same time.
func askAll<Node: Sendable, Value: Sendable>(
  _ nodes: [Node], atOnce width: Int, ask: @escaping @Sendable (Node) async throws(NodeFailure) -> Value
) async -> [NodeReport<Node, Value>] {
  await withTaskGroup(of: (Int, NodeReport<Node, Value>).self) { group in
    var reports: [NodeReport<Node, Value>?] = Array(repeating: nil, count: nodes.count)
    for (index, node) in nodes.enumerated() {
      if index >= width, let (done, report) = await group.next() { reports[done] = report }
      group.addTask {
        do throws(NodeFailure) {
          return (index, NodeReport(node: node, result: .success(try await ask(node))))
        } catch {
          return (index, NodeReport(node: node, result: .failure(error)))
        }
      }
    }
    for await (done, report) in group { reports[done] = report }
    return reports.compactMap { $0 }
  }
}
