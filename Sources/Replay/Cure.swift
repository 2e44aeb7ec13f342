public import Placement

/// What a node that came back needs, by the rule of the pool's extension and release: the policy `auto`.
///
/// Which rule a release has was measured for 8.0, 8.2 and php-memcached 3.2.0, and read for the others. A returned node's
/// old data is read before every newer copy by both extensions. Flushing is the cure only where PHP asks the next copy
/// after a miss; elsewhere a miss logs the user out, and what PHP writes then destroys the good copy.
public enum Cure: Hashable, Sendable {
  case leave(Reason)
  /// Flush it where nothing is lost by that, refill it elsewhere.
  case flush
  /// Old copies are replaced by the newest ones, missing ones added.
  case refill
  /// Missing copies are added.
  case addMissing
  /// Nothing may be done; what was seen is said.
  case report(Reason)

  public enum Reason: Hashable, Sendable {
    /// PHP reads the next copy and fills the node again by itself.
    case healsByItself
    /// There is no other copy.
    case oneCopy
    /// What it holds is the newest that there is: nothing is written elsewhere while a session's owner is down.
    case ownerHasNewest
    /// Nothing was seen of how this release reads its copies.
    case unknownRule
    case assumedRelease
    /// It is another server than before.
    case replaced
  }

  /// - Parameter isEmpty: the node came back without its sessions.
  public init(for pool: Pool, isEmpty: Bool) {
    self = pool.release.provenance == .assumed ? .report(.assumedRelease) : Cure(ruleOf: pool, isEmpty: isEmpty)
  }

  /// What it would be if the release were certain.
  public init(ruleOf pool: Pool, isEmpty: Bool) {
    let copies = pool.placement.copyCount
    switch pool.rules {
    case .memcache(let rules):
      if rules.release.generation == .unlockedCopies {
        self = .report(.unknownRule)
      } else if copies < 2 {
        self = .leave(.oneCopy)
      } else if rules.release.missIsFinal {
        self = isEmpty ? .addMissing : .refill
      } else {
        self = isEmpty ? .leave(.healsByItself) : .flush
      }
    case .memcached(let rules):
      if rules.removesFailedServers, !isEmpty {
        // Once the failure limit was reached PHP wrote on, to nodes that no rule names; nobody can see whether it was.
        self = .refill
      } else if copies < 2, !rules.removesFailedServers {
        self = .leave(.oneCopy)
      } else {
        self = isEmpty ? .addMissing : .leave(.ownerHasNewest)
      }
    }
  }
}
