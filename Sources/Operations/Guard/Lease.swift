/// The right of one node to serve, as the guard beside it sees it: a pure state machine.
///
/// It is held as long as the own memcached answers, a majority of all members is reached (the nodes of the pool, the own
/// one included, and the witnesses), and one of the witnesses, where there are any. A silent memcached ends it at once, since whoever could not reach the node in
/// that second has written to others. A missing majority or witness ends it when it has lasted for `duration`. From then on the
/// node stays fenced off until it was refilled from the other nodes.
///
/// Nothing here has to happen in time for the node to be closed: each permit ends by itself where the lease does
/// (`until`), whether this guard still lives or not.
///
/// A guard that starts knows nothing of a permit of its predecessor, which may still run while the memory of the node
/// grew old. So it closes the node and refills it first, unless the predecessor's lease has not yet run out
/// (`LeaseRecord`).
public struct Lease: Sendable {
  public enum State: Hashable, Sendable {
    /// No round was played yet: the node may be open.
    case unknown
    case fenced
    /// The lease could be held, and the node is not refilled yet.
    case returning(since: ContinuousClock.Instant)
    case held
  }

  public private(set) var state: State
  /// When the lease runs out, unless a good round comes before; nil: never held, nor about to be.
  public private(set) var until: ContinuousClock.Instant?
  /// How many have a vote, the own node included.
  public let members: Int
  public let duration: Duration
  /// The lease's end at the last permit; nil: the next good round renews it.
  private var permitted: ContinuousClock.Instant?

  /// - Parameter members: at least `fewestMembers`; `Fence` sees to it.
  public init(members: Int, duration: Duration) {
    self.members = members
    self.duration = duration
    state = .unknown
  }

  /// Takes over the lease of a guard before this one, if it has not run out.
  ///
  /// - Parameters:
  ///   - record: what the state file tells of it; nil: nothing.
  ///   - boot: the running system, as in the record.
  public init(
    members: Int, duration: Duration, resuming record: LeaseRecord?, boot: String, at now: ContinuousClock.Instant
  ) {
    self.init(members: members, duration: duration)
    guard let record, record.boot == boot else { return }
    state = .held
    until = min(record.until, now + duration)
  }

  /// Two members cannot outvote each other: each would take the other for the one that is cut off.
  public static let fewestMembers = 3

  /// Five seconds, but five rounds at least, so that a lost answer or two, or a machine that is busy for a moment, never
  /// fence a node off.
  public static func duration(interval: Duration, timeout: Duration) -> Duration {
    max(.seconds(5), max(interval, timeout) * 5)
  }

  /// How long the operator's command may take. Permits are shorter than the lease by that.
  public static func commandLimit(duration: Duration) -> Duration { duration / 3 }

  /// Call once a round, also while the node is being refilled: a lease that nobody renews runs out.
  ///
  /// - Parameters:
  ///   - ownAnswers: the own memcached answered, and it is the process of the round before, not flushed since: one that
  ///     came back counts as silent in the round that notices it.
  ///   - reached: how many of the other members were reached.
  ///   - isWitnessed: a witness was reached, or none is named.
  ///   - start: when the first question of the round was asked. The lease counts from there, not from the answers.
  /// - Returns: what to do, in order.
  public mutating func round(
    ownAnswers: Bool, reached: Int, isWitnessed: Bool, at start: ContinuousClock.Instant
  ) -> [LeaseAct] {
    var acts: [LeaseAct] = []
    if state != .fenced, !ownAnswers || isOver(at: start) {
      (state, until, permitted) = (.fenced, nil, nil)
      acts.append(.fence)
    }
    guard ownAnswers, isWitnessed, (1 + reached) * 2 > members else { return acts }
    let until = start + duration
    self.until = until
    switch state {
    case .unknown, .fenced:
      state = .returning(since: start)
      acts.append(.refillFirst)
    case .returning: break
    case .held:
      if let permitted, until - permitted < duration / 6 { break }
      permitted = until
      acts.append(.renew(until: until))
    }
    return acts
  }

  /// The node has again what the other nodes have.
  ///
  /// Nothing comes of a refill that began before the node came back, or after which the lease has run out: others may
  /// have been written to meanwhile.
  ///
  /// - Parameter began: when the refill looked at the other nodes first.
  public mutating func refilled(began: ContinuousClock.Instant, at now: ContinuousClock.Instant) -> [LeaseAct] {
    guard case .returning(let since) = state, began >= since, !isOver(at: now), let until else { return [] }
    state = .held
    permitted = until
    return [.permit(until: until)]
  }

  /// The permit was not given, or it had run out before the next one began: the node was closed meanwhile, and others were
  /// written to. The next good round is a return.
  public mutating func lapsed() { (state, until, permitted) = (.fenced, nil, nil) }

  /// The permit of a `renew` was not given: the next good round tries it again, while the last one runs.
  public mutating func unrenewed() { permitted = nil }

  /// For the state file, after each round. Nil: the node is fenced off.
  public func record(boot: String) -> LeaseRecord? {
    guard state == .held, let until else { return nil }
    return LeaseRecord(boot: boot, until: until)
  }

  private func isOver(at now: ContinuousClock.Instant) -> Bool { until.map { now >= $0 } ?? true }
}

public enum LeaseAct: Hashable, Sendable {
  /// Close the node to the web servers, whatever permit may run.
  case fence
  /// Bring the node up to the other nodes, then call `refilled`.
  case refillFirst
  /// Open the node until then.
  case permit(until: ContinuousClock.Instant)
  /// It is open; so it stays until then.
  case renew(until: ContinuousClock.Instant)
}

/// A held lease as the state file keeps it, so that a guard which is restarted within it takes it over.
public struct LeaseRecord: Hashable, Codable, Sendable {
  /// The running system: its clock begins anew with each.
  public var boot: String
  public var until: ContinuousClock.Instant

  public init(boot: String, until: ContinuousClock.Instant) {
    self.boot = boot
    self.until = until
  }
}
