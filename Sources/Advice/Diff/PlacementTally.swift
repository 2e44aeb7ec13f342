public import Placement

/// Counts ids, a batch at a time, by where two pools put them.
public struct PlacementTally: Sendable {
  public private(set) var owners: OwnerMoves
  /// Ids of which the two have copies on other servers, whatever the order.
  public private(set) var otherCopies = 0
  /// Ids for which one of the two has no place; they count nowhere else.
  public private(set) var unplaced = 0

  private let a: any SessionPlacement
  private let b: any SessionPlacement
  private let serversOfA: [Int]
  private let serversOfB: [Int]

  /// - Parameters:
  ///   - servers: a table of both pools, and perhaps of others.
  ///   - first, second: their places in it.
  public init(_ a: Pool, _ b: Pool, servers: ServerTable, first: Int = 0, second: Int = 1) {
    (self.a, self.b) = (a.placement, b.placement)
    (serversOfA, serversOfB) = (servers.places[first], servers.places[second])
    owners = OwnerMoves(serverCount: servers.names.count)
  }

  /// Ids that were placed.
  public var count: Int { Int(owners.total) }

  public mutating func add(_ ids: SessionBatch) {
    var (tableA, tableB) = (PlacementTable(), PlacementTable())
    a.place(ids, into: &tableA)
    b.place(ids, into: &tableB)
    for row in 0..<ids.count {
      let (rowA, rowB) = (row * tableA.width, row * tableB.width)
      guard tableA.indices[rowA] >= 0, tableB.indices[rowB] >= 0 else {
        unplaced += 1
        continue
      }
      owners.add(
        from: serversOfA[Int(tableA.indices[rowA])], to: serversOfB[Int(tableB.indices[rowB])])
      let hasSame =
        Self.holds(tableA, rowA, serversOfA, allOf: tableB, rowB, serversOfB)
        && Self.holds(tableB, rowB, serversOfB, allOf: tableA, rowA, serversOfA)
      if !hasSame { otherCopies += 1 }
    }
  }

  /// Whether each server in one row is in another one. An id may have fewer copies than there is room for.
  private static func holds(
    _ table: PlacementTable, _ row: Int, _ servers: [Int], allOf other: PlacementTable, _ otherRow: Int, _ others: [Int]
  ) -> Bool {
    for place in otherRow..<otherRow + other.width where other.indices[place] >= 0 {
      let wanted = others[Int(other.indices[place])]
      var isThere = false
      for own in row..<row + table.width where table.indices[own] >= 0 {
        if servers[Int(table.indices[own])] == wanted { isThere = true }
      }
      if !isThere { return false }
    }
    return true
  }
}
