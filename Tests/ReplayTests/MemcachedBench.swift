import PHPConfiguration
import Placement
import Replay

/// Nodes of php-memcached that stop, come back and forget; the pool of the release that was measured.
struct MemcachedBench: World {
  let pool: Pool
  let rules: Memcached.Rules
  private(set) var now = Duration.zero
  private var refusing: Set<Int> = []
  private var items: [[ItemKey: Item]]

  init(_ savePath: String = "a,b,c", _ directives: [String: String] = [:], release: String = "3.2.0") throws {
    var configuration = Configuration()
    configuration.set("session.save_path", to: Array(savePath.utf8), from: "test")
    for (name, value) in directives { configuration.set(name, to: Array(value.utf8), from: "test") }
    pool = try Pool(
      configuration: configuration, handler: .memcached, release: Release(value: release, provenance: .stated))
    guard case .memcached(let rules) = pool.rules else { fatalError("a pool of the other extension") }
    self.rules = rules
    items = Array(repeating: [:], count: pool.nodes.count)
  }

  // MARK: Events

  mutating func cut(_ nodes: Int...) { refusing.formUnion(nodes) }
  mutating func join(_ nodes: Int...) { refusing.subtract(nodes) }
  mutating func flush(_ node: Int) { items[node] = [:] }
  mutating func wait(_ time: Duration) { now += time }

  @discardableResult
  mutating func play(_ page: Request.Page, _ id: String) -> Request.Outcome {
    Request(page, pool: pool).play(Array(id.utf8), in: &self)
  }

  // MARK: Looks

  /// The versions that the nodes hold; nil: no item.
  func versions(_ id: String) -> [Int?] {
    let key = pool.placement.itemKey(for: Array(id.utf8).span)
    return items.indices.map { live(key, $0)?.value }
  }

  func item(_ id: String, on node: Int) -> Item? { live(pool.placement.itemKey(for: Array(id.utf8).span), node) }
  func lock(_ id: String, on node: Int) -> Item? { live(pool.placement.lockKey(for: Array(id.utf8).span), node) }

  func owner(_ id: String) -> Int {
    var candidates = Candidates()
    pool.placement.place(Array(id.utf8).span, into: &candidates)
    return candidates[0]
  }

  /// An id whose record and lock are on these nodes; nil takes any.
  func id(record: Int?, lock: Int? = nil) -> String {
    for number in 0..<10000 {
      let id = "id\(number)"
      let lockNode = pool.placement.lockNode(for: Array(id.utf8).span)
      if record.map({ $0 == owner(id) }) ?? true, lock.map({ $0 == lockNode }) ?? true { return id }
    }
    fatalError("no such id")
  }

  private func live(_ key: ItemKey, _ node: Int) -> Item? {
    guard let item = items[node][key], item.expires.map({ $0 > now }) ?? true else { return nil }
    return item
  }

  // MARK: World

  mutating func dial(_ node: Int, patience: Duration) -> Bool { !refusing.contains(node) }
  mutating func get(_ key: ItemKey, on node: Int) -> Item? { live(key, node) }
  mutating func set(_ key: ItemKey, _ item: Item, on node: Int) { items[node][key] = item }
  mutating func increment(_ key: ItemKey, on node: Int) -> Int? { nil }
  mutating func delete(_ key: ItemKey, on node: Int) { items[node][key] = nil }
  mutating func sleep(_ time: Duration) { now += time }

  mutating func add(_ key: ItemKey, _ item: Item, on node: Int) -> Bool {
    guard live(key, node) == nil else { return false }
    items[node][key] = item
    return true
  }

  mutating func touch(_ key: ItemKey, expires: Duration?, on node: Int) -> Bool {
    guard var item = live(key, node) else { return false }
    item.expires = expires
    items[node][key] = item
    return true
  }
}
