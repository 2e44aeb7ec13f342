public import MemcacheClient
public import Placement

/// A node by its name in the ring, and where it is reached.
public struct LiveNode: Hashable, Sendable {
  public let name: String
  /// Nil: this version has no way to it (unix sockets).
  public let address: ServerAddress?

  public init(name: String, address: ServerAddress?) {
    self.name = name
    self.address = address
  }

  public init(_ node: Node) {
    name = node.name
    address = node.transport == .tcp ? .tcp(host: node.host, port: node.port) : nil
  }
}

/// What came of asking one node; `failure.node` is its name in the ring.
public struct NodeAnswer<Value: Sendable>: Sendable {
  public let node: LiveNode
  public let result: Result<Value, NodeFailure>

  public var value: Value? { try? result.get() }
  public var failure: NodeFailure? {
    if case .failure(let failure) = result { failure } else { nil }
  }
  public var state: NodeState { failure?.state ?? .up }
}

/// The nodes of a pool with the means to ask them.
public struct LivePool: Sendable {
  public let nodes: [LiveNode]
  public let dialer: any Dialer
  /// The longest wait for one operation on one node.
  public let timeout: Duration

  public init(nodes: [LiveNode], dialer: any Dialer, timeout: Duration) {
    self.nodes = nodes
    self.dialer = dialer
    self.timeout = timeout
  }

  /// Asks the nodes all at once on a connection of their own each; a dead one costs its own wait and hides no other.
  /// Answers come in the order of `nodes`.
  public func ask<Value: Sendable>(
    _ nodes: [LiveNode]? = nil,
    _ question: @escaping @Sendable (LiveNode, any NodeClient) async throws(NodeFailure) -> Value
  ) async -> [NodeAnswer<Value>] {
    await withTaskGroup(of: (Int, NodeAnswer<Value>).self) { group in
      let nodes = nodes ?? self.nodes
      for (index, node) in nodes.enumerated() {
        group.addTask { (index, await answer(node, question)) }
      }
      var answers: [(Int, NodeAnswer<Value>)] = []
      for await next in group { answers.append(next) }
      return answers.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private func answer<Value: Sendable>(
    _ node: LiveNode, _ question: @escaping @Sendable (LiveNode, any NodeClient) async throws(NodeFailure) -> Value
  ) async -> NodeAnswer<Value> {
    do throws(NodeFailure) {
      let client = try await connect(node)
      defer { client.close() }
      return NodeAnswer(node: node, result: .success(try await question(node, client)))
    } catch {
      var failure = error
      failure.node = node.name
      return NodeAnswer(node: node, result: .failure(failure))
    }
  }

  /// A connection of its own to a node; close it.
  public func connect(_ node: LiveNode) async throws(NodeFailure) -> any NodeClient {
    guard let address = node.address else {
      throw NodeFailure(node: node.name, .unresolved("it is a unix socket, and this version reaches TCP only"))
    }
    return try await dialer.connect(to: address)
  }
}
