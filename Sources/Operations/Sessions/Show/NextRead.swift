import MemcacheClient
import Placement
import Replay

/// What the next request that opens a session sees of it, once nobody else has it open.
public enum NextRead: Hashable, Sendable {
  /// It reads what this node has, by index in the live pool; a stored session that holds nothing too.
  case reads(Int)
  /// `session_start()` is true, and the session is empty: its user is logged out.
  case startsEmpty
  /// PHP takes another id, because the node that it asks does not know this one (`session.use_strict_mode`).
  case takesNewID
  /// `session_start()` is false.
  case fails
  /// Not known, and why.
  case unknown(String)

  /// As JSON has it.
  public var word: String {
    switch self {
    case .reads: "reads"
    case .startsEmpty: "starts_empty"
    case .takesNewID: "takes_new_id"
    case .fails: "fails"
    case .unknown: "unknown"
    }
  }

  /// The node that it reads from.
  public var node: Int? { if case .reads(let node) = self { node } else { nil } }
}

/// Plays the next request on what was found.
struct NextReader: Sendable {
  let pool: Pool
  let liveIndices: [Int]
  /// Every node answers, whichever has the lock. False: ask for each.
  let areAllUp: Bool
  private let placement: any SessionPlacement
  private let isReplicaRandom: Bool

  init(pool: Pool, liveIndices: [Int], areAllUp: Bool = false) {
    self.pool = pool
    self.liveIndices = liveIndices
    self.areAllUp = areAllUp
    placement = pool.placement
    isReplicaRandom = if case .memcached(let rules) = pool.rules { rules.randomizesReplicaRead } else { false }
  }

  /// - Parameters:
  ///   - candidates: where PHP puts the session with all nodes up, by index in the ring.
  ///   - holding: what a live node has; nil: it gave no answer to that.
  ///   - state: how a live node answered.
  func next(
    for id: ArraySlice<UInt8>, candidates: [Int], holding: (Int) -> Holds?, state: (Int) -> NodeState
  ) -> NextRead {
    guard let owner = candidates.first else { return .unknown("PHP stores no session under this id") }
    let first = liveIndices[owner]
    if readsAnyCopy(candidates.count) { return .unknown("memcached.sess_randomize_replica_read: PHP reads any copy") }
    if let usual = usual(owner: first, copyCount: candidates.count, holding(first)) { return usual }
    let lockNode = placement.lockNode(for: id.span).map { liveIndices[$0] } ?? first
    if holding(first) == .data, state(lockNode) == .up { return .reads(first) }
    return played(id, candidates, lockNode, holding, state)
  }

  /// The usual case needs no play: whoever is asked first, answers. Nil: it is not that.
  ///
  /// - Parameter owner: by index in the live pool.
  func usual(owner: Int, copyCount: Int, _ holds: Holds?) -> NextRead? {
    areAllUp && holds == .data && !readsAnyCopy(copyCount) ? .reads(owner) : nil
  }

  enum Holds: Hashable { case nothing, empty, data }

  private func played(
    _ id: ArraySlice<UInt8>, _ candidates: [Int], _ lockNode: Int, _ holding: (Int) -> Holds?,
    _ state: (Int) -> NodeState
  ) -> NextRead {
    let asked = candidates.map { liveIndices[$0] } + [lockNode]
    for node in asked where state(node) == .up && holding(node) == nil && node != lockNode {
      return .unknown("it is not known what its nodes hold")
    }
    for node in asked where !state(node).looksAlikeToPHP { return .unknown("PHP may be able to reach what we cannot") }
    if case .memcached(let rules) = pool.rules {
      // It connects, waits for an answer in vain, and asks no copy.
      if asked.first.map(state) == .mute || state(lockNode) == .mute { return .fails }
      if rules.isStrict, state(asked[0]) != .up || holding(asked[0]) == .nothing { return .takesNewID }
    }
    let down = pool.nodes.indices.filter { state(liveIndices[$0]) != .up }
    var world = SimulatedWorld(nodeCount: pool.nodes.count, down: Set(down))
    let key = pool.placement.itemKey(for: id.span)
    for node in pool.nodes.indices where state(liveIndices[node]) == .up {
      switch holding(liveIndices[node]) {
      case .data: world.set(key, Item(value: 1), on: node)
      case .empty: world.set(key, Item(value: 0), on: node)
      case .nothing, nil: break
      }
    }
    let outcome = Request(.visit, pool: pool).play(Array(id), in: &world)
    guard outcome.started else { return .fails }
    guard let node = outcome.readFrom.map({ liveIndices[$0] }) else { return .startsEmpty }
    return holding(node) == .nothing ? .startsEmpty : .reads(node)
  }

  /// php-memcached can read a random one of the copies.
  private func readsAnyCopy(_ copyCount: Int) -> Bool { copyCount > 1 && isReplicaRandom }
}

extension NodeState {
  /// PHP gets no further with such a node than we do. Of logins and certificates it may have others.
  fileprivate var looksAlikeToPHP: Bool {
    switch self {
    case .up, .refused, .timeout, .mute, .reset, .full, .unresolved: true
    case .tls, .authRequired, .authFailed, .notMemcached: false
    }
  }
}
