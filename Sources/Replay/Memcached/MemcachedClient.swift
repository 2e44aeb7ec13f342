public import Placement

/// What libmemcached knows about the servers of one pool object: connections, failures, pauses, and the ring as it is now.
///
/// A request without persistent connections begins with a new one; a persistent worker keeps it. libmemcached 1.1.4 as
/// php-memcached 3.2.0 sets it up for sessions: a failed server rests for 2 s, the dead time-out is 0.
public struct MemcachedClient: Sendable {
  /// Why a command has no answer, in libmemcached's words.
  enum Failure: String, Error {
    case refused = "CONNECTION FAILURE"
    case paused = "SERVER HAS FAILED AND IS DISABLED UNTIL TIMED RETRY"
    case markedDead = "SERVER IS MARKED DEAD"
    /// It was sent, and nothing came.
    case timedOut = "A TIMEOUT OCCURRED"
    /// The connection, kept from an earlier request, had died.
    case lost = "CONNECTION FAILURE, the kept connection had died"
  }

  private struct Server: Hashable, Sendable {
    var isOpen = false
    /// The world's number of the open connection.
    var connection = 0
    /// Commands without an answer, which wait in the client's buffer.
    var unsent: [QuietCommand] = []
    /// Failed connects since the last one that worked.
    var failures = 0
    /// A failed server is not dialled before `retryAt` is over; a replicated read forgets that, but not the time.
    var isPaused = false
    /// In whole seconds of the world's clock; nil when the server never failed, or works again.
    var retryAt: Int64?

    mutating func close() {
      isOpen = false
      unsent = []
    }
  }

  /// A command for a copy: nobody waits for its answer.
  enum QuietCommand: Hashable {
    case set(ItemKey, Item)
    case delete(ItemKey)
  }

  /// The wait for an answer (libmemcached's poll time-out, which no directive changes).
  private static let replyTimeout = Duration.seconds(5)

  /// Seconds for which a failed server rests.
  private let pause: Int64
  /// Seconds for which a removed one does; 0: no longer than a failed one, and it is never dialled again.
  private let deadPause: Int64
  private let failureLimit: Int
  private let removesFailed: Bool
  private let connectTimeout: Duration
  /// With the ring of all servers.
  private let whole: Memcached.Distribution
  /// As keys are placed now.
  private var distribution: Memcached.Distribution
  /// When the first of the removed servers is let in again.
  private var rejoinAt: Int64?
  private var servers: [Server]

  public init(_ rules: Memcached.Rules) {
    self.init(
      rules.placement.distribution, failureLimit: rules.failureLimit, removesFailed: rules.removesFailedServers,
      pause: 2, deadPause: 0, connectTimeout: rules.connectTimeout == .zero ? .seconds(4) : rules.connectTimeout)
  }

  /// An application's object, just made.
  init(_ rules: Memcached.ObjectRules) {
    self.init(
      rules.placement.distribution, failureLimit: rules.settings.failureLimit,
      removesFailed: rules.settings.removesFailedServers, pause: Int64(rules.settings.retryTimeout),
      deadPause: Int64(rules.settings.deadTimeout), connectTimeout: .seconds(4))
  }

  private init(
    _ distribution: Memcached.Distribution, failureLimit: Int, removesFailed: Bool, pause: Int64, deadPause: Int64,
    connectTimeout: Duration
  ) {
    self.connectTimeout = connectTimeout
    self.failureLimit = failureLimit
    self.removesFailed = removesFailed
    self.pause = pause
    self.deadPause = deadPause
    whole = distribution
    self.distribution = distribution
    servers = Array(repeating: Server(), count: whole.nodes.count)
  }

  /// The server of a key on the ring as it is now; removed servers whose pause is over come back first.
  mutating func owner(of key: [UInt8], in world: some World) -> Int {
    if let rejoinAt, rejoinAt < seconds(world) { removePaused(seconds(world)) }
    return distribution.owner(of: key.span)
  }

  /// Makes a server ready for a command, dialling it when no connection is open.
  mutating func use(_ index: Int, in world: inout some World) throws(Failure) {
    if servers[index].isOpen { return }
    let now = seconds(world)
    let isResting = (servers[index].retryAt ?? 0) >= now
    if servers[index].failures >= failureLimit {
      if removesFailed {
        if deadPause > 0 {
          servers[index].retryAt = now + deadPause
          servers[index].failures = failureLimit - 1
        }
        removePaused(now)
        throw .markedDead
      }
      if isResting { throw .paused }
    } else if servers[index].isPaused, isResting {
      throw .paused
    }
    guard world.dial(index, patience: connectTimeout) else {
      servers[index].failures += 1
      servers[index].isPaused = true
      // The time of the failure: dialling may have taken long.
      servers[index].retryAt = seconds(world) + pause
      throw .refused
    }
    servers[index] = Server(isOpen: true, connection: world.connection(to: index))
  }

  /// Sends a command and waits for its answer. What waited for this server goes first.
  mutating func run<W: World, Answer>(
    on index: Int, in world: inout W, _ command: (inout W) -> Answer
  ) throws(Failure) -> Answer {
    try use(index, in: &world)
    guard servers[index].connection == world.connection(to: index) else {
      servers[index].close()
      throw .lost
    }
    send(to: index, in: &world)
    let answer = command(&world)
    guard world.answers(index) else {
      world.sleep(Self.replyTimeout)
      servers[index].close()
      throw .timedOut
    }
    return answer
  }

  /// Leaves a command in the buffer of a server that can be reached, or seems to be.
  mutating func leave(_ command: QuietCommand, for index: Int, in world: inout some World) throws(Failure) {
    try use(index, in: &world)
    servers[index].unsent.append(command)
  }

  /// The client is closed at the end of its request: what waits is sent, and the answers are waited for.
  mutating func close(in world: inout some World) {
    for index in servers.indices where !servers[index].unsent.isEmpty {
      send(to: index, in: &world)
      if !world.answers(index) { world.sleep(Self.replyTimeout) }
    }
  }

  private mutating func send(to index: Int, in world: inout some World) {
    for command in servers[index].unsent {
      switch command {
      case .set(let key, let item): world.set(key, item, on: index)
      case .delete(let key): world.delete(key, on: index)
      }
    }
    servers[index].unsent = []
  }

  /// A replicated read closes the server that it could not ask: its pause is forgotten, its failures are not.
  mutating func forgetPause(of index: Int) {
    servers[index].isPaused = false
  }

  /// Builds the ring without the servers that rest; when all do, it stays. Only rings change.
  private mutating func removePaused(_ now: Int64) {
    let resting = servers.indices.filter { (servers[$0].retryAt ?? 0) > now }
    rejoinAt = resting.compactMap { servers[$0].retryAt }.min()
    guard resting.count < servers.count else { return }
    guard distribution.ejected != Set(resting) else { return }
    distribution = resting.isEmpty ? whole : whole.ejecting(Set(resting))
  }

  /// Nothing happened to it since: while the clock stands, the same command ends the same way again.
  func isUnchanged(since earlier: MemcachedClient) -> Bool {
    servers == earlier.servers && rejoinAt == earlier.rejoinAt
      && distribution.ejected == earlier.distribution.ejected
  }

  private func seconds(_ world: some World) -> Int64 { world.now.components.seconds }
}
