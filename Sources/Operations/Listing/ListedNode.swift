public import MemcacheClient
public import MemcacheProtocol

/// What came of listing one node.
public struct ListedNode: Sendable {
  public enum Outcome: Hashable, Sendable {
    /// All items were named. By LRU some may be missing that were in use meanwhile; none is there twice.
    case complete(by: ListingOrder)
    /// Only `stats cachedump` is there, which leaves out the sessions in use; why, in the server's words.
    case partial(String)
    /// Another client's listing was running all the time; the server's answer.
    case busy(String)
    /// The server does not list; its answer.
    case unavailable(String)
    /// Another name of the server that is listed under this one.
    case sameServer(as: String)
    /// It gave no answer, or its listing broke off.
    case failed(NodeFailure)
    /// Nobody wanted the rest.
    case stopped
  }

  public let node: LiveNode
  public let outcome: Outcome
  /// The server's own Unix second when the listing began; nil: it gave no answer.
  public let now: Int?
  /// How many items the server counted then.
  public let items: Int?
  /// How many of them were named; also those that were not asked for.
  public let sessions: Int
  public let locks: Int
  /// Items that are no session of this pool, mcpool's own canaries left out.
  public let foreign: Int
  /// Why it did not tell afterwards which of its locks somebody has; nil: it did, or was not asked.
  public internal(set) var lockFailure: NodeFailure?

  public var state: NodeState {
    switch outcome {
    case .failed(let failure): failure.state
    default: .up
    }
  }

  /// It is another name of a server that has a row of its own.
  public var isOtherName: Bool { if case .sameServer = outcome { true } else { false } }

  /// Whether every item of the node is in the listing, as far as its server can tell.
  public var isWhole: Bool {
    switch outcome {
    case .complete, .sameServer: true
    case .partial, .busy, .unavailable, .failed, .stopped: false
    }
  }

  /// Every item is in the listing, and of the locks that were asked for it told who has them.
  public var toldAll: Bool { isWhole && lockFailure == nil }

  /// What somebody must know of it who reads the listing, and what to do; nil: nothing.
  public var remark: (summary: String, remedy: String)? {
    listingRemark ?? lockFailure.map { ("which sessions are locked is not known: \($0.reason)", $0.remedy) }
  }

  private var listingRemark: (summary: String, remedy: String)? {
    switch outcome {
    case .complete(by: .hash), .stopped: nil
    case .complete(by: .all):
      (
        "listed by LRU: sessions that were in use meanwhile may be missing",
        "memcached 1.6.9 and later list by hash, which misses none"
      )
    case .partial(let why):
      (
        "only a part is listed, the sessions in use are missing: its listing is not available (\(why))",
        "start memcached without no_lru_crawler, with 1.4.31 or later"
      )
    case .busy(let answer):
      ("not listed: another listing is running (\(answer))", "wait until it is over, or raise --timeout")
    case .unavailable(let answer):
      (
        "cannot list its items: \(answer)", "start memcached without -X; the binary protocol has no listing at all"
      )
    case .sameServer(let name):
      (
        "the same server as \(name): its sessions are listed under that name, and PHP has no second copy of any",
        "write each server once in session.save_path, and under one address in --map"
      )
    case .failed(let failure): (failure.reason, failure.remedy)
    }
  }
}

extension [ListedNode] {
  /// Notes why a node did not tell which of its locks somebody has; nil: it did.
  mutating func note(_ lockFailure: NodeFailure?, of node: LiveNode) {
    for index in indices where self[index].node == node { self[index].lockFailure = lockFailure }
  }
}
