public import MemcacheClient
public import MemcacheProtocol
import Synchronization

/// What came of watching one node.
public struct WatchedNode: Sendable {
  public let node: String
  public let state: NodeState
  /// Why it told nothing, or stopped before the time was over; nil when it told all the time.
  public let reason: String?
  public let remedy: String?
  /// Lines that never came; nil where the node was not watched at all.
  public let dropped: UInt64?
  /// The earlier node that is another name of the same server: it was watched under that name alone.
  public let sameServer: String?

  public init(
    node: String, state: NodeState, reason: String? = nil, remedy: String? = nil, dropped: UInt64?,
    sameServer: String? = nil
  ) {
    self.node = node
    self.state = state
    self.reason = reason
    self.remedy = remedy
    self.dropped = dropped
    self.sameServer = sameServer
  }
}

extension LivePool {
  /// Hears what happens on all nodes for so long, or until the task is cancelled.
  ///
  /// A node that says nothing is asked for its counters once a second on a second connection: a server that is frozen, or
  /// a machine that is gone, cannot be told from a quiet one otherwise.
  ///
  /// - Parameter each: gets the index of the node with each line, for each node in the order of its lines; called between
  ///   two reads of a socket, it must be quick.
  public func watch(
    _ streams: [WatchStream], for time: Duration, each: @escaping @Sendable (Int, WatchLine) -> Void
  ) async -> [WatchedNode] {
    let survey = await Survey(self)
    let samples = zip(nodes, survey.samples)
    let targets = samples.filter { $0.1.isUp && $0.1.sameServer == nil }.map(\.0)
    let places = Dictionary(nodes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let tallies = survey.samples.map { Watched(DroppedLines(before: DroppedLines.Counters($0.general))) }
    let answers = await askAll(targets) { node throws(NodeFailure) in
      let place = places[node] ?? 0
      do throws(NodeFailure) {
        try await watch(node, streams, for: time, tallies[place]) { each(place, $0) }
      } catch {
        // Who stops us has not found fault with the node.
        if Task.isCancelled { return }
        throw await explained(error, of: node)
      }
    }
    let failures = Dictionary(
      answers.compactMap { answer in answer.failure.map { (answer.node, $0) } }, uniquingKeysWith: { first, _ in first }
    )
    return samples.enumerated().map { place, pair in
      let (node, sample) = pair
      let failure = failures[node]
      let wasWatched = sample.isUp && sample.sameServer == nil && (failure == nil || tallies[place].hasHeard)
      return WatchedNode(
        node: node.name, state: failure?.state ?? sample.state, reason: failure?.reason ?? sample.reason,
        remedy: failure?.remedy ?? sample.remedy, dropped: wasWatched ? tallies[place].dropped : nil,
        sameServer: sample.sameServer)
    }
  }

  private func watch(
    _ node: LiveNode, _ streams: [WatchStream], for time: Duration, _ watched: Watched,
    each: @escaping @Sendable (WatchLine) -> Void
  ) async throws(NodeFailure) {
    let ear = try await connect(node)
    defer { ear.close() }
    let pulse = try await connect(node)
    defer { pulse.close() }
    let outcome = await withTaskGroup(of: Result<Void, NodeFailure>.self) { group in
      group.addTask {
        await .init { () async throws(NodeFailure) in
          try await ear.watch(streams, for: time) { line in
            watched.take(line)
            each(line)
          }
        }
      }
      group.addTask {
        await .init { () async throws(NodeFailure) in
          while true {
            do { try await Task.sleep(for: Self.betweenPulses) } catch { return }
            watched.take(try await pulse.stats(nil))
          }
        }
      }
      let first = await group.next() ?? .success(())
      group.cancelAll()
      return first
    }
    try outcome.get()
    // The pulse may have been stopped in the middle of a question.
    let last = try await connect(node)
    defer { last.close() }
    watched.take(try await last.stats(nil))
  }

  /// How often a node that is watched is asked whether it lives.
  private static var betweenPulses: Duration { .seconds(1) }
}

/// The lines of one node, counted where they come in.
private final class Watched: Sendable {
  private let lines: Mutex<(dropped: DroppedLines, hasHeard: Bool)>

  init(_ dropped: DroppedLines) { lines = Mutex((dropped, false)) }

  var dropped: UInt64 { lines.withLock { $0.dropped.total } }
  var hasHeard: Bool { lines.withLock { $0.hasHeard } }

  func take(_ line: WatchLine) {
    lines.withLock { lines in
      lines.dropped.take(line)
      lines.hasHeard = true
    }
  }

  func take(_ stats: [Stat]) {
    lines.withLock { lines in
      if let counters = DroppedLines.Counters(StatTable(stats)) { lines.dropped.take(counters) }
      lines.hasHeard = true
    }
  }
}

extension Result where Failure == NodeFailure {
  fileprivate init(_ work: () async throws(NodeFailure) -> Success) async {
    do throws(NodeFailure) { self = .success(try await work()) } catch { self = .failure(error) }
  }
}
