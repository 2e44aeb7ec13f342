/// Reaches nodes. The real one is a `SocketDialer`; tests answer from memory.
public protocol Dialer: Sendable {
  /// - Parameter host: the name that the server's certificate must have, where TLS is spoken; nil: the address's own.
  func connect(to address: ServerAddress, certifiedFor host: String?) async throws(NodeFailure) -> any NodeClient
}

extension Dialer {
  public func connect(to address: ServerAddress) async throws(NodeFailure) -> any NodeClient {
    try await connect(to: address, certifiedFor: nil)
  }

  /// Connects, asks, and closes whatever comes of it.
  public func withClient<Value: Sendable>(
    _ address: ServerAddress, _ ask: (any NodeClient) async throws(NodeFailure) -> Value
  ) async throws(NodeFailure) -> Value {
    let client = try await connect(to: address)
    defer { client.close() }
    return try await ask(client)
  }
}
