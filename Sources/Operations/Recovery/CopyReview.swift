import MemcacheProtocol
import Placement

/// Looks at the copies of sessions, and says of each node what its copies are worth. Reads only.
struct CopyReview {
  /// Of one node, counted over the sessions that have a place there.
  struct Counts {
    var newest = 0
    var old = 0
    var missing = 0
    var undecided = 0
    var only = 0
  }

  /// A session that needs copies, and the nodes that need them.
  struct Work {
    let id: [UInt8]
    let missing: [Int]
    let old: [Int]

    func nodes(_ extent: Mender.Extent) -> [Int] { extent == .addsMissing ? missing : missing + old }
  }

  private(set) var counts: [Counts]
  private(set) var work: [Work] = []
  private(set) var doubts: [RecoverPlan.Doubt] = []
  /// Those of the sessions with one copy that are proved to have ended.
  private(set) var ended: [EndedSessions.Ended] = []

  private let pool: SessionPool
  private let ends: EndedSessions
  private var reader: SessionReader
  private var connections = NodeConnections()

  private static let batch = 1000
  /// How many doubts are told.
  private static let doubtsTold = 20

  init(_ pool: SessionPool, ends: EndedSessions) {
    self.pool = pool
    self.ends = ends
    reader = SessionReader(pool)
    counts = pool.live.nodes.map { _ in Counts() }
  }

  /// Those of which all copies are alike, by node, count without a look.
  mutating func count(alike: [Int: Int]) {
    for (node, number) in alike { counts[node].newest += number }
  }

  /// - Parameter ids: for which PHP has a place.
  mutating func look(at ids: [[UInt8]]) async throws {
    defer { connections.close() }
    for first in stride(from: 0, to: ids.count, by: Self.batch) {
      try Task.checkCancellation()
      let answers = await reader.read(
        SessionBatch(Array(ids[first..<min(first + Self.batch, ids.count)])), over: &connections)
      reader.heed(answers.lesson)
      let sessions = answers.sessions(of: pool)
      for session in sessions { take(session, sessions) }
    }
  }

  private mutating func take(_ session: ShownSession, _ sessions: ShownSessions) {
    let places = session.copies.filter { $0.role == .owner || $0.role == .copy }
    let present = session.copies.filter { $0.item != nil }
    guard let first = present.first else { return }
    if let reason = session.newestReason, !present.contains(where: { $0.isNewest == true }) {
      for place in places where place.item != nil { counts[place.node].undecided += 1 }
      if doubts.count < Self.doubtsTold, !places.contains(where: { $0.isPresent == nil }) {
        doubts.append(RecoverPlan.Doubt(id: Array(session.id).shortenedKey, reason: reason))
      }
      return
    }
    if present.count == 1, places.count > 1, first.role != .stray {
      counts[first.node].only += 1
      if ends.mayHaveEnded(session, sessions) {
        if let ended = ends.ended(session) { self.ended.append(ended) }
        return
      }
    }
    let missing = places.filter { $0.item == nil && $0.isPresent == false }.map(\.node)
    let old = places.filter { $0.item != nil && $0.isNewest != true }.map(\.node)
    for node in missing { counts[node].missing += 1 }
    for node in old { counts[node].old += 1 }
    for place in places where place.isNewest == true { counts[place.node].newest += 1 }
    if !missing.isEmpty || !old.isEmpty {
      work.append(Work(id: Array(session.id), missing: missing, old: old))
    }
  }
}
