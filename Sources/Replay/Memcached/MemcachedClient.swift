public import Placement

/// What libmemcached knows about the servers of one pool object: connections, failures, pauses, and the ring as it is now.
///
/// A request without persistent connections begins with a new one; a persistent worker keeps it. libmemcached 1.1.4 as
/// php-memcached 3.2.0 sets it up for sessions: a failed server rests for 2 s, the dead time-out is 0.
public struct MemcachedClient: Sendable {
  /// Why a command was not sent, in libmemcached's words.
  enum Failure: String, Error {
    case refused = "CONNECTION FAILURE"
    case paused = "SERVER HAS FAILED AND IS DISABLED UNTIL TIMED RETRY"
    case markedDead = "SERVER IS MARKED DEAD"
  }

  private struct Server: Hashable, Sendable {
    var isOpen = false
    /// Failed connects since the last one that worked.
    var failures = 0
    /// A failed server is not dialled before `retryAt` is over; a replicated read forgets that, but not the time.
    var isPaused = false
    /// In whole seconds of the world's clock; nil when the server never failed, or works again.
    var retryAt: Int64?
  }

  /// Seconds for which a failed server rests.
  private let pause: Int64
  /// Seconds for which a removed one does; 0: no longer than a failed one, and it is never dialled again.
  private let deadPause: Int64
  private let failureLimit: Int
  private let removesFailed: Bool
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
      pause: 2, deadPause: 0)
  }

  /// An application's object, just made.
  init(_ rules: Memcached.ObjectRules) {
    self.init(
      rules.placement.distribution, failureLimit: rules.settings.failureLimit,
      removesFailed: rules.settings.removesFailedServers, pause: Int64(rules.settings.retryTimeout),
      deadPause: Int64(rules.settings.deadTimeout))
  }

  private init(
    _ distribution: Memcached.Distribution, failureLimit: Int, removesFailed: Bool, pause: Int64, deadPause: Int64
  ) {
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
    guard world.dial(index) else {
      servers[index].failures += 1
      servers[index].isPaused = true
      // The time of the failure: dialling may have taken long.
      servers[index].retryAt = seconds(world) + pause
      throw .refused
    }
    servers[index] = Server(isOpen: true)
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
