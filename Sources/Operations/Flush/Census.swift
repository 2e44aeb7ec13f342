import MemcacheClient
import MemcacheProtocol
import Placement
import Synchronization

/// What is on one node: this pool's sessions by id, and how much of everything else.
public struct Census: Sendable {
  /// A session's data.
  struct Session: Hashable, Sendable {
    let id: [UInt8]
    /// The absolute second at which it ends, as memcached keeps it; nil: never.
    let expires: Int?
  }

  /// Why a node's items could not be counted.
  public enum Unlisted: Hashable, Sendable {
    /// Another client's listing is running; the server's answer.
    case busy(String)
    /// The server does not list; its answer.
    case unavailable(String)
    /// The listing broke off.
    case failed(String)
    /// More items than can be listed; how many the server counts.
    case tooMany(Int)
  }

  private(set) var sessions: [Session] = []
  private(set) var locks = 0
  /// Items that are no session of this pool, mcpool's own left out.
  private(set) var foreign = 0
  fileprivate(set) var unlisted: Unlisted?

  fileprivate mutating func count(_ line: MetadumpLine, form: SessionKeyForm?) {
    switch form?.kind(of: line.key) ?? .foreign {
    case .session(let id):
      sessions.append(Session(id: Array(line.key[id]), expires: line.expires.map { Int($0) }))
    case .lock:
      locks += 1
    case .foreign:
      if !OwnItems.contain(line.key, form) { foreign += 1 }
    }
  }
}

extension Census {
  /// A listing by LRU may name an item twice.
  private mutating func removeRepetitions() {
    var seen: Set<[UInt8]> = []
    sessions.removeAll { !seen.insert($0.id).inserted }
  }

  /// Lists the node and tells this pool's sessions from other items.
  ///
  /// - Parameters:
  ///   - form: nil: nothing is known of sessions.
  ///   - items: how many the node counts itself. A listing of far more has no end, and is not waited for.
  init(of client: any NodeClient, form: SessionKeyForm?, items: Int) async {
    guard items < Limits.listedItems else {
      self.init()
      unlisted = .tooMany(items)
      return
    }
    let most = min(2 * items + Limits.listedItemsUncounted, Limits.listedItems)
    let census = Mutex(Census())
    do throws(NodeFailure) {
      switch try await client.metadump(upTo: most, each: { line in census.withLock { $0.count(line, form: form) } }) {
      case .complete(_, let order):
        self = census.withLock { $0 }
        if order == .all { removeRepetitions() }
      case .busy(let answer):
        self.init()
        unlisted = .busy(answer)
      case .unavailable(let answer):
        self.init()
        unlisted = .unavailable(answer)
      }
    } catch {
      self.init()
      unlisted = .failed(error.reason)
    }
  }
}
