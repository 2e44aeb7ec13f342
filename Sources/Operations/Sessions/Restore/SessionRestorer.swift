import FoundationEssentials
import MemcacheClient
import MemcacheProtocol
import Placement
import SessionData

/// Puts the sessions of a dump where a pool's configuration has a place for them, and nothing else: a session that is
/// there on any of its nodes stays as it is. So it may be repeated.
public struct SessionRestorer: Sendable {
  let pool: SessionPool
  private let scratch: ScratchFolder

  public init(_ pool: SessionPool, scratch: ScratchFolder = .usual) {
    self.pool = pool
    self.scratch = scratch
  }

  /// Reads the dump to its end, checks all of it and counts.
  ///
  /// - Parameter source: the next piece of the dump; empty at its end.
  ///
  /// Throws `DumpFault`, `ScratchFailure`, and what `source` throws.
  public func plan(_ source: () async throws -> [UInt8]) async throws -> RestorePlan {
    let looks = await pool.live.ask { _, client throws(NodeFailure) in
      _ = try await client.look(at: [], [])
      return client.takesBlanks
    }
    var places = SessionPlaces(
      pool, answering: looks.map { $0.failure == nil }, takesBlanks: looks.allSatisfy { $0.value ?? true })
    let file = try ScratchFile(in: scratch)
    var bytes = 0
    var reader = DumpReader()
    var counts = RestorePlan.Counts()
    var copies = [Int](repeating: 0, count: looks.count)
    var unplaceable: [String] = []
    while case let piece = try await source(), !piece.isEmpty {
      try Task.checkCancellation()
      let offset = bytes
      try await blocking { () throws in try file.write(piece, at: offset) }
      bytes += piece.count
      reader.append(piece)
      while let session = try reader.next(), let header = reader.header {
        counts.sessions += 1
        switch places.find(session, header) {
        case .expired: counts.expired += 1
        case .unplaceable:
          counts.unplaceable += 1
          if unplaceable.count < Self.idsNamed { unplaceable.append(session.id.shortenedKey) }
        case .left: counts.left += 1
        case .nodes(let nodes): for node in nodes { copies[node] += 1 }
        }
      }
    }
    try reader.finish()
    guard let header = reader.header else { preconditionFailure("finish() has seen the header") }
    var refusals = pool.refusals("where the copies of a session belong")
    if header.handler.rawValue != pool.php.handler.rawValue { refusals.append(.otherExtension(header, pool)) }
    let actions = zip(looks, copies).map { answer, copies in
      RestorePlan.Action(
        node: answer.node.name, state: answer.failure?.state ?? .up, isMissed: answer.failure != nil,
        reason: answer.failure.map { "\($0.state.rawValue): \($0.reason); the sessions that belong there are left out" }
          ?? "\(copies) copies", remedy: answer.failure?.remedy, copies: copies)
    }
    return RestorePlan(
      pool: pool.source, header: header, isWhole: reader.isWhole, actions: actions, refusals: refusals, counts: counts,
      unplaceable: unplaceable, file: file, bytes: bytes, places: places)
  }

  /// Adds the sessions, some megabytes at a time. A cancelled task ends between two portions.
  public func carryOut(_ plan: RestorePlan, log: AuditLog) async -> ActOutcome<RestorePlan> {
    precondition(plan.refusals.isEmpty, "a refused plan is not carried out")
    var outcome = ActOutcome(plan: plan)
    do throws(AuditLog.Unwritable) {
      for action in plan.actions where action.changesNode {
        try log.append(AuditEntry(source: plan.pool, action, result: "begun"))
      }
      var adder = SessionAdder(pool)
      let end = await addAll(of: plan, &adder)
      adder.close()
      outcome.plan.counts = adder.counts
      for (index, action) in plan.actions.enumerated() where action.changesNode {
        outcome.plan.actions[index].added = adder.added[index]
        outcome.plan.actions[index].result =
          adder.failures[index].map { "not all restored: \($0.reason)" } ?? adder.refusals[index]?.summary ?? end
        try log.append(
          AuditEntry(
            source: plan.pool, outcome.plan.actions[index], result: outcome.plan.actions[index].result ?? ""))
      }
    } catch {
      outcome.logFailure = error
    }
    return outcome
  }

  /// While some sessions are added, the next ones are read.
  private func addAll(of plan: RestorePlan, _ adder: inout SessionAdder) async -> String {
    var portions = RestorePortions(pool, plan)
    do {
      var next = try await portions.next()
      while let portion = next {
        if Task.isCancelled { return "interrupted: not all restored" }
        let reading = portions
        async let following = reading.following()
        await adder.add(portion)
        (next, portions) = try await following
      }
    } catch let failure as ScratchFailure {
      return "not all restored: \(failure.folder): \(failure.reason)"
    } catch {
      return "not all restored: the dump cannot be read again"
    }
    return "restored"
  }

  /// How many sessions are named of those that are not restored.
  static let idsNamed = 5
}

extension NodeClient {
  /// The text protocol cannot say a key with blanks and control characters, the binary one can.
  fileprivate var takesBlanks: Bool { (try? check([0x20])) != nil }
}
