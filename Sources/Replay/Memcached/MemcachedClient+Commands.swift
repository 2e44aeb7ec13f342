import Placement

/// The commands that have copies. Each looks its server up anew, on the ring as it is then.
extension MemcachedClient {
  /// Sets an item on the server of `placed` and then on those of its copies; the nodes that took it. When the owner fails
  /// no copy is written.
  mutating func set(
    _ key: ItemKey, placedBy placed: [UInt8], to item: Item, copies: Memcached.Replicas, in world: inout some World
  ) throws(Failure) -> [Int] {
    let owner = owner(of: placed, in: world)
    try run(on: owner, in: &world) { $0.set(key, item, on: owner) }
    var written = [owner]
    for node in leave(.set(key, item), forCopies: copies, of: owner, in: &world) where !written.contains(node) {
      written.append(node)
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
      return (owner, try run(on: owner, in: &world) { $0.get(key, on: owner) })
    }
    for node in copies.readOrder(owner: owner) {
      do throws(Failure) {
        try use(node, in: &world)
      } catch {
        forgetPause(of: node)
        continue
      }
      // What was sent to one copy is asked of no other.
      return (node, try run(on: node, in: &world) { $0.get(key, on: node) })
    }
    return nil
  }

  /// Leaves a command for the nodes of the copies that can be reached, which it returns; one that fails is passed over.
  @discardableResult
  mutating func leave(
    _ command: QuietCommand, forCopies copies: Memcached.Replicas, of owner: Int, in world: inout some World
  ) -> [Int] {
    var reached: [Int] = []
    for copy in 0..<min(copies.count, copies.nodeCount) {
      let node = copies.node(of: copy + 1, owner: owner)
      do throws(Failure) { try leave(command, for: node, in: &world) } catch { continue }
      reached.append(node)
    }
    return reached
  }
}
