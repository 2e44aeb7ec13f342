extension Memcached {
  /// Where the copies of a record are: the next nodes of the *list*, not of the ring.
  ///
  /// libmemcached 1.1.4 through php-memcached 3.2.0, binary protocol only; the text protocol makes no copy and says nothing.
  /// Only values that are set, and deletions, are copied; locks and refreshed lifetimes are not.
  public struct Replicas: Hashable, Sendable {
    /// Extra copies as configured; with the text protocol 0.
    public let count: Int
    public let nodeCount: Int

    public init(count: Int, nodeCount: Int) {
      self.count = count
      self.nodeCount = nodeCount
    }

    /// The nodes that hold a record when all are up, the owner among them.
    public var copyCount: Int { min(count, nodeCount - 1) + 1 }

    /// The node of a copy, 0 being the owner. More copies than nodes begin again at the owner.
    public func node(of copy: Int, owner: Int) -> Int {
      (owner + copy) % nodeCount
    }

    /// The nodes that are asked for a record, in order, each once; the next only when the one before cannot be reached.
    /// With `sess_randomize_replica_read` PHP begins at any of them, another one in each second.
    public func readOrder(owner: Int) -> [Int] {
      var order: [Int] = []
      // More rounds than this find no other node.
      for round in 0...min(count, 2 * nodeCount) {
        let node = node(of: round, owner: owner)
        if !order.contains(node) { order.append(node) }
      }
      return order
    }
  }
}
