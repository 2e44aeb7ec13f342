import MemcacheProtocol
import Placement
import Synchronization

/// A session that a server threw away for want of memory, before its time.
public struct EvictedSession: Hashable, Sendable {
  public let id: [UInt8]
  public let node: String
  /// Seconds since it was last used.
  public let idle: Int
  /// Seconds that it had to live; nil: for ever.
  public let ttl: Int?
}

/// What a watch of evictions came to.
public struct EvictionWatch: Sendable {
  public let watch: Watch
  public let sessions: UInt64
  public let locks: UInt64
  public let foreign: UInt64
  /// Of the sessions, those that were heard of and for which nobody had room.
  public let untold: UInt64
}

extension SessionPool {
  /// Tells of the sessions that are thrown away, for so long or until the task is cancelled.
  ///
  /// - Parameter each: called where the connections are read; it must be quick. False: it had no room for the session,
  ///   which is counted.
  public func evictions(
    for time: Duration, each: @escaping @Sendable (EvictedSession) -> Bool
  ) async -> EvictionWatch {
    let counts = Mutex((sessions: UInt64(0), locks: UInt64(0), foreign: UInt64(0), untold: UInt64(0)))
    let names = live.nodes.map(\.name)
    let form = self.form
    let watch = await watch([.evictions], for: time) { place, line in
      guard line.kind == .eviction else { return }
      switch form.kind(of: line.key) {
      case .lock: counts.withLock { $0.locks += 1 }
      case .foreign: counts.withLock { $0.foreign += 1 }
      case .session(let id):
        counts.withLock { $0.sessions += 1 }
        let session = EvictedSession(
          id: Array(line.key[id]), node: names[place], idle: Int(line.idle), ttl: line.ttl.map { Int($0) })
        if !each(session) { counts.withLock { $0.untold += 1 } }
      }
    }
    let (sessions, locks, foreign, untold) = counts.withLock { $0 }
    return EvictionWatch(watch: watch, sessions: sessions, locks: locks, foreign: foreign, untold: untold)
  }
}
