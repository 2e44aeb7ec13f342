import MemcacheClient
import MemcacheProtocol
import Placement
import Synchronization

/// What is on one node: this pool's sessions by id, and how much of everything else.
public struct Census: Sendable {
  /// A session's data, with the seconds that it has left; nil: it never expires.
  public struct Session: Hashable, Sendable {
    public let id: [UInt8]
    public let ttl: Int?
  }

  public private(set) var sessions: [Session] = []
  public private(set) var locks = 0
  /// Items that are no session of this pool, mcpool's own canaries left out.
  public private(set) var foreign = 0
  /// The server's answer where it does not list; the counts are then unknown.
  public fileprivate(set) var unlisted: String?

  public var items: Int { sessions.count + locks + foreign }

  mutating func count(_ line: MetadumpLine, form: SessionKeyForm?, now: Int64) {
    switch form?.kind(of: line.key) ?? .foreign {
    case .session(let id):
      sessions.append(Session(id: Array(line.key[id]), ttl: line.expires.map { Int(max(0, $0 - now)) }))
    case .lock:
      locks += 1
    case .foreign:
      if !line.key.starts(with: Canary.prefix) { foreign += 1 }
    }
  }
}

extension NodeClient {
  /// Lists the node and tells this pool's sessions from other items. `form` nil: nothing is known of sessions.
  func census(_ form: SessionKeyForm?, now: Int64) async throws(NodeFailure) -> Census {
    for order in [ListingOrder.hash, .all] {
      let census = Mutex(Census())
      let listing = try await metadump(order) { line in census.withLock { $0.count(line, form: form, now: now) } }
      switch listing {
      case .complete: return census.withLock { $0 }
      case .unavailable(let answer):
        // Servers before 1.6.9 know only the listing by LRU class.
        if order == .hash, answer.kind == .badClass || answer.kind == .error || answer.kind == .client { continue }
        var none = Census()
        none.unlisted = answer.line
        return none
      }
    }
    return Census()
  }
}
