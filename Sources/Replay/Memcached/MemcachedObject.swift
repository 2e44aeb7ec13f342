import Placement

/// What a `Memcached` object does with one key of an application: each call with an object of its own, as in a new request.
struct MemcachedObject: ObjectPlay {
  let rules: Memcached.ObjectRules

  func set(_ key: [UInt8], to item: Item, in world: inout some World) -> StoredObject {
    var client = MemcachedClient(rules)
    var failures = TryWarnings()
    for attempt in 0..<tries {
      let (before, time) = (client, world.now)
      do throws(MemcachedClient.Failure) {
        let nodes = try client.set(itemKey(key), placedBy: key, to: item, copies: rules.placement.replicas, in: &world)
        client.close(in: &world)
        return StoredObject(nodes: nodes, warnings: failures.lines)
      } catch {
        let isFinal = world.now == time && client.isUnchanged(since: before)
        failures.append("set() fails: \(error.rawValue)", times: isFinal ? tries - attempt : 1)
        if isFinal { break }
      }
    }
    return StoredObject(nodes: [], warnings: failures.lines)
  }

  func answerer(of key: [UInt8], in world: inout some World) -> Int? {
    var client = MemcachedClient(rules)
    let found = try? client.get(itemKey(key), placedBy: key, copies: rules.placement.replicas, in: &world)
    return found?.node
  }

  private func itemKey(_ key: [UInt8]) -> ItemKey { rules.placement.itemKey(for: key.span) }

  /// Whatever is configured, no more tries than these are played.
  private static let mostTries = 100_000

  private var tries: Int { 1 + min(max(0, rules.settings.storeRetries), Self.mostTries) }
}
