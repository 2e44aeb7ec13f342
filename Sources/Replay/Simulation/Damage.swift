import Placement

/// The worst that a timeline does to users, in words.
public struct Damage: Sendable {
  /// The page at which most users are harmed; nil: none is.
  public let worst: (step: Int, counts: StepCounts)?
  public let longestWait: Duration
  /// One sentence.
  public let sentence: String

  public init(_ simulation: Simulation) {
    let pages = simulation.counts.enumerated().compactMap { index, counts in counts.map { (step: index, counts: $0) } }
    var worst: (step: Int, counts: StepCounts)?
    for page in pages where Self.weight(page.counts) > worst.map({ Self.weight($0.counts) }) ?? 0 { worst = page }
    self.worst = worst
    longestWait = pages.map(\.counts.longestWait).max() ?? .zero
    let count = simulation.traceOfSession.count
    let timeline = simulation.timeline
    let waits =
      pages.max { $0.counts.longestWait < $1.counts.longestWait }.flatMap { page in
        page.counts.longestWait > .milliseconds(100)
          ? "pages wait up to \(page.counts.longestWait.secondsText) s \(timeline.cause(of: page.step))" : nil
      }
    var sentence: String
    if let worst {
      sentence = Self.harm(simulation, at: worst.step, worst.counts)
      if let waits { sentence += "; \(waits)" }
    } else {
      sentence = count == 1 ? "The session is kept" : "All \(count) sessions are kept"
      if let waits { sentence += ", but \(waits)" }
    }
    self.sentence = sentence + "."
  }

  /// Harmed users, and among pages that harm as many the one that saves fewer.
  private static func weight(_ counts: StepCounts) -> Int { counts.harmed * 2 + (counts.writeFailed > 0 ? 1 : 0) }

  /// More would be read by nobody.
  private static let mostCauses = 3

  /// What users are at a page, each kind with what made it so.
  private static func harm(_ simulation: Simulation, at step: Int, _ counts: StepCounts) -> String {
    let beginnings = simulation.beginnings(ofHarmAt: step)
    func sentence(_ counts: StepCounts) -> String { harm(counts, of: simulation.traceOfSession.count) }
    guard let most = beginnings.max(by: { $0.counts.harmed < $1.counts.harmed }) else {
      return "\(sentence(counts)) \(simulation.timeline.cause(of: step))"
    }
    if beginnings.count > mostCauses {
      return "\(sentence(counts)), most of them (\(most.counts.harmed)) \(most.cause)"
    }
    return beginnings.enumerated().map { index, beginning in
      let harm = index == 0 ? sentence(beginning.counts) : harm(beginning.counts, of: nil)
      return "\(harm) \(beginning.cause)"
    }.joined(separator: "; ")
  }

  /// - Parameter count: all users; nil where that was said before.
  private static func harm(_ counts: StepCounts, of count: Int?) -> String {
    var parts: [String] = []
    func add(_ number: Int, _ one: String, _ many: String) {
      guard number > 0 else { return }
      let users = parts.isEmpty ? count.map { "of \($0) users " } ?? "" : ""
      parts.append("\(number) \(users)\(number == 1 ? one : many)")
    }
    add(counts.lost + counts.newID, "is logged out", "are logged out")
    add(
      counts.error, "gets no session at all (session_start() is false)",
      "get no session at all (session_start() is false)")
    add(counts.stale, "is served an older session", "are served older sessions")
    add(
      counts.oldUnacked, "is back at what was stored before the failed write",
      "are back at what was stored before failed writes")
    if parts.isEmpty {
      add(counts.writeFailed, "cannot save the session", "cannot save their sessions")
    }
    return parts.count < 2 ? parts.joined() : parts.dropLast().joined(separator: ", ") + " and " + (parts.last ?? "")
  }
}

extension Simulation {
  /// The users harmed at a page by what made them so, in the order in which it happened.
  fileprivate func beginnings(ofHarmAt step: Int) -> [(cause: String, counts: StepCounts)] {
    var causes: [String] = []
    var counts: [StepCounts] = []
    for (page, harmed) in pages(ofHarmAt: step) {
      let cause = timeline.cause(of: page)
      let index = causes.firstIndex(of: cause) ?? causes.count
      if index == causes.count {
        causes.append(cause)
        counts.append(StepCounts())
      }
      for (fate, users) in harmed { counts[index].add(fate, users) }
    }
    return zip(causes, counts).map { ($0, $1) }
  }

  /// For each page the users harmed at another since then, by what they are.
  private func pages(ofHarmAt step: Int) -> [(page: Int, harmed: [SessionFate: Int])] {
    var pages: [Int: [SessionFate: Int]] = [:]
    for (trace, count) in zip(traces, sessionsOfTrace) {
      guard let fate = trace.steps[step].fate, fate != .kept else { continue }
      var page = step
      for earlier in (0..<step).reversed() where timeline.steps[earlier].event.isPage {
        guard let before = trace.steps[earlier].fate, Self.isSameHarm(before, fate) else { break }
        page = earlier
      }
      pages[page, default: [:]][fate, default: 0] += count
    }
    return pages.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Who got another id for an empty session is logged out as long as it stays empty.
  private static func isSameHarm(_ a: SessionFate, _ b: SessionFate) -> Bool {
    a == b || Set([a, b]) == [.lost, .newID]
  }
}

extension Timeline {
  /// What happened last before a page, in words.
  func cause(of page: Int) -> String {
    let causes = steps.prefix(page).enumerated().reversed().compactMap { index, step -> String? in
      switch step.event {
      case .node(let event, let server):
        event.words(servers[server].name, holds: !isEmptied(server, before: index))
      case .pool: "after \(step.text.count > 60 ? String(step.text.prefix(57)) + "…" : step.text)"
      case .abort: "after pages that ended without closing the session"
      case .sleep(let time): endsSessions(time) ? "after \(time.secondsText) s in which nobody came" : nil
      case .write, .visit, .snap: nil
      }
    }
    return causes.first ?? "although nothing has failed"
  }

  /// Whether sessions end when nobody comes for so long.
  private func endsSessions(_ time: Duration) -> Bool {
    pools.contains { acting in acting.pool.sessionLifetime.map { time >= $0 } ?? false }
  }

  /// Whether what a server held is gone since it was last up.
  public func isEmptied(_ server: Int, before step: Int) -> Bool {
    var isEmpty = false
    for earlier in steps.prefix(step) {
      guard case .node(let event, server) = earlier.event else { continue }
      switch event {
      case .stop, .flush: isEmpty = true
      case .cut, .freeze, .hole: isEmpty = false
      case .start, .join, .thaw, .unhole, .guard: break
      }
    }
    return isEmpty
  }
}

extension Timeline.NodeEvent {
  fileprivate func words(_ node: String, holds: Bool) -> String {
    let returned = holds ? "with what it held before" : "empty"
    return switch self {
    case .stop: "when \(node) is down"
    case .cut: "while \(node) cannot be reached"
    case .freeze: "while \(node) hangs"
    case .hole: "while the host of \(node) says nothing"
    case .start, .join, .unhole: "when \(node) is back, \(returned)"
    case .thaw: "when \(node) goes on"
    case .flush: "when \(node) was flushed"
    case .guard: "when \(node) is back, \(returned), with a guard at work"
    }
  }
}
