/// The busiest sessions of a pool within some seconds.
public struct HotReport: Sendable {
  public struct Session: Sendable {
    public let id: [UInt8]
    /// What was seen of it: on all its nodes together, so a write counts on each of its copies.
    public let traffic: Traffic
    /// So much more of what sessions are ranked by may have come before it stood out among the others.
    public let uncounted: UInt64
    /// Where most of it was seen.
    public let node: String
  }

  /// The busiest first.
  public let sessions: [Session]
  public let order: Traffic.Order
  /// Of all sessions.
  public let total: Traffic
  /// How many sessions there were; nil where they were more than could be told apart.
  public let sessionCount: Int?
  /// Looks and stores of locks, and those of items that are no sessions of the pool.
  public let locks: UInt64
  public let foreign: UInt64
  public let watch: Watch

  /// - Parameter tallies: one for each node of the watch, finished.
  public init(_ tallies: [NodeTally], watch: Watch, by order: Traffic.Order, limit: Int) {
    var sums: [[UInt8]: Sum] = [:]
    for (place, tally) in tallies.enumerated() {
      for counter in tally.sessions.counters {
        sums[counter.key, default: Sum(place: place)].add(counter, at: place, by: order)
      }
    }
    // Whoever has no counter on a node may still have been there.
    let floors = tallies.map(\.sessions.floor)
    let most = floors.reduce(0, +)
    let ranked = sums.map { ($0, $1, $1.traffic[order]) }
      .sorted { $0.2 == $1.2 ? $0.0.lexicographicallyPrecedes($1.0) : $0.2 > $1.2 }
    sessions = ranked.prefix(limit).map { id, sum, _ in
      Session(
        id: id, traffic: sum.traffic, uncounted: sum.error + most - sum.floors(floors),
        node: watch.nodes[sum.place].node)
    }
    sessionCount = tallies.contains { $0.sessions.isFull } ? nil : sums.count
    self.order = order
    self.watch = watch
    total = tallies.map(\.total).reduce(Traffic(), +)
    locks = tallies.map(\.locks).reduce(0, +)
    foreign = tallies.map(\.foreign).reduce(0, +)
  }
}

/// A watch that is over.
public struct Watch: Sendable {
  public let nodes: [WatchedNode]
  /// How long it took.
  public let seconds: Double
  /// It was stopped before its time was over.
  public let isInterrupted: Bool

  public init(nodes: [WatchedNode], seconds: Double, isInterrupted: Bool) {
    self.nodes = nodes
    self.seconds = seconds
    self.isInterrupted = isInterrupted
  }

  /// Lines that never came, of all nodes.
  public var dropped: UInt64 { nodes.compactMap(\.dropped).reduce(0) { $0.addingReportingOverflow($1).partialValue } }
}

/// One session on all its nodes.
private struct Sum {
  var traffic = Traffic()
  var error: UInt64 = 0
  /// Where most of it was seen, and how much that is.
  var place: Int
  var most: UInt64 = 0
  /// The nodes on which it has a counter.
  var places: [Int] = []

  init(place: Int) { self.place = place }

  mutating func add(_ counter: SpaceSaving<[UInt8], Traffic>.Counter, at place: Int, by order: Traffic.Order) {
    traffic = traffic + counter.detail
    error += counter.error
    places.append(place)
    if counter.detail[order] > most { (self.place, most) = (place, counter.detail[order]) }
  }

  func floors(_ floors: [UInt64]) -> UInt64 { places.reduce(0) { $0 + floors[$1] } }
}
