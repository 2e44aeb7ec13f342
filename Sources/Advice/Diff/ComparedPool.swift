public import PHPConfiguration
public import Placement

/// One of the pools that are compared, with the lines that made it.
public struct ComparedPool: Sendable {
  public let name: String
  public let pool: Pool
  public let configuration: Configuration
  /// Where nodes are that are elsewhere than their names say, by their index in the pool.
  public let addresses: [Int: ServerIdentity]

  public init(name: String, pool: Pool, configuration: Configuration, addresses: [Int: ServerIdentity] = [:]) {
    self.name = name
    self.pool = pool
    self.configuration = configuration
    self.addresses = addresses
  }
}

/// The servers of several pools, each once, whatever the pools call them.
public struct ServerTable: Sendable {
  /// As the first pool that has the server names it; the servers of the first pool come first, in its order.
  public let names: [String]
  /// Of each pool the server that each of its nodes is.
  public let places: [[Int]]
  /// Means another server on each web host.
  public let isLoopback: [Bool]

  /// A node that one pool has elsewhere is there in all that do not say where it is.
  public init(_ pools: [ComparedPool]) {
    var elsewhere: [ServerIdentity: ServerIdentity] = [:]
    for pool in pools {
      for (index, address) in pool.addresses {
        let own = ServerIdentity(pool.pool.nodes[index])
        if elsewhere[own] == nil { elsewhere[own] = address }
      }
    }
    var known: [ServerIdentity: Int] = [:]
    var names: [String] = []
    var isLoopback: [Bool] = []
    places = pools.map { pool in
      pool.pool.nodes.enumerated().map { index, node in
        let own = ServerIdentity(node)
        let identity = pool.addresses[index] ?? elsewhere[own] ?? own
        if let place = known[identity] { return place }
        known[identity] = names.count
        names.append(node.name)
        isLoopback.append(identity.isLoopback)
        return names.count - 1
      }
    }
    self.names = names
    self.isLoopback = isLoopback
  }
}
