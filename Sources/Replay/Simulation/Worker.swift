import Placement

/// How long PHP remembers its connections and their failures.
public enum WorkerLife: String, CaseIterable, Sendable {
  /// As long as one request, as without persistent connections.
  case request
  /// As long as one worker, where the configuration makes connections persistent; all sessions go through that worker.
  case persistent
}

/// With which id a user comes back after a page whose session could not be started.
///
/// It matters in strict mode alone. php-memcached 3.2.0 makes up a new id then, sends it as a cookie, and `session_start()` is
/// false all the same; PHP's command line, with which drills are played, hands no cookie on.
public enum Cookies: Sendable {
  /// With the one that PHP sent.
  case browser
  /// With the one before.
  case commandLine
}

/// A PHP worker: plays requests, and keeps from one to the next what its pool makes it keep.
struct Worker {
  private enum Client {
    case memcache(Memcache.Rules, MemcacheFailures)
    case memcached(Memcached.Rules, MemcachedClient)
  }

  private let life: WorkerLife
  private var client: Client

  init(pool: Pool, life: WorkerLife) {
    self.life = life
    client =
      switch pool.rules {
      case .memcache(let rules): .memcache(rules, MemcacheFailures())
      case .memcached(let rules): .memcached(rules, MemcachedClient(rules))
      }
  }

  /// The outcome, and the id that the session has from now on.
  mutating func play(
    _ page: Request.Page, _ id: [UInt8], in world: inout SimulatedWorld, freshIDs: inout FreshIDs
  ) -> (outcome: Request.Outcome, id: [UInt8]) {
    switch client {
    case .memcache(let rules, var failures):
      if life == .request { failures = MemcacheFailures() }
      let outcome = MemcacheRequest(page: page, rules: rules).play(id, in: &world, failures: &failures)
      client = .memcache(rules, failures)
      return (outcome, id)
    case .memcached(let rules, var memory):
      if life == .request || !rules.isPersistent { memory = MemcachedClient(rules) }
      let played = MemcachedRequest(page: page, rules: rules).play(
        id, in: &world, client: &memory, freshIDs: &freshIDs)
      if life == .request { memory.close(in: &world) }
      client = .memcached(rules, memory)
      return (played.outcome, played.id ?? id)
    }
  }
}

/// Ids that stand for those that PHP would make: of the session's own length, the same ones in each run.
struct FreshIDs: IteratorProtocol {
  private var state: UInt64
  private let length: Int

  init(session: Int, length: Int) {
    // Another step than the generator's own, or sessions would have one another's ids.
    state = UInt64(truncatingIfNeeded: session) &* 0xd134_2543_de82_ef95
    self.length = length
  }

  mutating func next() -> [UInt8]? {
    (0..<length).map { _ in
      // Steele, Lea and Flood's SplitMix64.
      state &+= 0x9e37_79b9_7f4a_7c15
      var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
      return Array("0123456789abcdef".utf8)[Int((mixed ^ (mixed >> 31)) & 15)]
    }
  }
}
