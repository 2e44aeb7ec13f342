public import Placement

/// What the memcache extension remembers of its servers: one request long, or as long as the worker with persistent
/// connections.
public struct MemcacheFailures: Hashable, Sendable {
  /// The world's second in which each node failed last; a node that works again is not in it.
  private var seconds: [Int: Int64] = [:]

  public init() {}

  /// Whether PHP would talk to a node now: it is not in its pause after a failure, and can be dialled.
  ///
  /// One failure is enough. Whole seconds count, so a pause is up to a second shorter than `retry_interval`.
  mutating func reaches(_ node: Int, of servers: [Memcache.Server], in world: inout some World) -> Bool {
    let second = world.now.components.seconds
    if let failure = seconds[node] {
      let pause = Int64(servers[node].retryInterval)
      guard pause >= 0, second >= failure + pause else { return false }
    }
    guard world.dial(node, patience: Self.patience(servers[node].timeout)) else {
      seconds[node] = world.now.components.seconds
      return false
    }
    seconds[node] = nil
    return true
  }

  /// Whether a node answers what it was just sent. Where it does not, the shortest timeout of all servers is waited for,
  /// and the node has failed.
  mutating func isAnswered(by node: Int, of servers: [Memcache.Server], in world: inout some World) -> Bool {
    if world.answers(node) { return true }
    world.sleep(Self.patience(servers.lazy.map(\.timeout).min() ?? 0))
    seconds[node] = world.now.components.seconds
    return false
  }

  /// Whatever is configured, nobody waits longer than a week.
  private static func patience(_ timeout: Double) -> Duration { .seconds(max(0, min(timeout, 604_800))) }

  /// Whether a node can be reached and answers; what it is asked is not played.
  mutating func isUsable(_ node: Int, of servers: [Memcache.Server], in world: inout some World) -> Bool {
    reaches(node, of: servers, in: &world) && isAnswered(by: node, of: servers, in: &world)
  }

  /// Forgets what a request that ends does not leave to the next one: all but the persistent servers.
  public mutating func endRequest(rules: Memcache.Rules) {
    seconds = seconds.filter { rules.servers[$0.key].isPersistent }
  }
}
