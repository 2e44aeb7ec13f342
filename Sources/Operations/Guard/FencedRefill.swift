import MemcacheClient
import Placement

/// Brings a closed node up to the others, and opens it while no request has one of its sessions open: what is written
/// between the last look and the opening would be read old.
struct FencedRefill: Sendable {
  let pool: SessionPool
  /// By index in the live pool.
  let node: Int
  /// Opens the node if that may still be; with words for people.
  let open: @Sendable (String) async -> Void

  private static let patience = Duration.seconds(10)

  /// Why the node stays closed, in words.
  struct Unfinished: Error {
    let reason: String
  }

  /// Throws `Unfinished` and what a listing throws; the node is closed then.
  func run() async throws {
    guard let extent = pool.php.extent(.auto) else {
      await open("the pool has one copy of each session, so no other node has anything to refill it from")
      return
    }
    if let name = await pool.nodeWithoutCAS() {
      throw Unfinished(reason: "\(name) keeps no CAS (-C), without which nothing can be refilled safely")
    }
    // What only this node has, or has newer, goes to the others first.
    var mender = Mender(pool, extent)
    defer { mender.close() }
    _ = await mender.mend(try await CopySearch.run(pool, nodes: [node]).suspects, patience: Self.patience)
    try await openHolding(extent)
    // Sessions that began between the last listing and the opening.
    _ = await mender.mend(try await CopySearch.run(pool, nodes: [node]).suspects, patience: Self.patience)
  }

  private func openHolding(_ extent: Mender.Extent) async throws {
    // Nobody writes to a closed node but this refill, so what differs from the others there is old, whatever its end. Of
    // two closed nodes either one may be the older.
    let isAlone = await !FencedMark(pool).isOnOthers(than: node)
    let marks =
      isAlone
      ? OutageMarks(
        pool.live.nodes.indices.map { $0 == node ? .init(before: .max, since: .max) : .init(before: 0, since: 1) })
      : nil
    var mender = Mender(pool, extent, outage: marks)
    defer { mender.close() }
    // A frozen server executes what it was sent when it goes on, so it may have locks that nobody gives back.
    let began = ContinuousClock.now
    let patience = began + (pool.php.lockLifetime ?? Self.patience) + .seconds(1)
    var ids: [[UInt8]]
    var opening: Mender.Opening
    repeat {
      ids = try await sessions()
      try Task.checkCancellation()
      let count = ids.count
      opening = await mender.mend(ids, andOpen: node, since: began, leavingBusy: .now > patience) {
        await open("its \(count) sessions are as the other nodes have them")
      }
    } while opening == .busy
    if opening == .opened { return }
    _ = await mender.mend(ids, patience: Self.patience)
    try Task.checkCancellation()
    await open(
      "its \(ids.count) sessions are as the other nodes have them; they are too many to be locked at one time, so those "
        + "written in the last moment may be read old")
  }

  /// All that have a place here, whichever node has them.
  private func sessions() async throws -> [[UInt8]] {
    var places = LivePlaces(pool)
    var ids: Set<[UInt8]> = []
    let nodes = try await SessionRows(pool).run { rows in
      for row in rows {
        let id = Array(row.item.id)
        if pool.php.placement.problem(with: id.span) == nil, places.places(of: id).contains(node) { ids.insert(id) }
      }
    }
    // A dead node has nothing for anybody; one that lives and was not listed may have what this one needs.
    if let gap = nodes.first(where: { !$0.isWhole && $0.state.tookConnection }) {
      throw Unfinished(reason: "\(gap.node.name): \(gap.remark?.summary ?? "it was not listed")")
    }
    return Array(ids)
  }
}
