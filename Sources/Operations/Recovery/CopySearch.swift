import MemcacheClient
import MemcacheProtocol
import Placement

/// Finds by their listings the sessions whose copies may differ, without reading a value.
///
/// Copies of one size that end alike are taken for alike, unless one is from before an outage and another one from since:
/// where they are not, nothing on the servers tells which is newer, so there would be nothing to do about them.
struct CopySearch {
  struct Found {
    /// Sessions to look at, each once.
    var suspects: [[UInt8]] = []
    /// Those that need no look, by each node that has a copy.
    var alike: [Int: Int] = [:]
    var nodes: [ListedNode] = []

    /// Why sessions may be missing of a node that is up, and of all of them if this one is not; nil: none are.
    func gap(needing index: Int) -> String? {
      nodes.enumerated().first { place, node in
        if case .failed = node.outcome { return place == index }
        return !node.isWhole
      }.map { "\($1.node.name): \($1.remark?.summary ?? "not all of it was listed")" }
    }
  }

  /// Ends further apart are of two writes, in seconds: one request takes its time for all its copies.
  private static let tolerance = 2

  private let pool: SessionPool
  private let nodes: Set<Int>?
  private let outage: OutageMarks?
  private var places: LivePlaces
  private var found = Found()
  private var rows: [ListRow] = []
  /// For each live node the one under which its items are listed.
  private var names: [Int] = []

  private init(_ pool: SessionPool, nodes: Set<Int>?, outage: OutageMarks?) {
    self.pool = pool
    self.nodes = nodes
    self.outage = outage
    places = LivePlaces(pool)
  }

  /// - Parameter nodes: by index in the live pool; nil: sessions of any node. Else only those that have a place or an item
  ///   on one of them.
  ///
  /// Throws `ScratchFailure` and `CancellationError`.
  static func run(_ pool: SessionPool, nodes: Set<Int>? = nil, outage: OutageMarks? = nil) async throws -> Found {
    var search = CopySearch(pool, nodes: nodes, outage: outage)
    var list = SessionRows(pool)
    list.copies = true
    search.names = await ListedServers(pool.live.nodes, of: pool.live).names
    let nodes = try await list.run { rows in for row in rows { search.take(row) } }
    search.finish()
    search.found.nodes = nodes
    return search.found
  }

  /// Not one from before an outage and one from since.
  private var areOfOneSide: Bool {
    guard let outage, let first = rows.first else { return true }
    let side = outage.isSince(first.item.cas, on: first.item.node)
    return rows.allSatisfy { outage.isSince($0.item.cas, on: $0.item.node) == side }
  }

  private mutating func take(_ row: ListRow) {
    if let last = rows.last, last.item.id != row.item.id { finish() }
    rows.append(row)
  }

  private mutating func finish() {
    defer { rows.removeAll(keepingCapacity: true) }
    guard let first = rows.first else { return }
    let id = Array(first.item.id)
    guard pool.php.placement.problem(with: id.span) == nil else { return }
    let wanted = Set(places.places(of: id).map { names[$0] })
    let held = Set(rows.map(\.item.node))
    if let nodes, nodes.isDisjoint(with: wanted), nodes.isDisjoint(with: held) { return }
    let ends = rows.map { $0.item.ttl ?? .max }
    let (earliest, latest) = (ends.min() ?? 0, ends.max() ?? 0)
    let isAlike =
      wanted == held && rows.allSatisfy { $0.item.itemBytes == first.item.itemBytes }
      && (latest == earliest || latest != .max && latest - earliest <= Self.tolerance) && areOfOneSide
    if isAlike {
      for node in held { found.alike[node, default: 0] += 1 }
    } else {
      found.suspects.append(id)
    }
  }
}
