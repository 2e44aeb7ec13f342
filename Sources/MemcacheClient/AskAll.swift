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
/// How long one node may take is the business of the operations that `ask` calls, each of which has its deadline.
/// When the task is cancelled all of them are, which closes their sockets.
public func askAll<Node: Sendable, Value: Sendable>(
  _ nodes: [Node], ask: @escaping @Sendable (Node) async throws(NodeFailure) -> Value
) async -> [NodeReport<Node, Value>] {
  await withTaskGroup(of: (Int, NodeReport<Node, Value>).self) { group in
    for (index, node) in nodes.enumerated() {
      group.addTask {
        do throws(NodeFailure) {
          return (index, NodeReport(node: node, result: .success(try await ask(node))))
        } catch {
          return (index, NodeReport(node: node, result: .failure(error)))
        }
      }
    }
    var reports: [(Int, NodeReport<Node, Value>)] = []
    for await next in group { reports.append(next) }
    return reports.sorted { $0.0 < $1.0 }.map(\.1)
  }
}
