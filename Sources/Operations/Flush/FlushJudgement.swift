/// What a flush of one node does to the user of one session on it. Pure, from what the nodes hold.
public enum FlushVerdict: Hashable, Sendable {
  /// The next request reads what it would have read anyway.
  case safe
  /// The next request reads an older copy.
  case atRisk
  /// The next request finds nothing: the user is logged out.
  case lost
  /// A node that may have a copy does not answer.
  case undecided
}

/// The rule of an extension's release for a read that misses on a node that is up.
public enum MissRule: Hashable, Sendable {
  /// php-memcached; pecl/memcache 4.0.1-4.0.5.2, 8.0 and 8.0-fixed: a miss is final, and what is then written destroys
  /// the other copies. Also where there is one copy only.
  case isFinal
  /// pecl/memcache 3.0.4-4.0.0, 4.0.5.3 and later 4.x, 8.0.1 and later: the next copy is read.
  case readsNext
}

/// What one node of a session's places holds.
public enum Holding: Hashable, Sendable {
  /// The item's seconds left; nil never expires.
  case copy(ttl: Int?)
  case nothing
  /// It does not answer.
  case unknown
}

extension FlushVerdict {
  /// - Parameters:
  ///   - places: what the session's nodes hold, in PHP's order of reading, owner first.
  ///   - flushed: the node to be flushed, as an index of `places`; nil when the session does not belong there.
  public init(places: [Holding], flushed: Int?, rule: MissRule) {
    guard let flushed, case .copy(let ttl) = places[flushed] else {
      self = .safe
      return
    }
    let before = places[..<flushed]
    switch rule {
    case .isFinal:
      // Only the first node that answers is read.
      self = flushed == 0 ? .lost : before.allSatisfy { $0 == .unknown } ? .lost : .safe
    case .readsNext:
      if before.contains(where: \.isCopy) {
        self = .safe
      } else if let next = places[(flushed + 1)...].first(where: { $0 != .nothing }) {
        self = if case .copy(let other) = next { Self.isOlder(other, than: ttl) ? .atRisk : .safe } else { .undecided }
      } else {
        self = .lost
      }
    }
  }

  /// pecl/memcache writes each copy with the same absolute expiry, so an earlier one was written earlier. Two seconds
  /// of play, because servers count whole seconds, each by a clock of its own.
  private static func isOlder(_ other: Int?, than flushed: Int?) -> Bool {
    guard let other else { return false }
    guard let flushed else { return true }
    return other + 2 < flushed
  }
}

extension Holding {
  fileprivate var isCopy: Bool { if case .copy = self { true } else { false } }
}
