public import Advice
import Placement

/// How many of the sessions that are on the nodes now have another owner by another configuration.
public struct LiveMoves: Sendable {
  /// Each once, whatever copies there are of it.
  public let sessions: Int
  /// What each two configurations do with them, in the order of `PoolComparison.pairs`.
  public let pairs: [PlacementTally]
  /// What came of listing each node.
  public let nodes: [ListedNode]

  /// Every session that the nodes hold was counted.
  public var isWhole: Bool { nodes.allSatisfy(\.isWhole) }
}

extension SessionPool {
  /// Lists all nodes and places each session by all of the compared pools; no item is touched. Which items are sessions is
  /// told by the key form of this pool.
  ///
  /// Throws `ScratchFailure`, and `CancellationError`.
  public func moves(_ comparison: PoolComparison, scratch: ScratchFolder = .usual) async throws -> LiveMoves {
    var tallies = comparison.pairs.map { pair in
      PlacementTally(
        comparison.pools[pair.a].pool, comparison.pools[pair.b].pool, servers: comparison.servers, first: pair.a,
        second: pair.b)
    }
    var sessions = 0
    let nodes = try await SessionListing(self, kinds: .sessions, scratch: scratch).distinctIDs { ids in
      sessions += ids.count
      for place in tallies.indices { tallies[place].add(ids) }
    }
    return LiveMoves(sessions: sessions, pairs: tallies, nodes: nodes)
  }
}
