import MemcacheClient

/// A connection to each node, kept from one question to the next.
///
/// Servers hang up on whoever is idle (`idle_timeout`), so what has not been used for a while is opened anew.
public struct NodeConnections: Sendable {
  private struct Kept {
    let client: any NodeClient
    let used: ContinuousClock.Instant
  }

  private static let longestPause = Duration.seconds(1)

  /// By index in the live pool.
  private var kept: [Int: Kept] = [:]

  public init() {}

  /// Those of these nodes that can be used, for one question each.
  mutating func take(_ nodes: [Int]) -> [Int: any NodeClient] {
    var clients: [Int: any NodeClient] = [:]
    for node in nodes {
      guard let connection = kept.removeValue(forKey: node) else { continue }
      if .now - connection.used > Self.longestPause {
        connection.client.close()
      } else {
        clients[node] = connection.client
      }
    }
    return clients
  }

  mutating func put(back client: any NodeClient, to node: Int) { kept[node] = Kept(client: client, used: .now) }

  public mutating func close() {
    for connection in kept.values { connection.client.close() }
    kept = [:]
  }
}
