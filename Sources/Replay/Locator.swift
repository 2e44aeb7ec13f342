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

  public let pool: Pool
  private let placement: any SessionPlacement
  private let down: Set<Int>
  private let daemons: [Int]

  /// `down` holds indices of the pool's nodes; another entry of the same name goes down with one.
  public init(pool: Pool, down: Set<Int> = []) {
    self.pool = pool
    placement = pool.placement
    self.down = down
    let nodes = placement.nodes
    daemons = nodes.indices.map { index in nodes.firstIndex { $0.name == nodes[index].name } ?? index }
  }

  /// With all nodes up this is the placement. With some down it is one whole page (start, change, close) for a session
  /// that did not exist, and then the start of the next request. In strict mode, where PHP gives a session that does not
  /// exist another id, it is one that was stored while all were up.
  public func locate(_ id: [UInt8]) -> Location {
    if let problem = placement.problem(with: id.span) { return Location(problem: problem) }
    return down.isEmpty ? placed(id) : played(id)
  }

  private func placed(_ id: [UInt8]) -> Location {
    var candidates = Candidates()
    placement.place(id.span, into: &candidates)
    return Location(
      owner: readsAnyCopy ? nil : candidates.indices.first, lockNode: placement.lockNode(for: id.span),
      copies: candidates.indices, started: true, saved: true, warnings: readsAnyCopy ? [Self.anyCopy] : [])
  }

  private func played(_ id: [UInt8]) -> Location {
    var world = StaticWorld(daemons: daemons, down: down)
    if isStrict { store(id, in: &world) }
    let first = Request(.write(version: 1), pool: pool).play(id, in: &world)
    let next = Request(.visit, pool: pool).play(id, in: &world)
    var location = Location(
      owner: next.readFrom, lockNode: next.lockedOn, copies: first.written, started: first.started, saved: first.saved,
      warnings: first.warnings)
    if readsAnyCopy, !first.written.isEmpty {
      location.owner = nil
      location.warnings.append(Self.anyCopy)
    }
    return location
  }

  private func store(_ id: [UInt8], in world: inout StaticWorld) {
    var candidates = Candidates()
    placement.place(id.span, into: &candidates)
    for node in candidates.indices { world.set(placement.itemKey(for: id.span), Item(value: 1), on: node) }
  }

  private var isStrict: Bool {
    switch pool.rules {
    case .memcache: false
    case .memcached(let rules): rules.isStrict
    }
  }

  /// Every answer is the bare placement, owner first: what `SessionPlacement.place` says for many ids at once.
  public var isPlacement: Bool { down.isEmpty && !readsAnyCopy }

  /// php-memcached can read a random one of the copies.
  private var readsAnyCopy: Bool {
    switch pool.rules {
    case .memcache: false
    case .memcached(let rules): rules.randomizesReplicaRead && placement.copyCount > 1
    }
  }

  private static let anyCopy =
    "memcached.sess_randomize_replica_read is on: PHP reads any one of the copies, another one in each second"
}
