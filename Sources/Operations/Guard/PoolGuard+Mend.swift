import MemcacheClient
import MemcacheProtocol
import Placement
import Replay

extension PoolGuard {
  private static let firstDelay = Duration.seconds(2)
  private static let longestDelay = Duration.seconds(60)
  /// Seconds for which a return counts against the next one.
  private static let flapping = 3600

  /// What came of an act.
  enum Done: Sendable {
    case mended(RecoverPlan.Action, locked: Duration?, risk: [[UInt8]: UInt64])
    /// Nothing was needed; why.
    case nothing(String)
    case failed(RecoverPlan.Action?, String)
    /// Another guard has done it.
    case others
  }

  /// Does for a node that came back what it needs.
  mutating func mend(_ index: Int, waits: Bool, _ report: Report) async {
    let node = pool.live.nodes[index]
    if let act = running[index], case .returned = act.state {
      await take(act, index, waits: waits, report)
      return
    }
    guard running[index] == nil, let state = state.nodes[node.name]?.life.state,
      case .returned(let kind, at: let returned) = state
    else { return }
    let claim = Claim(pool, on: index, guardID: self.state.guardID)
    switch Cure(for: pool.php, after: kind) {
    case .report(let reason):
      if await wasMended(index, claim) {
        await end(index, event(.others, node.name, "it was mended"), report)
      } else {
        await once(index, event(.unmended, node.name, "it is left as it is: \(reason.words)"), report)
      }
      return
    case .leave(let reason) where !acts:
      await finish(.nothing(reason.words), index, .zero, report)
      return
    case let cure where !acts:
      if await wasMended(index, claim) {
        await look(again: index)
        await end(index, event(.others, node.name, "it was mended"), report)
      } else {
        await once(
          index, event(.unmended, node.name, "it would need: \(cure.words). Nothing is done without --yes"), report)
      }
      return
    case .leave, .flush, .refill, .addMissing: break
    }
    if let delay = delays[index], .now < delay.until { return }
    if let name = await pool.nodeWithoutCAS() {
      await fail(index, PoolAct.withoutCAS(name), nil, report)
      return
    }
    let (start, work) = (ContinuousClock.now, PoolAct(self, index, returned))
    let act = RunningAct(state, claim) { await work.mend(kind, claim, start) }
    running[index] = act
    await take(act, index, waits: waits, report)
  }

  /// What came of an act, when it is over.
  private mutating func take(_ act: RunningAct, _ index: Int, waits: Bool, _ report: Report) async {
    let ended = waits ? await act.ended() : act.result
    guard let ended else { return }
    running[index] = nil
    let node = pool.live.nodes[index].name
    // It has gone away again, or came back as something else.
    guard state.nodes[node]?.life.state == act.state else { return }
    switch (ended, act.state) {
    case (.held, .returned): await once(index, event(.others, node, "another guard is at it"), report)
    case (.held, _): break
    case (.failed(let failure), _): await fail(index, "\(failure.state.rawValue): \(failure.reason)", nil, report)
    case (.done(let done, let time), .returned):
      if case .failed = done {} else { await look(again: index) }
      await finish(done, index, time, report)
    case (.done(let done, _), _): await settled(done, index, report)
    }
  }

  /// Behind an act: the flush that it has seen is no return of the node, and in this second it is well.
  private mutating func look(again index: Int) async {
    let node = pool.live.nodes[index]
    let answers = await pool.live.ask([node]) { _, client throws(NodeFailure) in
      NodeMark(try await NodeFacts(of: client))
    }
    guard let before = state.nodes[node.name]?.life.mark, let mark = answers[0].value ?? nil,
      [.neverDown, .flushed].contains(NodeReturn(before: before, after: mark))
    else { return }
    _ = state.nodes[node.name]?.life.answered(mark, at: Self.now)
    state.nodes[node.name]?.markedAt = Self.now
  }

  private mutating func finish(_ done: Done, _ index: Int, _ time: Duration, _ report: Report) async {
    let node = pool.live.nodes[index].name
    var line: GuardEvent
    switch done {
    case .failed(let action, let reason):
      await fail(index, reason, action, report)
      return
    case .others: line = event(.others, node, "another guard has mended it")
    case .nothing(let reason): line = event(.mended, node, reason)
    case .mended(let action, let locked, let risk):
      var action = action
      action.atRisk = risk.count
      line = event(.mended, node, (action.action == "flush" ? "flushed: " : "") + action.reason)
      line.actions = [action]
      line.lockedMicroseconds = locked?.microseconds
      line.mendedMicroseconds = time.microseconds
      line.atRiskIDs = risk.keys.sorted { $0.lexicographicallyPrecedes($1) }.prefix(20).map(\.shortenedKey)
      if !risk.isEmpty { await keep(risk, index, report) }
    }
    delays[index] = nil
    told[index] = nil
    // Where nothing is ever mended there is nothing to wait for.
    let avoidance = pool.php.extent(.auto) == nil ? .atMost(.zero) : pool.php.avoidance(pool.configuration)
    switch avoidance {
    case .atMost(let time):
      _ = state.nodes[node]?.life.mended(at: Self.now, settles: Int(time.components.seconds))
    case .untilRestart(let why):
      _ = state.nodes[node]?.life.mended(at: Self.now, settles: nil)
      line.message += ". It is not known to settle (\(why)): restart PHP's workers, then run mcpool recover"
    }
    await report(line)
  }

  private mutating func fail(_ index: Int, _ reason: String, _ action: RecoverPlan.Action?, _ report: Report) async {
    let pause = delays[index].map { min(Self.longestDelay, $0.pause * 2) } ?? Self.firstDelay
    delays[index] = Delay(until: .now + pause, pause: pause)
    var line = event(.unmended, pool.live.nodes[index].name, "\(reason); it is tried again")
    line.actions = action.map { [$0] } ?? []
    await once(index, line, report)
  }

  /// The same is said once as long as nothing changes.
  mutating func once(_ index: Int, _ event: GuardEvent, _ report: Report) async {
    if told[index] == event.message { return }
    told[index] = event.message
    await report(event)
  }

  /// What was written past a node while workers avoided it is brought there, and that is the end of its outage.
  mutating func settle(_ index: Int, waits: Bool, _ report: Report) async {
    let node = pool.live.nodes[index].name
    if let act = running[index], case .healing = act.state {
      await take(act, index, waits: waits, report)
      return
    }
    guard running[index] == nil, let state = state.nodes[node]?.life.state, case .healing(let until) = state else {
      return
    }
    if let delay = delays[index], .now < delay.until { return }
    let claim = Claim(pool, on: index, guardID: self.state.guardID)
    if until == .max {
      delays[index] = Delay(until: .now + Self.longestDelay, pause: Self.longestDelay)
      if (try? await claim.marker())?.settled != nil { await settled(.others, index, report) }
      return
    }
    if self.state.nodes[node]?.life.isDue(at: Self.now) != true { return }
    guard acts, let extent = pool.php.extent(.auto) else {
      await settled(.others, index, report)
      return
    }
    let work = PoolAct(self, index, Self.now)
    let act = RunningAct(state, claim) { await work.settle(extent, due: until, claim) }
    running[index] = act
    await take(act, index, waits: waits, report)
  }

  private mutating func settled(_ done: Done, _ index: Int, _ report: Report) async {
    let node = pool.live.nodes[index].name
    switch done {
    case .failed(let action, let reason): await fail(index, reason, action, report)
    case .mended(let action, _, _):
      var line = event(.settled, node, action.reason)
      line.actions = [action]
      await end(index, line, report)
    case .nothing, .others: await end(index, event(.settled, node, "nothing was left to mend"), report)
    }
  }

  /// The outage is over.
  private mutating func end(_ index: Int, _ event: GuardEvent, _ report: Report) async {
    let node = pool.live.nodes[index].name
    delays[index] = nil
    told[index] = nil
    _ = state.nodes[node]?.life.settled()
    let outage = state.nodes[node]?.outage
    state.nodes[node]?.past = outage
    state.nodes[node]?.outage = nil
    spools.drop(index)
    await report(event)
  }

  /// Somebody else has done since it came back what it needed.
  private func wasMended(_ index: Int, _ claim: Claim) async -> Bool {
    guard let outage = state.nodes[pool.live.nodes[index].name]?.outage else { return false }
    return ((try? await claim.marker())?.mended).map { $0 > outage.sinceThere } ?? false
  }

  /// A node that flaps is flushed once, and refilled from then on.
  func flaps(_ index: Int) -> Bool {
    let returns = state.nodes[pool.live.nodes[index].name]?.life.returns ?? []
    return returns.count { Self.now - $0 < Self.flapping } > 1
  }

  private mutating func keep(_ risk: [[UInt8]: UInt64], _ index: Int, _ report: Report) async {
    let node = pool.live.nodes[index].name
    if let reason = RiskList.add(risk, from: files.spool(of: node), to: files.risk(of: node)) {
      await report(event(.trouble, node, "the sessions at risk cannot be kept: \(reason)"))
    }
  }
}

extension Cure {
  init(for pool: Pool, after kind: NodeReturn) {
    self = kind == .replaced ? .report(.replaced) : Cure(for: pool, isEmpty: kind.isEmpty)
  }

  /// For people.
  var words: String {
    switch self {
    case .leave(let reason), .report(let reason): reason.words
    case .flush: "a flush, if nobody is logged out by it, else a refill"
    case .refill: "a refill: old copies replaced by the newest ones"
    case .addMissing: "a refill: missing copies added before anybody looks for them"
    }
  }
}
