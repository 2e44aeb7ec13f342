import Placement

/// A timeline played with some sessions in one world, one after the other.
///
/// The letters are those of the recorded drills: what a page read is held against the version that was stored last.
struct Play {
  private struct Session {
    var id: [UInt8]
    /// The last version that PHP reported as saved; 0: none.
    var acknowledged: Int
    var freshIDs: FreshIDs
    var trace = Trace()
  }

  private let timeline: Timeline
  private let life: WorkerLife
  private let cookies: Cookies
  private var world: SimulatedWorld
  private var sessions: [Session]
  private var pool = 0
  private var worker: Worker
  /// The version that a page should read; 0: nothing was stored yet.
  private var expected: Int
  /// Servers that came back without their items.
  private var empty: Set<Int> = []

  /// - Parameters:
  ///   - sessions: ids, with a number that tells their made-up ids from others'.
  ///   - holders: for each session the servers that have it at the beginning, just stored; nil: no session is stored yet.
  init(
    _ timeline: Timeline, life: WorkerLife, cookies: Cookies = .browser, sessions: [(number: Int, id: [UInt8])],
    holders: [[Int]]? = nil
  ) {
    self.timeline = timeline
    self.life = life
    self.cookies = cookies
    world = SimulatedWorld(
      servers: timeline.pools[0].servers, serverCount: timeline.servers.count, sessionCount: sessions.count)
    worker = Worker(pool: timeline.pools[0].pool, life: life)
    expected = holders == nil ? 0 : 1
    self.sessions = sessions.map {
      Session(
        id: $0.id, acknowledged: holders == nil ? 0 : 1, freshIDs: FreshIDs(session: $0.number, length: $0.id.count))
    }
    let first = timeline.pools[0].pool
    for (index, servers) in (holders ?? []).enumerated() {
      world.session = index
      let item = Item(value: 1, expires: first.sessionLifetime.map { world.now + $0 })
      let id = sessions[index].id
      let key = first.placement.itemKey(for: id.span)
      for server in servers { world.put(item, key, onServer: server) }
    }
  }

  mutating func run() throws(CancellationError) -> [Trace] {
    for step in timeline.steps { try play(step.event) }
    return sessions.map(\.trace)
  }

  private mutating func play(_ event: Timeline.Event) throws(CancellationError) {
    switch event {
    case .write(let version):
      try playPage(.write(version: version))
      expected = version
      return
    case .visit: return try playPage(.visit)
    case .abort: return try playPage(.abort)
    case .snap: return snap()
    case .sleep(let time): world.pass(time)
    case .pool(let next):
      pool = next
      world.act(through: timeline.pools[next].servers)
      // A changed php.ini is read by new workers.
      worker = Worker(pool: timeline.pools[next].pool, life: life)
    case .node(let event, let server): play(event, server)
    }
    for index in sessions.indices { sessions[index].trace.steps.append(Trace.Step()) }
  }

  private mutating func play(_ event: Timeline.NodeEvent, _ server: Int) {
    let before = world.condition(ofServer: server)
    if let condition = before.after(event), condition != before { world.put(server: server, into: condition) }
    switch event {
    case .stop: empty.insert(server)
    case .cut, .freeze, .hole: empty.remove(server)
    case .start, .join, .thaw, .unhole: break
    case .flush:
      world.flush(server: server)
      empty.insert(server)
    case .guard: mend(server)
    }
  }

  private mutating func playPage(_ page: Request.Page) throws(CancellationError) {
    for index in sessions.indices {
      if index.isMultiple(of: 1024), Task.isCancelled { throw CancellationError() }
      world.session = index
      let began = world.now
      let id = sessions[index].id
      let (outcome, next) = worker.play(page, id, in: &world, freshIDs: &sessions[index].freshIDs)
      if outcome.started || cookies == .browser { sessions[index].id = next }
      var step = Trace.Step()
      step.wait = world.now - began
      step.isSaved = outcome.started && outcome.saved
      if expected > 0 {
        step.fate = SessionFate(
          started: outcome.started, version: outcome.version, expected: expected,
          acknowledged: sessions[index].acknowledged, isReplaced: next != id)
      }
      if case .write(let version) = page, step.isSaved { sessions[index].acknowledged = version }
      sessions[index].trace.steps.append(step)
    }
  }

  private mutating func snap() {
    let placement = timeline.pools[pool].pool.placement
    for index in sessions.indices {
      world.session = index
      let id = sessions[index].id
      let key = placement.itemKey(for: id.span)
      var step = Trace.Step()
      step.held = timeline.servers.indices.map { Self.mark(world.item(key, onServer: $0)) }
      sessions[index].trace.steps.append(step)
    }
  }

  private static func mark(_ item: Item?) -> UInt8 {
    switch item?.value {
    case nil: UInt8(ascii: "-")
    case 0: UInt8(ascii: "e")
    case let version?: version < 10 ? UInt8(ascii: "0") + UInt8(version) : UInt8(ascii: "+")
    }
  }

  /// A guard that acts at the node's first answer, before anybody's page.
  private mutating func mend(_ server: Int) {
    guard let node = timeline.pools[pool].servers.firstIndex(of: server), world.answers(node) else { return }
    let acting = timeline.pools[pool]
    // As if the release were certain: a guard with an assumed one only reports.
    let cure = Cure(ruleOf: acting.pool, isEmpty: empty.contains(server))
    switch cure {
    case .leave, .report: return
    // Where a guard may flush, it refills what would be lost by that; to users both are the same.
    case .flush, .refill, .addMissing:
      var candidates = Candidates()
      for (index, session) in sessions.enumerated() {
        world.session = index
        let key = acting.pool.placement.itemKey(for: session.id.span)
        let copies = acting.pool.nodes.indices.filter { world.answers($0) }.compactMap { world.get(key, on: $0) }
        guard let newest = copies.max(by: { $0.value < $1.value }) else { continue }
        candidates.removeAll()
        acting.pool.placement.place(session.id.span, into: &candidates)
        let held = world.get(key, on: node)
        let isOld = cure != .addMissing && held.map { $0.value < newest.value } ?? false
        if isOld || (held == nil && candidates.contains(node)) { world.put(newest, key, onServer: server) }
      }
    }
  }
}
