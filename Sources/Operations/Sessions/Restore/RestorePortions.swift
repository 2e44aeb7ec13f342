import MemcacheClient
import MemcacheProtocol
import Placement
import SessionData

/// Reads the dump of a plan once more, some megabytes of sessions at a time, and says where each belongs.
struct RestorePortions: Sendable {
  struct Portion: Sendable {
    /// An item, and the live nodes that get it, in PHP's write order.
    struct Session: Sendable {
      let id: [UInt8]
      let item: NewItem
      let nodes: [Int]
    }

    var sessions: [Session] = []
    var bytes = 0
    /// Of those that are in it, and of those that can be restored no more.
    var counts = RestorePlan.Counts()

    private static let mostBytes = 4 << 20
    private static let mostSessions = 4000

    var isFull: Bool { bytes > Self.mostBytes || sessions.count >= Self.mostSessions }
  }

  private let plan: RestorePlan
  private var places: SessionPlaces
  private let datesSessions: Bool
  private var reader = DumpReader()
  private var offset = 0

  private static let piece = 1 << 20

  init(_ pool: SessionPool, _ plan: RestorePlan) {
    self.plan = plan
    places = plan.places
    datesSessions = pool.php.datesSessions
  }

  /// Nil behind the last one.
  ///
  /// Throws `ScratchFailure`, and `DumpFault`, which the first reading would have thrown.
  mutating func next() async throws -> Portion? {
    var portion = Portion()
    while !portion.isFull {
      if let session = try reader.next() {
        add(session, to: &portion)
      } else if offset < plan.bytes {
        let (file, start, count) = (plan.file, offset, min(Self.piece, plan.bytes - offset))
        reader.append(try await blocking { () throws in try file.read(count, at: start) })
        offset += count
      } else {
        break
      }
    }
    return portion.counts.sessions > 0 ? portion : nil
  }

  /// The next portion, and the reader of those behind it.
  func following() async throws -> (Portion?, RestorePortions) {
    var rest = self
    return (try await rest.next(), rest)
  }

  private mutating func add(_ session: DumpedSession, to portion: inout Portion) {
    portion.counts.sessions += 1
    switch places.find(session, plan.header) {
    case .expired: portion.counts.expired += 1
    case .unplaceable: portion.counts.unplaceable += 1
    case .left: portion.counts.left += 1
    case .nodes(let nodes):
      let item = NewItem(
        key: places.key(of: session), flags: session.flags, expiry: expiry(of: session), value: session.value)
      portion.sessions.append(Portion.Session(id: session.id, item: item, nodes: nodes))
      portion.bytes += session.value.count + session.key.count
    }
  }

  /// As PHP says it: one second for all copies, or counted by each node from when it gets them, whatever its clock shows.
  private func expiry(of session: DumpedSession) -> Expiry {
    guard let left = SessionPlaces.left(session, plan.header) else { return .never }
    let now = SessionDumper.now
    let end = min(now + left, Expiry.lastSecond)
    return datesSessions ? .at(end) : Expiry(remaining: .seconds(end - now), now: now)
  }
}
