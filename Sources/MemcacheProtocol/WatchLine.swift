/// What a server can be asked to tell of while it happens.
public enum WatchStream: String, Sendable {
  /// Items that are looked for.
  case fetchers
  /// Items that are stored.
  case mutations
  /// Items that are thrown away for want of memory before their time.
  case evictions
}

/// One thing that happened on a server.
///
/// A store comes as two lines: the server looks for the old item first, and tells of that as of any other look.
public struct WatchLine: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case get, store, eviction
    /// The server left out so many lines, because we did not take them fast enough.
    case skipped(UInt64)
    /// Of another kind.
    case other
    /// No line that could be read.
    case unreadable
  }

  /// How a get or a store ended.
  public enum Outcome: Hashable, Sendable {
    case found, notFound
    /// The item was there, and no longer valid.
    case expired, flushed
    case stored
    /// Refused: too large, or no memory left. The server has not looked for the old item.
    case tooLarge, noMemory
    /// Any other: a condition that did not hold, words of releases to come.
    case other
  }

  public var kind = Kind.other
  /// Microseconds since 1970 by the server's clock.
  public var time: Int64 = 0
  /// Counts the lines of a server. They may come out of order, those of one connection never do.
  public var number: UInt64 = 0
  /// As the item is stored, percent encoding undone.
  public var key: [UInt8] = []
  public var outcome = Outcome.other
  /// The server's descriptor of the client's connection; nil of evictions, and of refused stores, of which 1.6.18 prints
  /// it cut short in the place of another field.
  public var connection: UInt32?
  /// The value.
  public var bytes = 0
  /// Seconds that the item has, or had, to live; nil: for ever.
  public var ttl: Int64?
  /// Of an eviction: seconds since anybody used the item.
  public var idle: Int64 = 0
  /// Of an eviction: whether anybody had read the item.
  public var fetched = false

  public init() {}

  /// Keeps nothing but the room for the key.
  mutating func reset() {
    key.removeAll(keepingCapacity: true)
    (kind, time, number, outcome, connection) = (.other, 0, 0, .other, nil)
    (bytes, ttl, idle, fetched) = (0, nil, 0, false)
  }
}
