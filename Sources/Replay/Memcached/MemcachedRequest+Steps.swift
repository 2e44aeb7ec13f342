internal import Placement

/// The commands of a request. Each looks its server up anew, on the ring as it is then.
extension MemcachedRequest {
  /// How many ids of its own PHP tries to reserve before it takes one unchecked.
  private static let reservedIDs = 3

  private var placement: Memcached.Sessions { rules.placement }

  private func expiry(_ lifetime: Duration?, in world: some World) -> Duration? {
    lifetime.map { world.now + $0 }
  }

  /// The id that the request goes on with: in strict mode one that no node knows, or whose node does not answer, is
  /// replaced. Copies are not asked. Nil when there is no fresh id to replace it.
  func strictID(
    _ id: [UInt8], in world: inout some World, client: inout MemcachedClient,
    freshIDs: inout some IteratorProtocol<[UInt8]>
  ) -> [UInt8]? {
    guard rules.isStrict else { return id }
    // PHP asks by adding an empty item whose lifetime the server takes for a date long past.
    if reserve(id, expires: world.now, in: &world, client: &client) == .exists { return id }
    for _ in 0..<Self.reservedIDs {
      guard let fresh = freshIDs.next() else { return nil }
      let expires = expiry(rules.locks.lifetime, in: world)
      if reserve(fresh, expires: expires, in: &world, client: &client) == .added { return fresh }
    }
    return freshIDs.next()
  }

  private enum Reservation { case added, exists, failed }

  private func reserve(
    _ id: [UInt8], expires: Duration?, in world: inout some World, client: inout MemcachedClient
  ) -> Reservation {
    let owner = client.owner(of: id, in: world)
    let item = Item(value: 0, expires: expires)
    do throws(MemcachedClient.Failure) {
      let key = placement.itemKey(for: id.span)
      return try client.run(on: owner, in: &world) { $0.add(key, item, on: owner) } ? .added : .exists
    } catch {
      return .failed
    }
  }

  enum Locking {
    case taken(node: Int)
    /// Locking is off.
    case none
    case failed
  }

  /// Only another's lock is waited for; a failed try is repeated at once.
  func lock(
    _ id: [UInt8], in world: inout some World, client: inout MemcachedClient, warnings: inout [String]
  ) -> Locking {
    guard rules.locks.areTaken else { return .none }
    let key = placement.lockKey(for: id.span)
    let placed = placement.keys.placedLock(for: id.span)
    var failures = TryWarnings()
    defer { warnings += failures.lines }
    var wait = rules.locks.firstWait
    for attempt in 1...rules.locks.tries {
      let (before, time) = (client, world.now)
      let owner = client.owner(of: placed, in: world)
      let item = Item(value: 1, expires: expiry(rules.locks.lifetime, in: world))
      do throws(MemcachedClient.Failure) {
        if try client.run(on: owner, in: &world, { $0.add(key, item, on: owner) }) { return .taken(node: owner) }
      } catch {
        let isFinal = world.now == time && client.isUnchanged(since: before)
        failures.append(
          "Failed to write session lock: \(error.rawValue)", times: isFinal ? rules.locks.tries - attempt + 1 : 1)
        if isFinal { return .failed }
        continue
      }
      if attempt < rules.locks.tries {
        world.sleep(wait)
        wait = min(rules.locks.longestWait, wait * 2)
      }
    }
    return .failed
  }

  /// See `MemcachedClient.get`; a failure has replaced the answer where there are no replicas.
  func read(
    _ id: [UInt8], in world: inout some World, client: inout MemcachedClient
  ) throws(MemcachedClient.Failure) -> (node: Int, item: Item?)? {
    try client.get(
      placement.itemKey(for: id.span), placedBy: id, copies: placement.replicas, in: &world)
  }

  /// Sets a version on the owner and then on its copies, trying again where a failed server is to be removed; the nodes
  /// that took it.
  func write(
    _ id: [UInt8], version: Int, in world: inout some World, client: inout MemcachedClient, warnings: inout [String]
  ) -> [Int] {
    let key = placement.itemKey(for: id.span)
    var failures = TryWarnings()
    defer { warnings += failures.lines }
    for attempt in 0..<rules.writeTries {
      let (before, time) = (client, world.now)
      let item = Item(value: version, expires: expiry(rules.dataLifetime, in: world))
      do throws(MemcachedClient.Failure) {
        return try client.set(key, placedBy: id, to: item, copies: placement.replicas, in: &world)
      } catch {
        let isFinal = world.now == time && client.isUnchanged(since: before)
        failures.append(
          "error saving session to memcached: \(error.rawValue)", times: isFinal ? rules.writeTries - attempt : 1)
        if isFinal { return [] }
      }
    }
    return []
  }

  /// Gives the owner's record its full lifetime again, not the copies'. A failure is not reported.
  func refresh(_ id: [UInt8], in world: inout some World, client: inout MemcachedClient) {
    let owner = client.owner(of: id, in: world)
    let key = placement.itemKey(for: id.span)
    let expires = expiry(rules.dataLifetime, in: world)
    _ = try? client.run(on: owner, in: &world) { $0.touch(key, expires: expires, on: owner) }
  }

  func unlock(_ id: [UInt8], in world: inout some World, client: inout MemcachedClient) {
    guard rules.locks.areTaken else { return }
    let key = placement.lockKey(for: id.span)
    let owner = client.owner(of: placement.keys.placedLock(for: id.span), in: world)
    do throws(MemcachedClient.Failure) {
      try client.run(on: owner, in: &world) { $0.delete(key, on: owner) }
    } catch {
      return
    }
    client.leave(.delete(key), forCopies: placement.replicas, of: owner, in: &world)
  }
}
