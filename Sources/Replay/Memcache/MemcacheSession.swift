import Placement

/// One session in one request: its keys, and its way through the pool.
struct MemcacheSession {
  enum Reading {
    case found(Item, node: Int)
    case empty
    /// PHP gave up waiting for a lock while there was data, and crashes (8.0 and 8.2).
    case crashed
  }

  let rules: Memcache.Rules
  private let walk: Memcache.Walk
  private let dataKey: ItemKey
  private let lockKey: ItemKey

  init(id: [UInt8], rules: Memcache.Rules) {
    self.rules = rules
    walk = rules.placement.walk(for: id.span)
    dataKey = rules.placement.itemKey(for: id.span)
    lockKey = rules.placement.lockKey(for: id.span)
  }

  /// `lockedOn` is left at the first node whose lock the request took.
  func read(in world: inout some World, failures: inout MemcacheFailures, lockedOn: inout Int?) -> Reading {
    switch rules.release.generation {
    case .single, .unlockedCopies: readUnlocked(in: &world, failures: &failures)
    case .oneCopyLess, .asManyCopies, .missIsFinal, .mirrorsHeal:
      readLocked(in: &world, failures: &failures, lockedOn: &lockedOn)
    }
  }

  /// The nodes that took the data, in the order of the write.
  func write(_ version: Int, in world: inout some World, failures: inout MemcacheFailures) -> [Int] {
    switch rules.release.generation {
    case .single, .unlockedCopies: writeUnlocked(version, in: &world, failures: &failures)
    case .oneCopyLess, .asManyCopies, .missIsFinal, .mirrorsHeal: writeLocked(version, in: &world, failures: &failures)
    }
  }

  /// Asks one server after the other, locking on each, until one has the session; who finds it locked sleeps.
  private func readLocked(
    in world: inout some World, failures: inout MemcacheFailures, lockedOn: inout Int?
  ) -> Reading {
    var skip = Candidates()
    var index: UInt32 = 0
    var wait = LockWait(budget: rules.lockTimeout * 2)
    repeat {
      let place = index
      guard let node = walk.next(skipping: skip, index: &index) else { return .empty }
      guard failures.reaches(node, of: rules.servers, in: &world) else {
        skip.appendOnce(node)
        continue
      }
      let isMine = lock(on: node, in: &world)
      let item = world.get(dataKey, on: node)
      guard failures.isAnswered(by: node, of: rules.servers, in: &world) else {
        skip.appendOnce(node)
        continue
      }
      if isMine {
        lockedOn = lockedOn ?? node
        if let item { return .found(item, node: node) }
        if rules.release.missIsFinal { return .empty }
        skip.appendOnce(node)
      } else {
        index = place
        let life = world.get(lockKey, on: node)?.expires.map { $0 - world.now }
        world.sleep(wait.next(lockLife: life))
        if wait.isOver { return item == nil ? .empty : .crashed }
      }
    } while skip.count < rules.placement.copyCount
    return .empty
  }

  /// `incr` and `add` in one burst: the lock is ours when one of them took it.
  private func lock(on node: Int, in world: inout some World) -> Bool {
    if let count = world.increment(lockKey, on: node) { return count == 1 }
    return world.add(lockKey, lockItem(1, at: world.now), on: node)
  }

  /// Sets data and an open lock on each server of the walk that is up; one that is down uses up a place.
  private func writeLocked(_ version: Int, in world: inout some World, failures: inout MemcacheFailures) -> [Int] {
    var targets = Candidates()
    var written = Candidates()
    var index: UInt32 = 0
    repeat {
      guard let node = walk.next(skipping: targets, index: &index) else { break }
      targets.appendOnce(node)
      guard failures.reaches(node, of: rules.servers, in: &world) else { continue }
      world.set(dataKey, data(version, at: world.now), on: node)
      world.set(lockKey, lockItem(0, at: world.now), on: node)
      guard failures.isAnswered(by: node, of: rules.servers, in: &world) else { continue }
      written.appendOnce(node)
    } while targets.count < rules.placement.copyCount
    return written.indices
  }

  /// The lock as an item with its life, which is sent as it is: the server takes more than 30 days for a date in 1970, so
  /// such a lock locks nobody out (8.0, measured).
  private func lockItem(_ value: Int, at now: Duration) -> Item {
    Item(value: value, expires: rules.lockTimeout > Self.longestLife ? now : now + rules.lockTimeout)
  }

  /// The longest life that the server does not take for a date.
  private static let longestLife = Duration.seconds(30 * 86400)

  /// The session as an item with its life. Up to 3.0.8 the life is sent as it is: 0 is for ever, and the server takes
  /// more than 30 days for a date in 1970.
  func data(_ version: Int, at now: Duration) -> Item {
    let life = rules.maxLifetime
    if rules.release.sendsRelativeLifetime {
      if life == 0 { return Item(value: version) }
      if .seconds(life) > Self.longestLife { return Item(value: version, expires: now) }
    }
    return Item(value: version, expires: now + .seconds(max(0, life)))
  }
}

extension MemcacheSession {
  /// Releases up to 3.0.2: the first server that answers is that of the bare key or what stands in for it; 3.0.1 and
  /// 3.0.2 ask the servers of the copies after a miss.
  private func readUnlocked(in world: inout some World, failures: inout MemcacheFailures) -> Reading {
    for node in targets(in: &world, failures: &failures) {
      if let item = world.get(dataKey, on: node) { return .found(item, node: node) }
    }
    return .empty
  }

  private func writeUnlocked(_ version: Int, in world: inout some World, failures: inout MemcacheFailures) -> [Int] {
    let targets = targets(in: &world, failures: &failures)
    for node in targets { world.set(dataKey, data(version, at: world.now), on: node) }
    return targets
  }

  private func targets(in world: inout some World, failures: inout MemcacheFailures) -> [Int] {
    let targets = MemcacheTargets(
      walk: walk, servers: rules.servers, copyCount: rules.placement.copyCount, release: rules.release,
      allowFailover: rules.allowFailover, maxFailoverAttempts: rules.maxFailoverAttempts)
    let first = targets.first(in: &world, failures: &failures)
    return targets.all(behind: first, in: &world, failures: &failures)
  }
}

extension Candidates {
  mutating func appendOnce(_ node: Int) {
    if !contains(node) { append(node) }
  }
}
