import MemcacheProtocol
import Placement
import SessionData

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
  private let isAnswering: [Bool]
  private let takesBlanks: Bool
  private var live: LivePlaces

  /// - Parameter takesBlanks: keys may have blanks and control characters in the protocol that is spoken.
  init(_ pool: SessionPool, answering: [Bool], takesBlanks: Bool) {
    self.takesBlanks = takesBlanks
    placement = pool.php.placement
    live = LivePlaces(pool)
    isAnswering = answering
  }

  /// Seconds that are left of its life; nil: it never ends.
  static func left(_ session: DumpedSession, _ header: DumpHeader) -> Int64? {
    session.ttl.map { $0 - max(0, SessionDumper.now - header.time) }
  }

  mutating func find(_ session: DumpedSession, _ header: DumpHeader) -> Place {
    if let left = Self.left(session, header), left <= 0 { return .expired }
    guard placement.problem(with: session.id.span) == nil, isSayable(key(of: session)) else { return .unplaceable }
    let nodes = live.places(of: session.id)
    return nodes.allSatisfy { isAnswering[$0] } ? .nodes(nodes) : .left
  }

  private func isSayable(_ key: [UInt8]) -> Bool {
    takesBlanks ? BinaryRequest.accepts(key: key) : Command.accepts(key: key)
  }

  func key(of session: DumpedSession) -> [UInt8] { placement.itemKey(for: session.id.span).bytes }
}
