import Placement

/// What a `Memcache` object does with one key of an application: each call with a pool of its own, which remembers no
/// failure.
struct MemcacheObject: ObjectPlay {
  let rules: Memcache.ObjectRules

  func set(_ key: [UInt8], to item: Item, in world: inout some World) -> StoredObject {
    var failures = MemcacheFailures()
    let targets = targets(of: key)
    // No copy is sent where nothing stands for the bare key: set() is false (8.0, recorded).
    guard let first = targets.first(in: &world, failures: &failures) else { return StoredObject(nodes: []) }
    let nodes = targets.all(behind: first, in: &world, failures: &failures)
    for node in nodes { world.set(rules.placement.itemKey(for: key.span), item, on: node) }
    return StoredObject(nodes: nodes)
  }

  func answerer(of key: [UInt8], in world: inout some World) -> Int? {
    var failures = MemcacheFailures()
    return targets(of: key).first(in: &world, failures: &failures)
  }

  private func targets(of key: [UInt8]) -> MemcacheTargets {
    MemcacheTargets(
      walk: rules.placement.walk(for: key.span), servers: rules.servers, copyCount: rules.placement.copyCount,
      release: rules.release, allowFailover: rules.allowFailover, maxFailoverAttempts: rules.maxFailoverAttempts)
  }
}
