import MemcacheClient
import MemcacheProtocol
import Placement

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
  mutating func mend(_ index: Int, _ report: Report) async {
    let node = pool.live.nodes[index]
    guard case .returned(let kind, at: let returned) = state.nodes[node.name]?.life.state else { return }
    let cure = Cure(for: pool.php, after: kind)
    if case .report(let reason) = cure {
      await once(index, event(.unmended, node.name, "it is left as it is: \(reason.words)"), report)
      return
    }
    let claim = Claim(pool, on: index, guardID: state.guardID)
    if !acts {
      if await wasMended(index, claim) {
        await look(again: index)
        await end(index, event(.others, node.name, "it was mended"), report)
        return
      }
      await once(
        index, event(.unmended, node.name, "it would need: \(cure.words). Nothing is done without --yes"), report)
      return
    }
    if let delay = delays[index], .now < delay.until { return }
    let start = ContinuousClock.now
    let work = PoolAct(self, index, returned)
    do throws(NodeFailure) {
      guard let done = try await claim.during({ await work.mend(kind, claim, start) }) else {
        await once(index, event(.others, node.name, "another guard is at it"), report)
        return
      }
      if case .failed = done {} else { await look(again: index) }
      await finish(done, index, .now - start, report)
    } catch {
      await fail(index, "\(error.state.rawValue): \(error.reason)", nil, report)
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
    let avoidance = pool.php.placement.copyCount > 1 ? pool.php.avoidance(pool.configuration) : .atMost(.zero)
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
  mutating func settle(_ index: Int, _ report: Report) async {
    let node = pool.live.nodes[index].name
    guard case .healing(let until) = state.nodes[node]?.life.state else { return }
    if let delay = delays[index], .now < delay.until { return }
    var line = event(.settled, node, "nothing was left to mend")
    let claim = Claim(pool, on: index, guardID: state.guardID)
    if until == .max {
      delays[index] = Delay(until: .now + Self.longestDelay, pause: Self.longestDelay)
      guard (try? await claim.marker())?.settled != nil else { return }
    } else if state.nodes[node]?.life.isDue(at: Self.now) != true {
      return
    } else if acts, let extent = pool.php.extent(.auto) {
      let work = PoolAct(self, index, Self.now)
      do throws(NodeFailure) {
        guard let done = try await claim.during({ await work.settle(extent, due: until, claim) }) else { return }
        switch done {
        case .failed(let action, let reason):
          await fail(index, reason, action, report)
          return
        case .mended(let action, _, _):
          line = event(.settled, node, action.reason)
          line.actions = [action]
        case .nothing, .others: break
        }
      } catch {
        await fail(index, "\(error.state.rawValue): \(error.reason)", nil, report)
        return
      }
    }
    await end(index, line, report)
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
