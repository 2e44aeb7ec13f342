import MemcacheClient

/// A connection to each node, kept from one batch of questions to the next.
///
/// Servers hang up on whoever is idle (`idle_timeout`), so what has not been used for a while is opened anew.
public struct SessionConnections: Sendable {
  private static let longestPause = Duration.seconds(1)

  /// By index in the live pool.
  private var clients: [Int: any NodeClient] = [:]
  private var used = ContinuousClock.now

  public init() {}

  /// All that can be used, for one batch.
  mutating func take() -> [Int: any NodeClient] {
    if .now - used > Self.longestPause { close() }
    defer { clients = [:] }
    return clients
  }

  mutating func put(back client: any NodeClient, to node: Int) {
    clients[node] = client
    used = .now
  }

  public mutating func close() {
    for client in clients.values { client.close() }
    clients = [:]
  }
}
