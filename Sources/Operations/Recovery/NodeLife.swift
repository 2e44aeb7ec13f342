public import MemcacheClient

/// The life of one node as a guard sees it, answer by answer: a pure state machine.
///
/// Every failure begins an outage, however short: whoever could not reach the node in that second has written to the
/// others.
public struct NodeLife: Hashable, Codable, Sendable {
  public enum State: Hashable, Codable, Sendable {
    /// It was not asked yet.
    case unknown
    case up
    /// One answer is missing, which may be this machine's fault.
    case suspect(since: Int)
    case down(since: Int)
    /// It answers again and is not mended.
    case returned(NodeReturn, at: Int)
    /// It is mended; until then workers with persistent connections may still avoid it and write elsewhere.
    case healing(until: Int)
  }

  public enum Event: Hashable, Sendable {
    case suspected
    case went(NodeState)
    /// - down: for how many seconds at most.
    case returned(NodeReturn, down: Int)
    /// The first good answer ever: nothing is known of before.
    case met
    case mended
    case settled
  }

  public private(set) var state = State.unknown
  /// At the last good answer.
  public private(set) var mark: NodeMark?
  /// The second of that answer, by this machine's clock.
  public private(set) var lastSeen: Int?
  /// The second of the last answer that was missing, by the same clock.
  public private(set) var lastFailed: Int?
  /// Seconds of the last returns, by which a node that flaps is known.
  public private(set) var returns: [Int] = []
  private var failures: [NodeState] = []

  /// An outage is one from the second failure on, or from the first where the node refuses connections.
  private static let failuresToBeDown = 2
  private static let returnsKept = 10

  public init() {}

  /// - Parameter now: by this machine's clock, in seconds.
  public mutating func failed(_ failure: NodeState, at now: Int) -> Event? {
    failures.append(failure)
    lastFailed = now
    switch state {
    case .down: return nil
    case .suspect(let since):
      if failures.count < Self.failuresToBeDown { return nil }
      state = .down(since: since)
      return .went(failure)
    case .unknown, .up, .returned, .healing:
      let since = lastSeen ?? now
      if failure == .refused {
        state = .down(since: since)
        return .went(failure)
      }
      state = .suspect(since: since)
      return .suspected
    }
  }

  public mutating func answered(_ answer: NodeMark, at now: Int) -> Event? {
    defer {
      mark = answer
      lastSeen = now
      failures = []
    }
    switch state {
    case .unknown:
      state = .up
      return .met
    case .suspect(let since), .down(let since):
      guard let mark else {
        state = .up
        return .met
      }
      return came(NodeReturn(before: mark, after: answer, failures: failures), since: since, at: now)
    case .up, .healing:
      guard let mark else { return nil }
      // A restart or a flush between two looks was an outage as well.
      let kind = NodeReturn(before: mark, after: answer)
      if kind != .neverDown && kind != .statsReset { return came(kind, since: lastSeen ?? now, at: now) }
      return nil
    case .returned(_, at: let second):
      // It waits for its cure, and may need another one by now.
      if let mark {
        let kind = NodeReturn(before: mark, after: answer)
        if kind.isEmpty || kind == .warmRestart || kind == .replaced { state = .returned(kind, at: second) }
      }
      return nil
    }
  }

  /// What it needed was done.
  ///
  /// - Parameter settles: how many seconds workers may still avoid it; nil: for ever, until they are restarted.
  public mutating func mended(at now: Int, settles: Int?) -> Event? {
    guard case .returned = state else { return nil }
    state = .healing(until: settles.map { now + $0 } ?? .max)
    return .mended
  }

  /// No worker avoids it any more, so that what was written elsewhere meanwhile can be brought here for good.
  public func isDue(at now: Int) -> Bool { if case .healing(let until) = state { now >= until } else { false } }

  /// That was done, or nothing needs to be.
  public mutating func settled() -> Event? {
    switch state {
    case .returned, .healing:
      state = .up
      return .settled
    case .unknown, .up, .suspect, .down: return nil
    }
  }

  /// It still is the process that it was, as far as a connection tells that did not break.
  public mutating func stayed(at now: Int) {
    lastSeen = now
    failures = []
  }

  private mutating func came(_ kind: NodeReturn, since: Int, at now: Int) -> Event {
    returns = returns.suffix(Self.returnsKept - 1) + [now]
    state = .returned(kind, at: now)
    return .returned(kind, down: now - since)
  }
}
