public import MemcacheClient

/// The nodes of a pool with the means to ask them.
public struct LivePool: Sendable {
  /// In save_path order, each once.
  public let nodes: [LiveNode]
  public let dialer: any Dialer

  public init(nodes: [LiveNode], dialer: any Dialer) {
    // Two entries of a save_path can mean one node; it is asked once.
    var seen: Set<LiveNode> = []
    self.nodes = nodes.filter { seen.insert($0).inserted }
    self.dialer = dialer
  }

  /// Asks the nodes all at once on a connection of their own each. A failure names its node as the ring does.
  public func ask<Value: Sendable>(
    _ nodes: [LiveNode]? = nil,
    _ question: @escaping @Sendable (LiveNode, any NodeClient) async throws(NodeFailure) -> Value
  ) async -> [NodeReport<LiveNode, Value>] {
    await askAll(nodes ?? self.nodes) { node throws(NodeFailure) in
      do throws(NodeFailure) {
        let client = try await connect(node)
        defer { client.close() }
        return try await question(node, client)
      } catch {
        throw await explained(error, of: node)
      }
    }
  }

  /// The failure under the node's name in the ring, after a second look where the first leaves open what it is.
  func explained(_ failure: NodeFailure, of node: LiveNode) async -> NodeFailure {
    let failure = await dialer.secondLook(at: failure, of: node.address, certifiedFor: node.certifiedHost)
    return failure.named(node.name, reachedAt: node.isElsewhere ? node.address : nil)
  }

  /// A connection of its own to a node; close it.
  public func connect(_ node: LiveNode) async throws(NodeFailure) -> any NodeClient {
    try await dialer.connect(to: node.address, certifiedFor: node.certifiedHost)
  }
}
