import MemcacheClient

/// Everything that can be asked of a node but its version.
enum Question: CaseIterable, Sendable {
  case ping, stats, items, delete, set, flush, listing

  func ask(_ client: any NodeClient) async throws(NodeFailure) {
    switch self {
    case .ping: _ = try await client.ping()
    case .stats: _ = try await client.stats(nil)
    case .items: _ = try await client.items([[0x6b]], [])
    case .delete: _ = try await client.delete([0x6b])
    case .set: try await client.set([0x6b], flags: 0, ttl: nil, value: [])
    case .flush: try await client.flushAll()
    case .listing: _ = try await client.metadump(upTo: .max) { _ in }
    }
  }
}
