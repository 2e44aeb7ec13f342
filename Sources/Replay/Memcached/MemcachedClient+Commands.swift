import Placement

/// The commands that have copies. Each looks its server up anew, on the ring as it is then.
extension MemcachedClient {
  /// Sets an item on the server of `placed` and then on those of its copies; the nodes that took it. When the owner fails
  /// no copy is written.
  mutating func set(
    _ key: ItemKey, placedBy placed: [UInt8], to item: Item, copies: Memcached.Replicas, in world: inout some World
  ) throws(Failure) -> [Int] {
    let owner = owner(of: placed, in: world)
    try use(owner, in: &world)
    world.set(key, item, on: owner)
    var written = [owner]
    forEachCopy(copies, of: owner, in: &world) { node, world in
      world.set(key, item, on: node)
      if !written.contains(node) { written.append(node) }
    }
    return written
  }

  /// The first node that answered, whose answer is final even when it has nothing; nil when with replicas none answered,
  /// which is an empty value too.
  mutating func get(
    _ key: ItemKey, placedBy placed: [UInt8], copies: Memcached.Replicas, in world: inout some World
  ) throws(Failure) -> (node: Int, item: Item?)? {
    let owner = owner(of: placed, in: world)
    guard copies.count > 0 else {
      try use(owner, in: &world)
      return (owner, world.get(key, on: owner))
    }
    for node in copies.readOrder(owner: owner) {
      do throws(Failure) {
        try use(node, in: &world)
        return (node, world.get(key, on: node))
      } catch {
        forgetPause(of: node)
      }
    }
    return nil
  }

  /// Visits the nodes of the copies that can be reached; one that fails is passed over.
  mutating func forEachCopy<W: World>(
    _ copies: Memcached.Replicas, of owner: Int, in world: inout W, _ body: (Int, inout W) -> Void
  ) {
    for copy in 0..<min(copies.count, copies.nodeCount) {
      let node = copies.node(of: copy + 1, owner: owner)
      do throws(Failure) { try use(node, in: &world) } catch { continue }
      body(node, &world)
    }
  }
}
