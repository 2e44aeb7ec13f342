public import FoundationEssentials
public import MemcacheProtocol

/// What a node's `stats` and `stats settings` say of its life. All times are by the clock of this machine.
public struct ServerLife: Hashable, Sendable {
  public let started: Date
  /// Nil: never flushed since it started.
  public let lastFlush: Date?
  /// A `flush_all` with a delay that has not fired yet.
  public let pendingFlush: Date?
  /// Seconds that the server's clock is ahead of this machine's; sessions with absolute expiry live longer or shorter by
  /// as much. Exact to a second, as the server tells no more.
  public let clockSkew: Int

  /// Nil when the fields that it rests on are missing or no numbers.
  ///
  /// `oldest` of `stats settings` counts seconds from 62 s before the process started (it starts its clock at 2, behind a
  /// minute's slack), and a flush sets it to one second before itself where CAS is on: checked to the second on
  /// memcached 1.6.18 and 1.6.45. Up to 1.6.24 a server without CAS sets it to the second itself.
  ///
  /// - Parameter asked: the middle of the round trip that brought `stats`.
  public init?(stats: StatTable, settings: StatTable, asked: Date) {
    guard let time = stats.number("time"), let uptime = stats.number("uptime") else { return nil }
    let skew = Int((time - asked.timeIntervalSince1970.rounded(.down)).rounded())
    clockSkew = skew
    let start = time - uptime
    started = Date(timeIntervalSince1970: start - Double(skew))
    guard let oldest = settings.number("oldest"), oldest > 0 else {
      lastFlush = nil
      pendingFlush = nil
      return
    }
    let withoutCAS = settings["cas_enabled"] == "no" && ServerVersion(stats["version"] ?? "") <= ServerVersion("1.6.24")
    let flush = start - 62 + oldest + (withoutCAS ? 0 : 1)
    let when = Date(timeIntervalSince1970: flush - Double(skew))
    lastFlush = flush > time ? nil : when
    pendingFlush = flush > time ? when : nil
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
  public func number(_ name: String) -> Double? { values[name].flatMap(Double.init) }
}

/// A version of memcached, as far as its numbers go; a version that is no number sorts before all.
public struct ServerVersion: Comparable, Sendable {
  private let parts: [Int]

  public init(_ text: String) {
    parts = text.split(separator: ".").map { Int($0.prefix { $0.isNumber }) ?? -1 }
  }

  public static func < (a: ServerVersion, b: ServerVersion) -> Bool { a.parts.lexicographicallyPrecedes(b.parts) }
}
