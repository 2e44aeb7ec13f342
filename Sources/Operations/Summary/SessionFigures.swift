/// What a crowd of sessions is like.
public struct SessionFigures: Hashable, Sendable {
  public private(set) var sessions = 0
  /// Used within the last minute, 5 minutes, 15 minutes. Whoever was seen within one minute counts in all.
  public private(set) var active1 = 0
  public private(set) var active5 = 0
  public private(set) var active15 = 0
  /// Nobody has read them since they were stored: visitors who came once, most of them bots.
  public private(set) var neverRead = 0
  /// Of these the server does not tell when they were used.
  public private(set) var useUnknown = 0
  public private(set) var neverExpire = 0
  /// Of whole items, as memcached counts them.
  public private(set) var bytes = 0
  /// Seconds left, of those that end.
  public private(set) var ttl = Spread.seconds
  /// Of whole items.
  public private(set) var sizes = Spread.bytes

  public init() {}

  /// One of the figures that tell of use; nil where there are sessions and use is known of none of them.
  public func ofUse(_ figure: KeyPath<SessionFigures, Int>) -> Int? {
    sessions > 0 && useUnknown == sessions ? nil : self[keyPath: figure]
  }

  /// - Parameters:
  ///   - idle: seconds; nil: not known, as `fetched`.
  ///   - ttl: seconds; nil: never ends.
  ///   - size: of the item; `bytes` of all its copies.
  public mutating func add(idle: Int?, fetched: Bool?, ttl: Int?, size: Int, bytes: Int) {
    sessions += 1
    self.bytes += bytes
    if let idle {
      if idle <= 60 { active1 += 1 }
      if idle <= 300 { active5 += 1 }
      if idle <= 900 { active15 += 1 }
    } else {
      useUnknown += 1
    }
    if fetched == false { neverRead += 1 }
    if let ttl { self.ttl.add(ttl) } else { neverExpire += 1 }
    sizes.add(size)
  }
}
