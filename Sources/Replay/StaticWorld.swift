public import Placement

/// Nodes that answer or refuse, with their items in dictionaries and a clock that only `sleep` moves.
public struct StaticWorld: World {
  public private(set) var now = Duration.zero
  private var items: [[ItemKey: Item]]
  private var down: Set<Int>
  /// The daemon behind each node; two entries of a pool can mean one.
  private let daemons: [Int]

  /// The nodes of `down` refuse connections.
  public init(nodeCount: Int, down: Set<Int>) {
    self.init(daemons: Array(0..<nodeCount), down: down)
  }

  /// A world in which some nodes are the same daemon: `daemons[i]` is the first node that is the same as node i.
  init(daemons: [Int], down: Set<Int>) {
    self.daemons = daemons
    self.down = Set(down.map { daemons[$0] })
    items = Array(repeating: [:], count: daemons.count)
  }

  /// From now on the node refuses connections; its items stay.
  public mutating func cut(_ node: Int) { down.insert(daemons[node]) }

  public func dial(_ node: Int) -> Bool { !down.contains(daemons[node]) }

  public func get(_ key: ItemKey, on node: Int) -> Item? {
    guard let item = items[daemons[node]][key], item.expires.map({ $0 > now }) ?? true else { return nil }
    return item
  }

  public mutating func set(_ key: ItemKey, _ item: Item, on node: Int) { items[daemons[node]][key] = item }

  public mutating func add(_ key: ItemKey, _ item: Item, on node: Int) -> Bool {
    guard get(key, on: node) == nil else { return false }
    set(key, item, on: node)
    return true
  }

  public mutating func increment(_ key: ItemKey, on node: Int) -> Int? {
    guard var item = get(key, on: node) else { return nil }
    item.value += 1
    set(key, item, on: node)
    return item.value
  }

  public mutating func touch(_ key: ItemKey, expires: Duration?, on node: Int) -> Bool {
    guard var item = get(key, on: node) else { return false }
    item.expires = expires
    set(key, item, on: node)
    return true
  }

  public mutating func delete(_ key: ItemKey, on node: Int) { items[daemons[node]][key] = nil }

  public mutating func sleep(_ time: Duration) { now += time }
}
