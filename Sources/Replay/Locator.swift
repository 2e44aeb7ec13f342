public import Placement

/// Where a session is, with all nodes up or with some that refuse connections.
public struct Locator: Sendable {
  public struct Location: Hashable, Sendable {
    /// The node that the next request reads the session from; nil: none, or it cannot be known (a warning says so).
    public var owner: Int?
    /// The node that the next request takes the session's lock on first; nil: it takes none.
    public var lockNode: Int?
    /// The nodes that hold the data after the request: in PHP's write order, owner first when all are up.
    public var copies: [Int] = []
    /// `session_start()` returned true.
    public var started = false
    /// PHP reported no failed write.
    public var saved = false
    /// What PHP says in its log, and what cannot be known.
    public var warnings: [String] = []
    /// Why PHP would not store a session under this id; the rest then says nothing.
    public var problem: SessionIDProblem?
  }

  public let keys: PlacedKeys
  public let placement: any KeyPlacement
  private let down: Set<Int>
  private let daemons: [Int]

  /// `down` holds indices of the pool's nodes; every node that is the same server goes down with one.
  /// - Parameter servers: for each node the index of the first node that is the same server, by address; nil tells servers
  ///   apart by the names of their nodes.
  public init(_ keys: PlacedKeys, down: Set<Int> = [], servers: [Int]? = nil) {
    self.keys = keys
    placement = keys.placement
    self.down = down
    let nodes = placement.nodes
    daemons =
      servers ?? nodes.indices.map { index in nodes.firstIndex { $0.name == nodes[index].name } ?? index }
  }

  public init(pool: Pool, down: Set<Int> = [], servers: [Int]? = nil) {
    self.init(.sessions(pool), down: down, servers: servers)
  }

  /// With all nodes up this is the placement. With some down it is one whole page (start, change, close) for a session
  /// that did not exist, and then the start of the next request. In strict mode, where PHP gives a session that does not
  /// exist another id, it is one that was stored while all were up. For an application's key it is one `set()` and then
  /// one `get()`, each of a new object.
  public func locate(_ id: [UInt8]) -> Location {
    if let problem = placement.problem(with: id.span) { return Location(problem: problem) }
    var location =
      switch keys {
      case _ where down.isEmpty: placed(id)
      case .sessions(let pool): played(id, pool)
      case .objects(let pool): played(id, pool)
      }
    if readsAnyCopy, !location.copies.isEmpty {
      location.owner = nil
      location.warnings.append(anyCopy)
    }
    if case .objects(let pool) = keys, let warning = pool.warning(about: id.span) {
      location.warnings.insert(warning, at: 0)
    }
    return location
  }

  private func placed(_ id: [UInt8]) -> Location {
    var candidates = Candidates()
    placement.place(id.span, into: &candidates)
    return Location(
      owner: candidates.indices.first, lockNode: keys.sessions?.lockNode(for: id.span), copies: candidates.indices,
      started: true, saved: true)
  }

  private func played(_ id: [UInt8], _ pool: Pool) -> Location {
    var world = SimulatedWorld(servers: daemons, down: down)
    if isStrict { store(id, in: &world) }
    let first = Request(.write(version: 1), pool: pool).play(id, in: &world)
    let next = Request(.visit, pool: pool).play(id, in: &world)
    return Location(
      owner: next.readFrom, lockNode: next.lockedOn, copies: first.written, started: first.started, saved: first.saved,
      warnings: first.warnings)
  }

  private func played(_ key: [UInt8], _ pool: ObjectPool) -> Location {
    func play(_ object: some ObjectPlay) -> Location {
      var world = SimulatedWorld(servers: daemons, down: down)
      let stored = object.set(key, to: Item(value: 1), in: &world)
      return Location(
        owner: object.answerer(of: key, in: &world), copies: stored.nodes, started: true, saved: !stored.nodes.isEmpty,
        warnings: stored.warnings)
    }
    return switch pool.rules {
    case .memcache(let rules): play(MemcacheObject(rules: rules))
    case .memcached(let rules): play(MemcachedObject(rules: rules))
    }
  }

  private func store(_ id: [UInt8], in world: inout SimulatedWorld) {
    var candidates = Candidates()
    placement.place(id.span, into: &candidates)
    for node in candidates.indices { world.set(placement.itemKey(for: id.span), Item(value: 1), on: node) }
  }

  private var isStrict: Bool {
    guard case .sessions(let pool) = keys, case .memcached(let rules) = pool.rules else { return false }
    return rules.isStrict
  }

  /// Every answer is the bare placement, owner first: what `KeyPlacement.place` says for many ids at once.
  public var isPlacement: Bool { down.isEmpty && !readsAnyCopy }

  /// php-memcached can read a random one of the copies.
  private var readsAnyCopy: Bool {
    guard placement.copyCount > 1 else { return false }
    switch keys {
    case .sessions(let pool):
      guard case .memcached(let rules) = pool.rules else { return false }
      return rules.randomizesReplicaRead
    case .objects(let pool):
      guard case .memcached(let rules) = pool.rules else { return false }
      return rules.settings.randomizesReplicaRead
    }
  }

  private var anyCopy: String {
    let name = keys.sessions == nil ? "OPT_RANDOMIZE_REPLICA_READ" : "memcached.sess_randomize_replica_read"
    return "\(name) is on: PHP reads any one of the copies, another one in each second"
  }
}
