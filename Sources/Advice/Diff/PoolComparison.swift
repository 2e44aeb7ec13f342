import PHPConfiguration
import Placement

/// Do these web servers agree on where sessions are? Their placements, two by two, and whatever their configurations say
/// differently.
public struct PoolComparison: Sendable {
  public struct Pair: Sendable {
    /// Indices of the pools; the first one is the smaller.
    public let a: Int
    public let b: Int
    public let diff: PlacementDiff
  }

  public let pools: [ComparedPool]
  public let servers: ServerTable
  /// Each two of them, in order.
  public let pairs: [Pair]
  public let differences: [ConfigurationDifference]
  /// The share of sessions about which not all agree: some web server looks for them where another one has not written
  /// them, or under another key.
  public let disagreement: Double
  /// It was worked out, not counted on a sample.
  public let isExact: Bool
  /// How many ids were placed; 0 where nothing had to be counted.
  public let sample: Int
  /// Of the ids, as the first pool's PHP makes them.
  public let sampleForm: SessionIDForm
  /// The others make such ids, too.
  public let isFormShared: Bool

  /// - Parameter pools: two or more.
  public init(_ pools: [ComparedPool]) {
    let servers = ServerTable(pools)
    let forms = pools.map { SessionIDForm($0.configuration) }
    let form = forms.first ?? .usual
    var sampled: SessionBatch?
    func ids() -> SessionBatch {
      let ids = sampled ?? SampleIDs.batch(form: form)
      sampled = ids
      return ids
    }
    var pairs: [Pair] = []
    for a in pools.indices {
      for b in pools.indices.dropFirst(a + 1) {
        let diff = PlacementDiff(a: pools[a], b: pools[b], ids: ids(), servers: servers, first: a, second: b)
        pairs.append(Pair(a: a, b: b, diff: diff))
      }
    }
    self.pools = pools
    self.servers = servers
    self.pairs = pairs
    sampleForm = form
    isFormShared = Set(forms).count == 1
    let worst = pairs.map(\.diff.disagreement).max() ?? 0
    let areExact = pairs.allSatisfy { $0.diff.isExact || $0.diff.keysDiffer }
    if pools.count == 2 || areExact && (worst == 0 || worst == 1) {
      (disagreement, isExact) = (worst, areExact)
    } else {
      // Of three and more the disagreements of two may lie upon each other or not.
      (disagreement, isExact) = (max(worst, Self.disagreement(pools, servers, ids())), false)
    }
    sample = sampled?.count ?? 0
    differences =
      ConfigurationComparison(
        pools, servers, movesOwners: pairs.contains { $0.diff.ownersShare > 0 },
        movesCopies: pairs.contains { $0.diff.copiesShare > 0 }
      ).differences
  }

  /// No session is looked for elsewhere, and nothing differs that loses one in a foreseeable case.
  public var agree: Bool { disagreement == 0 && differences.allSatisfy { $0.severity < .warning } }

  /// Servers of several pools that mean the machine that asks: on each web host another one.
  public var ownToEachHost: [String] {
    servers.names.indices.filter { server in
      servers.isLoopback[server] && servers.places.count { $0.contains(server) } > 1
    }.map { servers.names[$0] }
  }

  /// The part of the ids that not all pools put on one server.
  private static func disagreement(_ pools: [ComparedPool], _ servers: ServerTable, _ ids: SessionBatch) -> Double {
    var first: [Int]?
    var isApart = Array(repeating: false, count: ids.count)
    for (index, pool) in pools.enumerated() {
      var table = PlacementTable()
      pool.pool.placement.place(ids, into: &table)
      let owners = (0..<ids.count).map { row -> Int in
        let owner = table.indices[row * table.width]
        return owner < 0 ? -1 : servers.places[index][Int(owner)]
      }
      guard let first else {
        first = owners
        continue
      }
      for row in isApart.indices where owners[row] != first[row] { isApart[row] = true }
    }
    return Double(isApart.count { $0 }) / Double(max(1, ids.count))
  }
}
