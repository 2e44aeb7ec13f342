public import Placement

/// One PHP request through pecl/memcache: read with lock, write with unlock, each a walk of its own.
///
/// The rules of ext/memcache 8.0 and 8.2 were compared with real PHP session by session; those of older releases follow
/// what the project's history says.
public struct MemcacheRequest: Sendable {
  public let page: Request.Page
  public let rules: Memcache.Rules

  public init(page: Request.Page, rules: Memcache.Rules) {
    self.page = page
    self.rules = rules
  }

  /// Plays the request with a client of its own, as without persistent connections.
  public func play(_ id: [UInt8], in world: inout some World) -> Request.Outcome {
    var failures = MemcacheFailures()
    return play(id, in: &world, failures: &failures)
  }

  /// Plays the request with what the worker remembers, and leaves there what the next one will know.
  public func play(_ id: [UInt8], in world: inout some World, failures: inout MemcacheFailures) -> Request.Outcome {
    defer { failures.endRequest(rules: rules) }
    let session = MemcacheSession(id: id, rules: rules)
    var lockedOn: Int?
    let reading = session.read(in: &world, failures: &failures, lockedOn: &lockedOn)
    if case .crashed = reading {
      return Request.Outcome(
        started: false, lockedOn: lockedOn, saved: false,
        warnings: ["PHP dies of a segmentation fault: the lock was held for twice memcache.lock_timeout"])
    }
    // A read from nowhere is a successful empty session.
    var outcome = Request.Outcome(started: true, lockedOn: lockedOn, saved: true)
    if case .found(let item, let node) = reading {
      outcome.readFrom = node
      outcome.version = item.value == 0 ? nil : item.value
    }
    let version: Int
    switch page {
    case .abort: return outcome
    case .write(let new): version = new
    // Every page view writes, changed or not, empty or not.
    case .visit: version = outcome.version ?? 0
    }
    outcome.written = session.write(version, in: &world, failures: &failures)
    outcome.saved = !outcome.written.isEmpty
    if !outcome.saved {
      outcome.warnings.append(
        "Failed to write session data (memcache). Please verify that the current setting of session.save_path is correct "
          + "(\(rules.savePathInWarnings))")
    }
    return outcome
  }
}
