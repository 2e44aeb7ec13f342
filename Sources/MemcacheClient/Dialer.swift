/// Reaches nodes. The real one is a `SocketDialer`; tests answer from memory.
public protocol Dialer: Sendable {
  func connect(to address: ServerAddress) async throws(NodeFailure) -> any NodeClient
}

extension Dialer {
  /// Connects, asks, and closes whatever comes of it.
  public func withClient<Value: Sendable>(
    _ address: ServerAddress, _ ask: (any NodeClient) async throws(NodeFailure) -> Value
  ) async throws(NodeFailure) -> Value {
    let client = try await connect(to: address)
    defer { client.close() }
    return try await ask(client)
  }
}
