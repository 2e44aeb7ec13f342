import MemcacheClient
import Placement

/// Brings a closed node up to the others, and opens it while no request has one of its sessions open: what is written
/// between the last look and the opening would be read old.
struct FencedRefill: Sendable {
  let pool: SessionPool
  /// By index in the live pool.
  let node: Int

  private static let patience = Duration.seconds(10)
  private static let margin = Duration.milliseconds(300)

  /// Why the node stays closed, in words.
  struct Unfinished: Error {
    let reason: String
  }

  /// Throws `Unfinished` and what a listing throws; the node is closed then.
  ///
  /// - Parameters:
  ///   - reached: when the node could be reached again. A request that tried it before that has yet to give it up, and
  ///     then goes on to the others: it is waited for.
  ///   - before: what was written before the node was closed, as far as that is known.
  ///   - closed: what was written since it is.
  ///   - open: opens it if that may still be; with words for people.
  func run(
    since reached: ContinuousClock.Instant, before: OutageMarks?, closed: OutageMarks?,
    _ open: @escaping @Sendable (String) async -> Void
  ) async throws {
    guard pool.php.hasSeveralCopies else {
      await open("the pool has one copy of each session, so no other node has anything to refill it from")
      return
    }
    let extent = try await extent()
    // What only this node has, or has newer, goes to the others first.
    try await bring(before)
    try await Task.sleep(until: reached + pool.php.longestContact + Self.margin, clock: .continuous)
    // Nobody writes to a closed node but this refill.
    var mender = Mender(pool, extent, outage: await trusted(closed))
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

  /// Makes the copies of all sessions that have a place on the node their newest one, by their values: listings do not
  /// tell apart what was written within two seconds. Throws as `run`.
  func bring(_ marks: OutageMarks?) async throws {
    var mender = Mender(pool, try await extent(), outage: await trusted(marks))
    defer { mender.close() }
    _ = await mender.mend(try await sessions(), patience: Self.patience)
  }

  /// What is written may still pass the node by after it was opened; nil: nothing.
  var avoidance: Avoidance? { pool.php.hasSeveralCopies ? pool.php.avoidance(pool.configuration) : nil }

  /// Of two closed nodes either one may be the older, whatever was written there since.
  private func trusted(_ marks: OutageMarks?) async -> OutageMarks? {
    guard let marks, await !FencedMark(pool).isOnOthers(than: node) else { return nil }
    return marks
  }

  private func extent() async throws(Unfinished) -> Mender.Extent {
    guard let extent = pool.php.extent(.auto) else {
      throw Unfinished(reason: "what a returned node needs is not known of this release of the extension")
    }
    if let name = await pool.nodeWithoutCAS() {
      throw Unfinished(reason: "\(name) keeps no CAS (-C), without which nothing can be refilled safely")
    }
    return extent
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
