/// One thing that is looked after: what it means, when it is an alarm, and how what was seen is judged.
public struct Check: Sendable {
  /// As performance data have it.
  public enum Unit: String, Encodable, Sendable {
    case count = ""
    case seconds = "s"
    case milliseconds = "ms"
    case percent = "%"
  }

  /// What must be looked at for it, beside the pool's configuration.
  enum Need: Hashable, Sendable {
    case nothing, survey, listing, copies, locks, probe
  }

  public let name: String
  /// What its value is, in one line.
  public let summary: String
  /// What an alarm means for PHP.
  public let effect: String
  public let cure: String
  public let unit: Unit
  /// Nil: never a warning, unless a threshold is given.
  public let warning: AlertRange?
  public let critical: AlertRange?
  let need: Need
  /// Of several values the lowest is the worst.
  let fearsLow: Bool
  /// Pure: what was seen in, values out.
  let judge: @Sendable (Sight) -> Observation

  init(
    _ name: String, _ summary: String, effect: String, cure: String, unit: Unit, warning: AlertRange?,
    critical: AlertRange?, need: Need, fearsLow: Bool = false, judge: @escaping @Sendable (Sight) -> Observation
  ) {
    self.name = name
    self.summary = summary
    self.effect = effect
    self.cure = cure
    self.unit = unit
    self.warning = warning
    self.critical = critical
    self.need = need
    self.fearsLow = fearsLow
    self.judge = judge
  }

  /// All of them, in the order in which they are told.
  public static let all: [Check] = [
    .nodes, .returned, .probe, .evictions, .evictedTime, .memory, .connections, .rejected, .lastRestart, .lastFlush,
    .copiesDiffer, .copiesMissing, .locks, .itemSize, .clockSkew, .roundTrip, .settings, .configuration,
  ]
}

/// What a check found, before thresholds.
struct Observation: Hashable, Sendable {
  struct Value: Hashable, Sendable {
    /// Nil: of the pool as a whole.
    var node: String?
    var number: Double
    /// What and where, without the check's name.
    var text: String
  }

  var values: [Value] = []
  /// What could not be judged, and why.
  var gaps: [String] = []
  /// Said where there is no alarm.
  var remark: String

  init(_ values: [Value] = [], gaps: [String] = [], remark: String) {
    self.values = values
    self.gaps = gaps
    self.remark = remark
  }

  /// There is nothing to judge in such a pool.
  static func pointless(_ why: String) -> Observation { Observation(remark: why) }
}
