import Placement

/// The servers that a request turns to which begins at the bare key: an application's own, and a session's up to 3.0.2.
struct MemcacheTargets {
  let walk: Memcache.Walk
  let servers: [Memcache.Server]
  let copyCount: Int
  let release: Memcache.ReleaseRules
  let allowFailover: Bool
  let maxFailoverAttempts: Int

  /// Those that are up, each once (`mmc_pool_schedule_key`): what stands for the bare key, then the copies.
  func all(behind first: Int?, in world: inout some World, failures: inout MemcacheFailures) -> [Int] {
    var targets = Candidates()
    if let first { targets.append(first) }
    // The copies go past the server of the bare key, dead or alive, and do not fail over themselves.
    var chosen = Candidates()
    chosen.append(walk.bareServer)
    var index: UInt32 = 0
    for _ in 1..<max(1, copyCount) {
      guard let node = walk.next(skipping: chosen, index: &index) else { break }
      chosen.appendOnce(node)
      if failures.isUsable(node, of: servers, in: &world) { targets.appendOnce(node) }
    }
    return targets.indices
  }

  /// The server of the bare key or, when it is down and memcache.allow_failover is on, one that stands in for it: what is
  /// read.
  func first(in world: inout some World, failures: inout MemcacheFailures) -> Int? {
    let first = walk.bareServer
    if failures.isUsable(first, of: servers, in: &world) { return first }
    guard allowFailover else { return nil }
    var failed = Candidates()
    failed.append(first)
    var index: UInt32 = 0
    let attempts = UInt32(clamping: min(maxFailoverAttempts, Self.mostAttempts))
    while index < attempts, failed.count < servers.count {
      let next: Int?
      if release.generation == .single {
        next = walk.failover(attempt: index)
        index += 1
      } else {
        next = walk.next(skipping: failed, index: &index)
      }
      guard let next else { return nil }
      if failures.isUsable(next, of: servers, in: &world) { return next }
      failed.appendOnce(next)
    }
    return nil
  }

  /// Enough to meet every server; PHP would try on.
  private static let mostAttempts = 1000
}
