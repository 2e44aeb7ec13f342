import PHPConfiguration
import Placement
import Replay

/// A pool of pecl/memcache.
func memcachePool(_ savePath: String, _ directives: [String: String] = [:], release: String) throws -> Pool {
  var configuration = Configuration()
  configuration.set("session.save_path", to: Array(savePath.utf8), from: "test")
  for (name, value) in directives { configuration.set(name, to: Array(value.utf8), from: "test") }
  return try Pool(
    configuration: configuration, handler: .memcache, release: Release(value: release, provenance: .stated))
}

/// A session of a pool with two copies, and the nodes that can break.
struct MirroredSession {
  let pool: Pool
  let id: [UInt8]
  let primary: Int
  let mirror: Int

  init(release: String, servers: Int = 2, directives: [String: String] = [:]) throws {
    let path = (1...servers).map { "tcp://10.0.0.\($0):11211" }.joined(separator: ",")
    let pool = try memcachePool(path, directives, release: release)
    let id = Array("d41d8cd98f00b204e9800998ec".utf8)
    self.pool = pool
    self.id = id
    var candidates = Candidates()
    pool.placement.place(id.span, into: &candidates)
    primary = candidates[0]
    mirror = candidates[1]
  }

  var data: ItemKey { pool.placement.itemKey(for: id.span) }
  var lock: ItemKey { pool.placement.lockKey(for: id.span) }

  func world(down: Set<Int> = []) -> SimulatedWorld { SimulatedWorld(nodeCount: pool.nodes.count, down: down) }

  /// The same items in a world in which other nodes are down.
  func world(like world: SimulatedWorld, down: Set<Int>) -> SimulatedWorld {
    var next = self.world(down: down)
    for node in pool.nodes.indices {
      for key in [data, lock] {
        if let item = world.get(key, on: node) { next.set(key, item, on: node) }
      }
    }
    return next
  }

  func play(_ page: Request.Page, in world: inout some World) -> Request.Outcome {
    Request(page, pool: pool).play(id, in: &world)
  }

  func versions(in world: SimulatedWorld) -> [Int?] { pool.nodes.indices.map { world.get(data, on: $0)?.value } }
}

/// A static world that counts what is asked of it.
struct CountingWorld: World {
  private var world: SimulatedWorld
  private(set) var calls = 0

  init(_ world: SimulatedWorld) { self.world = world }

  var now: Duration { world.now }

  mutating func dial(_ node: Int, patience: Duration) -> Bool { counted { $0.dial(node, patience: patience) } }
  mutating func get(_ key: ItemKey, on node: Int) -> Item? { counted { $0.get(key, on: node) } }
  mutating func set(_ key: ItemKey, _ item: Item, on node: Int) { counted { $0.set(key, item, on: node) } }
  mutating func add(_ key: ItemKey, _ item: Item, on node: Int) -> Bool { counted { $0.add(key, item, on: node) } }
  mutating func increment(_ key: ItemKey, on node: Int) -> Int? { counted { $0.increment(key, on: node) } }
  mutating func touch(_ key: ItemKey, expires: Duration?, on node: Int) -> Bool {
    counted { $0.touch(key, expires: expires, on: node) }
  }
  mutating func delete(_ key: ItemKey, on node: Int) { counted { $0.delete(key, on: node) } }
  mutating func sleep(_ time: Duration) { counted { $0.sleep(time) } }

  private mutating func counted<Answer>(_ call: (inout SimulatedWorld) -> Answer) -> Answer {
    calls += 1
    return call(&world)
  }
}
