import Placement

/// A session's item on one node, with what the pool's rules and the other nodes say of it.
public struct ListRow: Sendable {
  public let item: ListedItem
  public fileprivate(set) var role: FoundItem.Role
  /// The nodes that hold the session, as indices of `LivePool.nodes`, in their order; nil: not asked for.
  public internal(set) var copies: [Int]?
  /// Whether every node was listed, so that no other copy can be there.
  public internal(set) var isCopiesWhole = true
  /// Whether a request has locked the session, as far as items tell; nil: not known, or not asked for.
  public internal(set) var locked: Bool?
  /// The Unix second, by the server's clock, in which PHP wrote it: its end less the lifetime that PHP gives; nil: not
  /// known, because it never ends.
  public let written: Int?

  init(_ item: ListedItem, role: FoundItem.Role, lifetime: Int?) {
    self.item = item
    self.role = role
    written = lifetime.flatMap { lifetime in item.expires.map { $0 - lifetime } }
  }
}

/// Which rows are wanted.
public struct ListFilter: Sendable {
  /// Of the id.
  public var prefix: [UInt8] = []
  /// Seconds without an access, more than this; an item whose idle time is not known does not count.
  public var idleOver: Int?
  /// Bytes of the whole item, more than this.
  public var largerThan: Int?
  /// As indices of `LivePool.nodes`; nil: all.
  public var nodes: Set<Int>?

  public init() {}

  func wants(_ item: ListedItem) -> Bool {
    if let largerThan, item.itemBytes <= largerThan { return false }
    if let idleOver, (item.idle ?? -1) <= idleOver { return false }
    if let nodes, !nodes.contains(item.node) { return false }
    return wantsID(of: item)
  }

  func wantsID(of item: ListedItem) -> Bool { prefix.isEmpty || item.id.starts(with: prefix) }
}

/// Gives items their role, many at a time.
struct RowMaker: Sendable {
  private let placement: any SessionPlacement
  /// For each node of the ring the live one that it is.
  private let live: [Int]
  /// Seconds that PHP gives a session; nil: no end, or none that one could count from.
  let lifetime: Int?

  /// - Parameter names: for each live node the one under which its items are listed.
  init(_ pool: SessionPool, names: [Int]) {
    placement = pool.php.placement
    live = pool.liveIndices.map { names[$0] }
    lifetime = Self.lifetime(of: pool)
  }

  static func lifetime(of pool: SessionPool) -> Int? {
    pool.php.sessionLifetime.flatMap { $0 > .zero ? Int($0.components.seconds) : nil }
  }

  /// - Parameter bytes: in which the ids of the items stand; see `ListedItem.idRange`.
  func rows(of items: some Sequence<ListedItem>, in bytes: [UInt8]) -> [ListRow] {
    var rows: [ListRow] = []
    // A key and what is told of it take some 80 bytes.
    rows.reserveCapacity(bytes.count / 64)
    for item in items { rows.append(ListRow(item, role: .stray, lifetime: lifetime)) }
    var table = PlacementTable()
    placement.place(SessionBatch(bytes: bytes, ranges: rows.map(\.item.idRange)), into: &table)
    for index in rows.indices {
      for position in 0..<table.width {
        let node = Int(table.indices[index * table.width + position])
        if node >= 0, live[node] == rows[index].item.node {
          rows[index].role = position == 0 ? .owner : .copy
          break
        }
      }
    }
    return rows
  }
}
