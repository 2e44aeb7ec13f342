import MemcacheClient
import MemcacheProtocol
import Placement

extension SessionPool {
  /// Lists all nodes and adds up what they hold; no item is touched. Memory stays flat: the copies of a session are
  /// brought together by a sort that spills into a temporary file.
  ///
  /// Throws `ScratchFailure`, and `CancellationError`.
  public func summary(scratch: ScratchFolder = .usual) async throws -> SessionSummary {
    let survey = await Survey(live)
    let samples = Array(zip(live.nodes, survey.samples))
    let listed = samples.filter { $0.1.isUp && $0.1.sameServer == nil }.map(\.0)
    let listing = SessionListing(self, nodes: listed, kinds: [.sessions, .locks], scratch: scratch)
    let placement = php.placement
    let servers = samples.enumerated().map { place, pair in
      pair.1.sameServer.flatMap { name in live.nodes.firstIndex { $0.name == name } } ?? place
    }
    let (tally, outcomes) = try await listing.run { batches in
      var tally = SummaryTally(self, servers: servers, joins: listed.count > 1, scratch: scratch)
      var table = PlacementTable()
      for try await batch in batches {
        placement.place(batch.ids, into: &table)
        tally.add(batch, table)
        try await tally.settle()
      }
      try await tally.settle(isLast: true)
      return tally
    }
    try Task.checkCancellation()
    let byNode = Dictionary(outcomes.map { ($0.node, $0) }, uniquingKeysWith: { first, _ in first })
    let nodes = samples.enumerated().map { place, pair in
      let (node, sample) = pair
      guard var listed = byNode[node] else { return SessionSummary.Node(sample) }
      listed.lockFailure = tally.locks.failures[place]
      return SessionSummary.Node(
        listed, figures: tally.figures[place], strays: tally.strays[place], locks: tally.locks.taken[place])
    }
    return try await tally.summary(nodes)
  }
}

extension SessionSummary.Node {
  /// - Parameter locks: those that somebody has.
  init(_ listed: ListedNode, figures: SessionFigures, strays: Int, locks: Int) {
    let hasFigures =
      switch listed.outcome {
      case .complete, .partial: true
      case .failed, .stopped: figures.sessions > 0
      case .busy, .unavailable, .sameServer: false
      }
    self.init(
      node: listed.node.name, state: listed.lockFailure?.state ?? listed.state, remark: listed.remark?.summary,
      remedy: listed.remark?.remedy,
      isWhole: listed.isWhole, figures: hasFigures ? figures : nil, strays: strays,
      locks: listed.lockFailure == nil ? locks : nil,
      foreign: listed.foreign, sameServer: nil)
  }

  /// A node that was not listed.
  init(_ sample: Survey.Sample) {
    self.init(
      node: sample.node, state: sample.state, remark: sample.reason, remedy: sample.remedy, isWhole: false,
      figures: nil, strays: 0, locks: 0, foreign: 0, sameServer: sample.sameServer)
  }
}

/// Adds up the items of a listing, node by node, and keeps what is needed to bring copies together.
struct SummaryTally {
  private(set) var figures: [SessionFigures]
  private(set) var strays: [Int]
  private(set) var locks: SummaryLocks
  private let names: [String]
  private let copies: Int
  /// For each node of the ring, the index of the live node that it is.
  private let live: [Int]
  /// Nil for one node, where every item is a session of its own.
  private var join: ExternalSort?
  private var biggest: [SessionSummary.Large] = []

  /// - Parameter servers: for each live node the one under whose name its server is listed.
  init(_ pool: SessionPool, servers: [Int], joins: Bool, scratch: ScratchFolder) {
    names = pool.live.nodes.map(\.name)
    figures = Array(repeating: SessionFigures(), count: names.count)
    strays = Array(repeating: 0, count: names.count)
    locks = SummaryLocks(pool)
    copies = pool.php.placement.copyCount
    live = pool.liveIndices.map { servers[$0] }
    join = joins ? ExternalSort(in: scratch) : nil
  }

  /// - Parameter table: where the ids of the batch belong.
  mutating func add(_ batch: ListedBatch, _ table: PlacementTable) {
    for (row, item) in batch.enumerated() {
      if item.kind == .lock {
        locks.add(item)
        continue
      }
      let places = table.indices[row * table.width..<(row + 1) * table.width]
      let isStray = !places.contains { $0 >= 0 && live[Int($0)] == item.node }
      if isStray { strays[item.node] += 1 }
      figures[item.node].add(
        idle: item.idle, fetched: item.fetched, ttl: item.ttl, size: item.itemBytes, bytes: item.itemBytes)
      keep(item)
      let copy = SummaryCopy(item, isStray: isStray)
      withUnsafeBytes(of: copy) { join?.add(key: item.id, $0) }
    }
  }

  /// - Parameter isLast: nothing comes any more.
  mutating func settle(isLast: Bool = false) async throws {
    for lock in try await locks.settle(isLast: isLast) {
      withUnsafeBytes(of: SummaryCopy.lock) { join?.add(key: lock.id, $0) }
    }
    try await join?.settle()
  }

  func summary(_ nodes: [SessionSummary.Node]) async throws -> SessionSummary {
    let biggest = Self.trimmed(biggest)
    var total = SessionFigures()
    var (duplicates, incomplete, misplaced, locked) = (0, 0, 0, 0)
    if let join {
      // A copy on a node that was not listed is not missing.
      let isWhole = nodes.allSatisfy { $0.isWhole || $0.sameServer != nil }
      let expected = min(copies, Set(live).count)
      var current: SummarySession?
      func count() {
        guard let session = current else { return }
        if session.isLocked { locked += 1 }
        // A lock may be without a session.
        guard session.items > 0 else { return }
        session.count(into: &total)
        if session.items > expected { duplicates += 1 }
        guard isWhole else { return }
        if session.inPlace == 0 { misplaced += 1 } else if session.inPlace < expected { incomplete += 1 }
      }
      var sorted = try await join.sorted()
      while let batch = try await sorted.next() {
        for record in batch {
          if current.map({ !record.key.elementsEqual($0.id) }) ?? true {
            count()
            current = SummarySession(id: Array(record.key))
          }
          current?.add(record.payload.withUnsafeBytes { $0.loadUnaligned(as: SummaryCopy.self) })
        }
      }
      count()
    } else {
      total = figures.first { $0.sessions > 0 } ?? total
      locked = locks.taken.reduce(0, +)
    }
    return SessionSummary(
      nodes: nodes, total: total, locks: locks.failures.allSatisfy { $0 == nil } ? locked : nil, duplicates: duplicates,
      incomplete: incomplete, misplaced: misplaced, copies: copies, biggest: biggest)
  }

  private mutating func keep(_ item: ListedItem) {
    if biggest.count >= Self.kept, let last = biggest.last, item.itemBytes <= last.bytes { return }
    biggest.append(SessionSummary.Large(id: Array(item.id), node: names[item.node], bytes: item.itemBytes))
    if biggest.count >= 2 * Self.kept { biggest = Self.trimmed(biggest) }
  }

  /// One row an id: its copies are of the same size.
  private static func trimmed(_ large: [SessionSummary.Large]) -> [SessionSummary.Large] {
    var seen: Set<[UInt8]> = []
    let ranked = large.sorted { ($1.bytes, $0.node) < ($0.bytes, $1.node) }
    return Array(ranked.filter { seen.insert($0.id).inserted }.prefix(kept))
  }

  private static let kept = 5
}

/// What the pool's figures need to know of one item; kept in a file of this process only.
private struct SummaryCopy {
  let bytes: UInt32
  let idle: UInt32
  let ttl: Int64
  let marks: UInt8

  static let stray: UInt8 = 1
  static let tellsUse: UInt8 = 2
  static let fetched: UInt8 = 4
  /// No copy, but a lock that somebody has.
  static let locked: UInt8 = 8
  static let neverEnds: Int64 = .max

  static let lock = SummaryCopy(bytes: 0, idle: 0, ttl: 0, marks: locked)

  private init(bytes: UInt32, idle: UInt32, ttl: Int64, marks: UInt8) {
    (self.bytes, self.idle, self.ttl, self.marks) = (bytes, idle, ttl, marks)
  }

  init(_ item: ListedItem, isStray: Bool) {
    bytes = UInt32(clamping: item.itemBytes)
    idle = UInt32(clamping: item.idle ?? 0)
    ttl = item.ttl.map { Int64($0) } ?? Self.neverEnds
    marks =
      (isStray ? Self.stray : 0) | (item.idle == nil ? 0 : Self.tellsUse) | (item.fetched == true ? Self.fetched : 0)
  }
}

/// One session with all its copies.
private struct SummarySession {
  let id: [UInt8]
  private(set) var items = 0
  private(set) var inPlace = 0
  private(set) var isLocked = false
  private var idle: UInt32?
  private var isFetched = false
  private var ttl: Int64 = 0
  private var largest: UInt32 = 0
  private var bytes = 0

  init(id: [UInt8]) { self.id = id }

  mutating func add(_ copy: SummaryCopy) {
    if copy.marks & SummaryCopy.locked != 0 {
      isLocked = true
      return
    }
    items += 1
    if copy.marks & SummaryCopy.stray == 0 { inPlace += 1 }
    if copy.marks & SummaryCopy.tellsUse != 0 { idle = min(idle ?? .max, copy.idle) }
    if copy.marks & SummaryCopy.fetched != 0 { isFetched = true }
    ttl = max(ttl, copy.ttl)
    largest = max(largest, copy.bytes)
    bytes += Int(copy.bytes)
  }

  func count(into figures: inout SessionFigures) {
    figures.add(
      idle: idle.map { Int($0) }, fetched: idle == nil ? nil : isFetched,
      ttl: ttl == SummaryCopy.neverEnds ? nil : Int(ttl), size: Int(largest), bytes: bytes)
  }
}
