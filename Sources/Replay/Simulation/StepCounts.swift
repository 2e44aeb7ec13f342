/// How many sessions a page did what to. The meaning of the fields is that of `SessionFate`.
public struct StepCounts: Hashable, Sendable {
  public var kept = 0
  public var stale = 0
  public var oldUnacked = 0
  public var lost = 0
  public var error = 0
  public var newID = 0
  /// Another user's session.
  public var foreign = 0
  /// Sessions of which PHP reported that they were not saved, or whose page could not start.
  public var writeFailed = 0
  /// Pages that waited for servers or locks.
  public var waited = 0
  public var longestWait = Duration.zero
  public var totalWait = Duration.zero

  public init() {}

  /// Users who no longer have what they had: logged out, refused, or with an older version.
  public var harmed: Int { stale + oldUnacked + lost + error + newID + foreign }

  mutating func add(_ fate: SessionFate, _ count: Int) {
    switch fate {
    case .kept: kept += count
    case .stale: stale += count
    case .oldUnacked: oldUnacked += count
    case .lost: lost += count
    case .error: error += count
    case .newID: newID += count
    case .foreign: foreign += count
    }
  }

  mutating func add(_ step: Trace.Step, times count: Int) {
    if let fate = step.fate { add(fate, count) }
    if !step.isSaved { writeFailed += count }
    if step.wait > .zero { waited += count }
    longestWait = max(longestWait, step.wait)
    totalWait += step.wait * count
  }
}

extension Simulation {
  /// For each step its counts; nil where it is no page.
  public var counts: [StepCounts?] {
    let sessions = sessionsOfTrace
    return timeline.steps.indices.map { step in
      guard timeline.steps[step].event.isPage else { return nil }
      var counts = StepCounts()
      for (trace, count) in zip(traces, sessions) { counts.add(trace.steps[step], times: count) }
      return counts
    }
  }

  /// How many sessions went through each trace.
  var sessionsOfTrace: [Int] {
    var sessions = [Int](repeating: 0, count: traces.count)
    for trace in traceOfSession { sessions[Int(trace)] += 1 }
    return sessions
  }

  /// One letter a session; nil where the step read nothing.
  public func seen(at step: Int) -> String? {
    guard traces.first?.steps[step].fate != nil else { return nil }
    return text { $0.steps[step].fate?.letter ?? UInt8(ascii: "?") }
  }

  /// A dot for each session that was saved, an x for each that was not; nil where all were, or the step is no page.
  public func unsaved(at step: Int) -> String? {
    guard traces.contains(where: { !$0.steps[step].isSaved }) else { return nil }
    return text { UInt8(ascii: $0.steps[step].isSaved ? "." : "x") }
  }

  /// For a `snap`: the letter of each server, and what it holds of each session.
  public func held(at step: Int) -> [(letter: String, marks: String)]? {
    guard timeline.steps[step].event == .snap else { return nil }
    let conditions = conditions(before: step)
    return timeline.servers.enumerated().map { index, server in
      switch conditions[index] {
      case .stopped: (server.letter, "!down")
      case .frozen: (server.letter, "!frozen")
      case .up, .cut, .hole: (server.letter, text { $0.steps[step].held[index] })
      }
    }
  }

  /// What each server is like when a step begins.
  func conditions(before step: Int) -> [SimulatedWorld.Condition] {
    var conditions = [SimulatedWorld.Condition](repeating: .up, count: timeline.servers.count)
    for earlier in timeline.steps.prefix(step) {
      guard case .node(let event, let server) = earlier.event else { continue }
      conditions[server] = conditions[server].after(event) ?? conditions[server]
    }
    return conditions
  }

  private func text(_ letter: (Trace) -> UInt8) -> String {
    let letters = traces.map(letter)
    return String(decoding: traceOfSession.map { letters[Int($0)] }, as: UTF8.self)
  }
}
