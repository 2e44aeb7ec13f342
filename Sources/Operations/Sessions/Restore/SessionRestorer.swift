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
      var adder = SessionAdder(pool, plan)
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

  private func addAll(of plan: RestorePlan, _ adder: inout SessionAdder) async -> String {
    var reader = DumpReader()
    var offset = 0
    do {
      while offset < plan.bytes {
        let (file, start, count) = (plan.file, offset, min(Self.piece, plan.bytes - offset))
        reader.append(try await blocking { () throws in try file.read(count, at: start) })
        offset += count
        while let session = try reader.next() {
          adder.take(session)
          if adder.isFull {
            if Task.isCancelled { return "interrupted: not all restored" }
            await adder.settle()
          }
        }
      }
      await adder.settle()
    } catch let failure as ScratchFailure {
      return "not all restored: \(failure.folder): \(failure.reason)"
    } catch {
      return "not all restored: the dump cannot be read again"
    }
    return "restored"
  }

  private static let piece = 1 << 20
  /// How many sessions are named of those that are not restored.
  static let idsNamed = 5
}

extension NodeClient {
  /// The text protocol cannot say a key with blanks and control characters, the binary one can.
  fileprivate var takesBlanks: Bool { (try? check([0x20])) != nil }
}

/// Where sessions of a dump belong in this pool.
struct SessionPlaces: Sendable {
  enum Place {
    case expired, unplaceable
    /// One of its nodes gives no answer.
    case left
    /// Live nodes in PHP's write order, each once.
    case nodes([Int])
  }

  private let placement: any SessionPlacement
  private let liveIndices: [Int]
  private var isAnswering: [Bool]
  private let takesBlanks: Bool
  private var candidates = Candidates()

  /// - Parameter takesBlanks: keys may have blanks and control characters in the protocol that is spoken.
  init(_ pool: SessionPool, answering: [Bool], takesBlanks: Bool) {
    self.takesBlanks = takesBlanks
    placement = pool.php.placement
    liveIndices = pool.liveIndices
    isAnswering = answering
  }

  mutating func stopsAnswering(_ node: Int) { isAnswering[node] = false }

  /// Seconds that are left of its life; nil: it never ends.
  static func left(_ session: DumpedSession, _ header: DumpHeader) -> Int64? {
    session.ttl.map { $0 - max(0, SessionDumper.now - header.time) }
  }

  mutating func find(_ session: DumpedSession, _ header: DumpHeader) -> Place {
    if let left = Self.left(session, header), left <= 0 { return .expired }
    guard placement.problem(with: session.id.span) == nil, isSayable(key(of: session)) else { return .unplaceable }
    candidates.removeAll()
    placement.place(session.id.span, into: &candidates)
    var nodes: [Int] = []
    for position in 0..<candidates.count {
      let node = liveIndices[candidates[position]]
      if !nodes.contains(node) { nodes.append(node) }
    }
    return nodes.allSatisfy { isAnswering[$0] } ? .nodes(nodes) : .left
  }

  private func isSayable(_ key: [UInt8]) -> Bool {
    takesBlanks ? BinaryRequest.accepts(key: key) : Command.accepts(key: key)
  }

  func key(of session: DumpedSession) -> [UInt8] { placement.itemKey(for: session.id.span).bytes }
}
