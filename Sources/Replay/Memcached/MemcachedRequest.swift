public import Placement

/// One PHP request through php-memcached: lock, read, write or refresh, unlock.
///
/// The rules of php-memcached 3.2.0 on libmemcached 1.1.4, against nodes that answer or refuse; found by running real
/// requests and compared with them session by session.
public struct MemcachedRequest: Sendable {
  public let page: Request.Page
  public let rules: Memcached.Rules

  public init(page: Request.Page, rules: Memcached.Rules) {
    self.page = page
    self.rules = rules
  }

  /// What one request did, and under which id.
  public struct Played: Hashable, Sendable {
    public var outcome: Request.Outcome
    /// Another than the one that came in when strict mode replaced it; nil when that one cannot be known.
    public var id: [UInt8]?
  }

  /// Plays the request with a client of its own, as without persistent connections, and no fresh ids: where strict mode
  /// replaces the id, nothing more can be said, and a warning says so.
  public func play(_ id: [UInt8], in world: inout some World) -> Request.Outcome {
    var client = MemcachedClient(rules)
    var none = [[UInt8]]().makeIterator()
    return play(id, in: &world, client: &client, freshIDs: &none).outcome
  }

  /// Plays the request with what the worker remembers; `freshIDs` are those that PHP would make, random in life.
  public func play(
    _ id: [UInt8], in world: inout some World, client: inout MemcachedClient,
    freshIDs: inout some IteratorProtocol<[UInt8]>
  ) -> Played {
    var warnings: [String] = []
    guard let id = strictID(id, in: &world, client: &client, freshIDs: &freshIDs) else {
      let unknown = "session.use_strict_mode: PHP replaces the unknown id by a random one, whose nodes cannot be known"
      return Played(outcome: Request.Outcome(started: true, saved: false, warnings: [unknown]), id: nil)
    }
    let locking = lock(id, in: &world, client: &client, warnings: &warnings)
    if case .failed = locking {
      warnings.append("Unable to clear session lock record")
      warnings.append(readFailed)
      return Played(outcome: Request.Outcome(started: false, saved: false, warnings: warnings), id: id)
    }
    let lockedOn: Int? = if case .taken(let node) = locking { node } else { nil }
    var outcome = Request.Outcome(started: true, lockedOn: lockedOn, saved: true)
    do throws(MemcachedClient.Failure) {
      let found = try read(id, in: &world, client: &client)
      outcome.readFrom = found?.node
      outcome.version = found?.item.flatMap { $0.value == 0 ? nil : $0.value }
      if let version = versionAtClose(read: outcome.version) {
        outcome.written = write(id, version: version, in: &world, client: &client, warnings: &warnings)
        outcome.saved = !outcome.written.isEmpty
        if !outcome.saved { warnings.append(writeFailed) }
      } else if page != .abort {
        refresh(id, in: &world, client: &client)
      }
    } catch {
      warnings.append("error getting session from memcached: \(error.rawValue)")
      warnings.append(readFailed)
      outcome = Request.Outcome(started: false, lockedOn: lockedOn, saved: false)
    }
    unlock(id, in: &world, client: &client)
    if !rules.isPersistent { client.close(in: &world) }
    outcome.warnings = warnings
    return Played(outcome: outcome, id: id)
  }

  /// The version that the close sets, 0 for the empty value; nil when it sets none. An empty session is always set.
  private func versionAtClose(read version: Int?) -> Int? {
    switch page {
    case .write(let version): version
    case .abort: nil
    case .visit: version == nil || !rules.touchesUnchanged ? version ?? 0 : nil
    }
  }

  private var readFailed: String { "Failed to read session data: memcached (path: \(rules.savePath))" }
  private var writeFailed: String {
    "Failed to write session data (memcached). Please verify that the current setting of session.save_path is correct "
      + "(\(rules.savePath))"
  }
}
