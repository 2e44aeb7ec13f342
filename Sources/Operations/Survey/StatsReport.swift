import FoundationEssentials
import MemcacheProtocol

/// A survey with what is computed from it: a row a node and a total.
public struct StatsReport: Encodable, Sendable {
  /// One node. Rates are a second: since the server started, or between two surveys.
  public struct NodeStats: Encodable, Sendable {
    public let sample: Survey.Sample
    public let rates: Rates?

    private enum CodingKeys: String, CodingKey {
      case node, state, reason, started, stats
      case roundTrip = "rtt_us"
      case lastFlush = "last_flush"
      case pendingFlush = "pending_flush"
      case clockSkew = "clock_skew"
      case sameServer = "same_server_as"
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(sample.node, forKey: .node)
      try container.encode(sample.state, forKey: .state)
      try container.encode(sample.reason, forKey: .reason)
      try container.encode(sample.roundTrip.map { $0.microseconds }, forKey: .roundTrip)
      try container.encode(sample.life?.started, forKey: .started)
      try container.encode(sample.life?.lastFlush, forKey: .lastFlush)
      try container.encode(sample.life?.pendingFlush, forKey: .pendingFlush)
      try container.encode(sample.life?.clockSkew, forKey: .clockSkew)
      try container.encodeIfPresent(sample.sameServer, forKey: .sameServer)
      try container.encode(StatFields(sample.detail), forKey: .stats)
    }
  }

  public struct Rates: Hashable, Sendable {
    public let gets: Double
    public let sets: Double
    public let evictions: Double
    /// Part of the gets that found something; nil without any.
    public let hitShare: Double?
  }

  /// Where the pool came from.
  public let pool: String
  public let nodes: [NodeStats]
  public let total: Total
  /// Rates are those between two surveys, not the averages since each server started.
  public let isInterval: Bool

  public init(pool: String, survey: Survey, since earlier: Survey? = nil) {
    self.pool = pool
    isInterval = earlier != nil
    nodes = survey.samples.enumerated().map { index, sample in
      let before = earlier.flatMap { $0.samples.indices.contains(index) ? $0.samples[index] : nil }
      return NodeStats(
        sample: sample, rates: earlier == nil ? Rates(of: sample) : before.flatMap { Rates(from: $0, to: sample) })
    }
    total = Total(nodes, isInterval: isInterval)
  }

  private enum CodingKeys: String, CodingKey { case pool, nodes, total }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(pool, forKey: .pool)
    try container.encode(nodes, forKey: .nodes)
    try container.encode(total, forKey: .total)
  }
}

extension StatsReport.Rates {
  /// The average since the server started; nil when it does not answer.
  init?(of sample: Survey.Sample) {
    guard let uptime = sample.general.number("uptime") else { return nil }
    self.init(seconds: max(1, uptime)) { sample.general.number($0) ?? 0 }
  }

  /// Between two samples; nil when they are not of one life of the server, or its counters were reset in between.
  init?(from earlier: Survey.Sample, to later: Survey.Sample) {
    guard later.isSameLife(as: earlier) else { return nil }
    let counters = ["cmd_get", "get_hits", "cmd_set", "evictions"]
    let grown = counters.allSatisfy { (later.general.number($0) ?? 0) >= (earlier.general.number($0) ?? 0) }
    guard grown else { return nil }
    let span = later.taken - earlier.taken
    self.init(seconds: max(0.001, Double(span.microseconds) / 1_000_000)) {
      (later.general.number($0) ?? 0) - (earlier.general.number($0) ?? 0)
    }
  }

  private init(seconds: Double, _ counted: (String) -> Double) {
    gets = counted("cmd_get") / seconds
    sets = counted("cmd_set") / seconds
    evictions = counted("evictions") / seconds
    hitShare = counted("cmd_get") > 0 ? counted("get_hits") / counted("cmd_get") : nil
  }
}

extension StatsReport {
  /// The pool as one: sums over the nodes that answered, each server once.
  public struct Total: Encodable, Sendable {
    public let nodes: Int
    public let up: Int
    public let rates: Rates?
    /// Sums of memcached's own fields, under their names.
    public let sums: [String: Double]

    static let summed = [
      "curr_items", "total_items", "bytes", "limit_maxbytes", "curr_connections", "cmd_get", "cmd_set", "cmd_touch",
      "cmd_flush", "get_hits", "get_misses", "get_expired", "get_flushed", "evictions", "expired_unfetched",
      "evicted_unfetched", "rejected_connections", "bytes_read", "bytes_written",
    ]

    init(_ rows: [NodeStats], isInterval: Bool) {
      let rows = rows.filter { $0.sample.sameServer == nil }
      nodes = rows.count
      up = rows.count { $0.sample.isUp }
      var sums: [String: Double] = [:]
      for name in Self.summed {
        let values = rows.compactMap { $0.sample.general.number(name) }
        if !values.isEmpty { sums[name] = values.reduce(0, +) }
      }
      self.sums = sums
      let rates = rows.compactMap(\.rates)
      let gets = rates.map(\.gets).reduce(0, +)
      // Since the start each server has its own span, so the counters count and not the rates.
      let hitShare =
        isInterval
        ? (gets > 0 ? rates.map { ($0.hitShare ?? 0) * $0.gets }.reduce(0, +) / gets : nil)
        : sums["cmd_get"].flatMap { all in all > 0 ? (sums["get_hits"] ?? 0) / all : nil }
      self.rates =
        rates.isEmpty
        ? nil
        : Rates(
          gets: gets, sets: rates.map(\.sets).reduce(0, +), evictions: rates.map(\.evictions).reduce(0, +),
          hitShare: hitShare)
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: FieldName.self)
      try container.encode(nodes, forKey: FieldName("nodes"))
      try container.encode(up, forKey: FieldName("up"))
      for (name, sum) in sums { try container.encode(Int(exactly: sum.rounded()), forKey: FieldName(name)) }
    }
  }
}
