import Histogram
public import MemcacheClient

/// Round trips to one node.
public struct PingReport: Encodable, Sendable {
  public let node: String
  /// The state of the last try.
  public let state: NodeState
  /// Why the last try was lost; nil when it was not.
  @OrNull public private(set) var reason: String?
  public let remedy: String?
  public let sent: Int
  public let lost: Int
  /// Microseconds; nil when every try was lost.
  @OrNull public var min: UInt64?
  @OrNull public var median: UInt64?
  @OrNull public var p99: UInt64?
  @OrNull public var max: UInt64?

  private enum CodingKeys: String, CodingKey {
    case node, state, reason, sent, lost
    case min = "min_us"
    case median = "p50_us"
    case p99 = "p99_us"
    case max = "max_us"
  }

  init(node: String, failure: NodeFailure?, sent: Int, lost: Int, trips: Histogram<UInt64>) {
    self.node = node
    state = failure?.state ?? .up
    reason = failure?.reason
    remedy = failure?.remedy
    self.sent = sent
    self.lost = lost
    let any = trips.totalCount > 0
    min = any ? trips.min : nil
    median = any ? trips.valueAtPercentile(50) : nil
    p99 = any ? trips.valueAtPercentile(99) : nil
    max = any ? trips.max : nil
  }
}

extension LivePool {
  /// Sends `count` round trips to every node, all nodes at once, `interval` apart. A connection that fails is made anew
  /// for the next try; a try that fails is lost. When the task is cancelled the report holds what was done until then.
  public func ping(_ nodes: [LiveNode]? = nil, count: Int, interval: Duration) async -> [PingReport] {
    await askAll(nodes ?? self.nodes) { node throws(NodeFailure) in
      await ping(node, count: count, interval: interval)
    }.compactMap(\.value)
  }

  private func ping(_ node: LiveNode, count: Int, interval: Duration) async -> PingReport {
    var trips = Histogram<UInt64>(highestTrackableValue: 3_600_000_000, numberOfSignificantValueDigits: .three)
    var (sent, lost) = (0, 0)
    var failure: NodeFailure?
    var client: (any NodeClient)?
    defer { client?.close() }
    let begin = ContinuousClock.now
    while sent < count, !Task.isCancelled {
      do throws(NodeFailure) {
        if client == nil { client = try await connect(node) }
        guard let trip = try await client?.ping() else { break }
        trips.record(UInt64(Swift.max(1, trip.microseconds)))
        failure = nil
      } catch {
        if Task.isCancelled { break }
        failure = error
        lost += 1
        client?.close()
        client = nil
      }
      sent += 1
      if sent < count { try? await Task.sleep(until: begin + interval * sent, clock: .continuous) }
    }
    if let last = failure { failure = await explained(last, of: node) }
    return PingReport(node: node.name, failure: failure, sent: sent, lost: lost, trips: trips)
  }
}
