public import Placement

/// Where two pools put sessions, side by side: what share has another owner, what share copies elsewhere, and what each
/// server gains and loses when B takes A's place.
///
///     let diff = PlacementDiff(a: old, b: new)
///     for move in diff.owners.moves { … diff.servers.names[move.from] … diff.servers.names[move.to] … }
public struct PlacementDiff: Sendable {
  public let servers: ServerTable
  /// Owners before and after. The amounts are shares of all possible sessions where `isExact`, else numbers of `sample`.
  public let owners: OwnerMoves
  /// Worked out from the rings and not from a sample.
  public let isExact: Bool
  /// The share of sessions of which the two have copies on other servers.
  public let copiesShare: Double
  public let areCopiesExact: Bool
  /// The two store sessions under other keys, so that neither finds what the other wrote, wherever it is.
  public let keysDiffer: Bool
  /// How many ids were placed; 0 where nothing had to be counted.
  public let sample: Int

  /// The share of sessions with another owner.
  public var ownersShare: Double { owners.share }
  /// The share of sessions that one of the two does not find where the other has written them.
  public var disagreement: Double { keysDiffer ? 1 : owners.share }

  /// - Parameters:
  ///   - ids: asked where no formula tells; nil: ids as A's PHP makes them.
  ///   - servers, first, second: a table that has more pools than these, and their places in it.
  public init(
    a: ComparedPool, b: ComparedPool, ids: @autoclosure () -> SessionBatch? = nil,
    servers: ServerTable? = nil, first: Int = 0, second: Int = 1
  ) {
    let servers = servers ?? ServerTable([a, b])
    self.servers = servers
    keysDiffer = a.pool.emptyKey != b.pool.emptyKey
    var tally: PlacementTally?
    func counted() -> PlacementTally {
      if let tally { return tally }
      var fresh = PlacementTally(a.pool, b.pool, servers: servers, first: first, second: second)
      fresh.add(ids() ?? SampleIDs.batch(form: SessionIDForm(a.configuration)))
      tally = fresh
      return fresh
    }
    if let joint = a.pool.jointShares(with: b.pool) {
      var moves = OwnerMoves(serverCount: servers.names.count)
      for share in joint {
        moves.add(from: servers.places[first][share.owner], to: servers.places[second][share.other], share.part)
      }
      (owners, isExact) = (moves, true)
      let copies = Self.copies(a.pool, b.pool, joint, servers.places[first], servers.places[second])
      copiesShare = copies ?? Double(counted().otherCopies) / Double(max(1, counted().count))
      areCopiesExact = copies != nil
    } else {
      (owners, isExact) = (counted().owners, false)
      copiesShare = Double(counted().otherCopies) / Double(max(1, counted().count))
      areCopiesExact = false
    }
    sample = tally?.count ?? 0
  }

  /// The share of sessions with copies elsewhere, where it follows from the owners or from the rings being one; else nil.
  private static func copies(
    _ a: Pool, _ b: Pool, _ joint: [JointShare], _ serversOfA: [Int], _ serversOfB: [Int]
  ) -> Double? {
    if case .memcache = a.handler, a.placement.copyCount > 1 {
      // One ring, and no server twice in it: whatever is looked up leads to the same server.
      let isSame = joint.allSatisfy { serversOfA[$0.owner] == serversOfB[$0.other] }
      let areDistinct = [serversOfA, serversOfB].allSatisfy { Set($0).count == $0.count }
      let isAlike = a.handler == b.handler && a.placement.copyCount == b.placement.copyCount
      return isAlike && isSame && areDistinct ? 0 : nil
    }
    guard let ofA = a.copiesByOwner, let ofB = b.copiesByOwner else { return nil }
    return joint.reduce(0) { sum, share in
      let one = Set(ofA[share.owner].map { serversOfA[$0] })
      return one == Set(ofB[share.other].map { serversOfB[$0] }) ? sum : sum + share.part
    }
  }
}

extension Pool {
  /// What stands before an id in its key.
  var emptyKey: ItemKey {
    let nothing: [UInt8] = []
    return placement.itemKey(for: nothing.span)
  }
}
