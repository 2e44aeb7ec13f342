/// What a flush does to the user of one session on a flushed node. Pure, from what the session's nodes hold.
public enum FlushVerdict: Hashable, Sendable {
  /// The next request reads what it would have read anyway.
  case safe
  /// The next request reads an older copy.
  case atRisk
  /// The next request finds nothing: the user is logged out.
  case lost
  /// A node that may have a copy does not answer, or the copy that is read next is of unknown age.
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
  /// The absolute second at which the copy ends; nil never.
  case copy(expires: Int?)
  /// The server does not tell how long its copy lives: it is there, and older than another or not.
  case copyOfUnknownEnd
  case nothing
  /// It does not answer, neither us nor, as far as we know, PHP.
  case unknown
}

extension FlushVerdict {
  /// - Parameters:
  ///   - places: what the session's nodes hold, in PHP's order of reading, owner first; `nothing` where another node is
  ///     flushed too.
  ///   - flushed: the node in question, as an index of `places`; nil when the session does not belong there.
  public init(places: [Holding], flushed: Int?, rule: MissRule) {
    guard let flushed, places[flushed].isCopy else {
      self = .safe
      return
    }
    let before = places[..<flushed]
    let others = before + places[(flushed + 1)...]
    switch rule {
    case .isFinal:
      // Only the first node that answers is read, so a node that answers before this one decides.
      self = before.allSatisfy { $0 == .unknown } ? .lost : .safe
    case .readsNext:
      if before.contains(where: \.isCopy) {
        self = .safe
      } else if let other = others.first(where: \.isCopy) {
        self = Self.reading(other, insteadOf: places[flushed])
      } else {
        self = others.contains(.unknown) ? .undecided : .lost
      }
    }
  }

  private static func reading(_ other: Holding, insteadOf flushed: Holding) -> FlushVerdict {
    guard case (.copy(let other), .copy(let flushed)) = (other, flushed) else { return .undecided }
    return isOlder(other, than: flushed) ? .atRisk : .safe
  }

  /// pecl/memcache 4.0 and later writes each copy with the same absolute expiry, so an earlier one was written earlier.
  /// A second of play, because a server's answer gives it as a rest of whole seconds.
  private static func isOlder(_ other: Int?, than flushed: Int?) -> Bool {
    guard let other else { return false }
    guard let flushed else { return true }
    return other + 1 < flushed
  }
}

extension Holding {
  fileprivate var isCopy: Bool {
    switch self {
    case .copy, .copyOfUnknownEnd: true
    case .nothing, .unknown: false
    }
  }
}
