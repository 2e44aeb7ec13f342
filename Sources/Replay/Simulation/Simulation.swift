public import Placement

/// Sessions that a timeline is played with.
public struct SimulatedSessions: Sendable {
  public let ids: SessionBatch
  /// For each session the servers that hold it at the beginning, all the same version, just stored; nil: the timeline
  /// stores them.
  public let holders: [[Int]]?
  /// What has happened already when the sessions are met: nodes that do not answer now.
  public let before: [EventWord]

  /// - Parameter ids: each has a place in all configurations (`problem(with:)` is nil).
  public init(ids: SessionBatch, holders: [[Int]]? = nil, before: [EventWord] = []) {
    self.ids = ids
    self.holders = holders
    self.before = before
  }

  public var count: Int { ids.count }
}

/// What became of each session, step by step.
public struct Simulation: Sendable {
  public let timeline: Timeline
  public let life: WorkerLife
  /// What sessions went through; many share one.
  public let traces: [Trace]
  /// For each session its trace.
  public let traceOfSession: [Int32]

  /// Plays a timeline.
  ///
  /// With a memory of one request sessions do not meet, so one of each class is played, in a world of its own; with
  /// persistent workers all of them go one after the other through one worker.
  /// - Parameters:
  ///   - classes: those of `sessions` in the first pool, where they are known; they cost most with many sessions.
  ///   - chance: another number makes up other ids where PHP would (`session.use_strict_mode`).
  public init(
    _ timeline: Timeline, sessions: SimulatedSessions, life: WorkerLife = .request, cookies: Cookies = .browser,
    classes: SessionClasses? = nil, chance: Int = 0
  ) throws(CancellationError) {
    self.timeline = timeline
    self.life = life
    func id(_ session: Int) -> [UInt8] { Array(sessions.ids[session]) }
    if life == .persistent {
      var play = Play(
        timeline, life: life, cookies: cookies,
        sessions: (0..<sessions.count).map { ($0 + chance * sessions.count, id($0)) },
        holders: sessions.holders)
      traces = try play.run()
      traceOfSession = (0..<Int32(sessions.count)).map { $0 }
      return
    }
    let classes = Self.classes(of: sessions, timeline, first: classes)
    var traces: [Trace] = []
    var ofClass = [Int32](repeating: -1, count: classes?.count ?? 0)
    var traceOfSession: [Int32] = []
    traceOfSession.reserveCapacity(sessions.count)
    for session in 0..<sessions.count {
      if session.isMultiple(of: 4096), Task.isCancelled { throw CancellationError() }
      let number = classes.map { Int($0.ofSession[session]) }
      if let number, ofClass[number] >= 0 {
        traceOfSession.append(ofClass[number])
        continue
      }
      var play = Play(
        timeline, life: life, cookies: cookies, sessions: [(session + chance * sessions.count, id(session))],
        holders: sessions.holders.map { [$0[session]] })
      if let number { ofClass[number] = Int32(traces.count) }
      traceOfSession.append(Int32(traces.count))
      traces += try play.run()
    }
    self.traces = traces
    self.traceOfSession = traceOfSession
  }

  /// What was seen of real sessions, one trace each, to be counted and spelled as what was played is.
  public init(observed traces: [Trace], of timeline: Timeline, life: WorkerLife) {
    self.timeline = timeline
    self.life = life
    self.traces = traces
    traceOfSession = traces.indices.map { Int32($0) }
  }

  /// Nil where each session is a class of its own.
  private static func classes(
    of sessions: SimulatedSessions, _ timeline: Timeline, first: SessionClasses?
  ) -> SessionClasses? {
    guard var classes = first ?? SessionClasses(sessions.ids, pool: timeline.pools[0].pool) else { return nil }
    for acting in timeline.pools.dropFirst() {
      guard let next = SessionClasses(sessions.ids, pool: acting.pool) else { return nil }
      classes = classes.joined(with: next)
    }
    if let holders = sessions.holders { classes = classes.joined(with: SessionClasses(holders: holders)) }
    return classes
  }
}
