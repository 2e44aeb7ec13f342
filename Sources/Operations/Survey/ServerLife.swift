public import FoundationEssentials
public import MemcacheProtocol

/// What a node's `stats` and `stats settings` say of its life, in whole seconds of the server's own clock.
///
/// The server counts from 62 s before its start, and its `uptime` from 60 s before, so `uptime` is 2 at once. `oldest` of
/// `stats settings` is that count at the last flush: one second less where CAS is on or the server is 1.6.25 or later,
/// the second itself otherwise. Measured with memcached 1.6.18: 40 servers flushed between 0 and 1.2 s after their start
/// give the second of the flush each time.
public struct ServerClock: Hashable, Sendable {
  public let now: Int
  public let started: Int
  /// Nil: never flushed since it started. Later than `now`: a `flush_all` with a delay is pending.
  public let flush: Int?

  /// Nil when the fields that it rests on are missing or no numbers.
  public init?(stats: StatTable, settings: StatTable) {
    guard let time = stats.number("time"), let uptime = stats.number("uptime") else { return nil }
    now = Int(time)
    started = Int(time - uptime) + 2
    guard let oldest = settings.number("oldest"), oldest > 0 else {
      flush = nil
      return
    }
    let withoutCAS = settings["cas_enabled"] == "no" && ServerVersion(stats["version"] ?? "") <= ServerVersion("1.6.24")
    flush = started - 62 + Int(oldest) + (withoutCAS ? 0 : 1)
  }
}

/// The same by the clock of this machine.
public struct ServerLife: Hashable, Sendable {
  public let started: Date
  public let lastFlush: Date?
  /// A `flush_all` with a delay that has not fired yet.
  public let pendingFlush: Date?
  /// Seconds until then, by the server's clock.
  public let pendingIn: Int?
  /// Seconds that the server's clock is ahead of this machine's; sessions with absolute expiry live longer or shorter by
  /// as much. Exact to a second: a server reports whole seconds of a clock that lags up to two behind.
  public let clockSkew: Int

  /// - Parameter asked: the middle of the round trip that brought `stats`.
  public init(_ clock: ServerClock, asked: Date) {
    let difference = (Double(clock.now) - asked.timeIntervalSince1970 + 1).rounded()
    // What the server's whole seconds cannot tell from no skew is none, so that times stay the same from call to call.
    let skew = abs(difference) <= 1 ? 0 : difference
    func here(_ second: Int) -> Date { Date(timeIntervalSince1970: Double(second) - skew) }
    clockSkew = Int(skew)
    started = here(clock.started)
    lastFlush = clock.flush.flatMap { $0 > clock.now ? nil : here($0) }
    pendingIn = clock.flush.flatMap { $0 > clock.now ? $0 - clock.now : nil }
    pendingFlush = clock.flush.flatMap { $0 > clock.now ? here($0) : nil }
  }
}

/// The fields of one `stats` answer, by name.
public struct StatTable: Hashable, Sendable {
  /// In the server's order.
  public let fields: [Stat]
  private let values: [String: String]

  public init(_ fields: [Stat]) {
    self.fields = fields
    values = Dictionary(fields.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
  }

  /// In the server's order.
  public var names: [String] { fields.map(\.name) }
  public subscript(name: String) -> String? { values[name] }
  /// A field as a number; nil where it is none, or none that a memcached could mean: what a server says must not be
  /// able to overflow anything that is computed from it.
  public func number(_ name: String) -> Double? {
    guard let number = values[name].flatMap(Double.init), abs(number) < 0x1p53 else { return nil }
    return number
  }
}

/// A version of memcached, as far as its numbers go; a version that is no number sorts before all.
public struct ServerVersion: Comparable, Sendable {
  private let parts: [Int]

  public init(_ text: String) {
    parts = text.split(separator: ".").map { Int($0.prefix { $0.isNumber }) ?? -1 }
  }

  public static func < (a: ServerVersion, b: ServerVersion) -> Bool { a.parts.lexicographicallyPrecedes(b.parts) }
}
