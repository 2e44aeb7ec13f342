import FoundationEssentials
import MemcacheProtocol

/// What a node counts, kept from one run to the next.
struct NodeCounts: Codable, Hashable, Sendable {
  /// What tells one life of the server from another.
  var pid: String
  /// The Unix second of its start, by this machine's clock.
  var started: Double
  /// Seconds, by its own clock: the time between two looks does not hang on any other.
  var uptime: Double
  var evictions: Double?
  /// By class of sizes.
  var evictedByClass: [String: Double]
  var rejected: Double?
  var tooLarge: Double?
  /// When it was seen to have come back with another process and all that it held; the Unix second.
  var warmRestart: Double?

  private enum CodingKeys: String, CodingKey {
    case pid, started, uptime, evictions, rejected
    case evictedByClass = "evicted_by_class"
    case tooLarge = "too_large"
    case warmRestart = "warm_restart"
  }
}

extension NodeCounts {
  /// Nil when it does not tell how long it runs.
  ///
  /// - Parameters:
  ///   - sample: with the group `items`.
  ///   - past: of the run before.
  init?(_ sample: Survey.Sample, past: NodeCounts?, now: Date) {
    guard let life = sample.life, let uptime = sample.general.number("uptime") else { return nil }
    pid = sample.general["pid"] ?? ""
    started = life.started.timeIntervalSince1970
    self.uptime = uptime
    evictions = sample.general.number("evictions")
    let refused = ["rejected_connections", "listen_disabled_num"].compactMap { sample.general.number($0) }
    rejected = refused.isEmpty ? nil : refused.reduce(0, +)
    tooLarge = sample.general.number("store_too_large")
    evictedByClass = [:]
    for field in sample.detail.fields {
      let parts = field.name.split(separator: ":")
      if parts.count == 3, parts[2] == "evicted", let number = Double(field.value), number > 0 {
        evictedByClass[String(parts[1])] = number
      }
    }
    // A server that comes back with its memory file goes on with its uptime: only the process is another one.
    let keepsItems = !["", "(null)"].contains(sample.settings["memory_file"] ?? "")
    let isSameStart = past?.isSameStart(as: self) ?? false
    warmRestart =
      isSameStart && keepsItems && past?.pid != pid
      ? now.timeIntervalSince1970 : isSameStart ? past?.warmRestart : nil
  }

  /// Good to what `time` and `uptime` are.
  fileprivate func isSameStart(as other: NodeCounts) -> Bool { abs(started - other.started) <= 2 }

  /// One life, so that counters go on.
  fileprivate func isSameLife(as other: NodeCounts) -> Bool { pid == other.pid && isSameStart(as: other) }

  /// The classes of sizes in which something was evicted since then.
  func classesEvicting(since past: NodeCounts) -> [String] {
    let before = past.isSameLife(as: self) ? past.evictedByClass : [:]
    return evictedByClass.filter { name, number in
      let earlier = before[name] ?? 0
      return number > earlier || (number < earlier && number > 0)
    }.map(\.key)
  }
}

/// What a node has counted between two looks.
struct NodeGrowth: Hashable, Sendable {
  let minutes: Double
  let evictions: Double?
  let rejected: Double?
  let tooLarge: Double?

  /// Two runs within seconds must not make a thousand a minute of one.
  private static let shortestMinutes = 10.0 / 60

  /// A server that was started anew, or whose counters were set back, has counted from 0 on: what it counts now has
  /// happened since the earlier look.
  init(from earlier: NodeCounts, to later: NodeCounts) {
    let isOneLife = earlier.isSameLife(as: later)
    let seconds = earlier.isSameStart(as: later) ? later.uptime - earlier.uptime : later.uptime
    minutes = max(Self.shortestMinutes, seconds / 60)
    func grown(_ value: (NodeCounts) -> Double?) -> Double? {
      guard let now = value(later) else { return nil }
      guard isOneLife, let before = value(earlier), before <= now else { return now }
      return now - before
    }
    evictions = grown(\.evictions)
    rejected = grown(\.rejected)
    tooLarge = grown(\.tooLarge)
  }
}
