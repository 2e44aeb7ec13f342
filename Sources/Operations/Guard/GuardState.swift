import FoundationEssentials
import Glibc
import Placement
import Synchronization

/// What a guard knows of its pool, kept from round to round and from run to run. It is the guard's journal too: a node
/// that came back stays `returned` in it until it is mended, whoever was killed meanwhile.
struct GuardState: Codable, Hashable, Sendable {
  /// One node.
  struct Node: Codable, Hashable, Sendable {
    var life = NodeLife()
    /// The second of its mark, by this machine's clock.
    var markedAt = 0
    /// From its first failure until it has settled.
    var outage: Outage?
    /// The one before, which is over.
    var past: Outage?
    /// Of this guard's item on the node, in the last rounds of beats.
    var beats: [Beat] = []

    /// It answered the last time.
    var isWell: Bool {
      switch life.state {
      case .up, .healing: true
      case .unknown, .suspect, .down, .returned: false
      }
    }
  }

  struct Beat: Codable, Hashable, Sendable {
    /// When the round began, in microseconds since 1970: no other run has the same.
    var round: Int
    var cas: UInt64
  }

  /// What was known when a node went away.
  struct Outage: Codable, Hashable, Sendable {
    /// The last second in which it was well, by this machine's clock.
    var since: Int
    /// The same by its own, of the latest failure.
    var sinceThere: Int
    /// The CAS of this guard's items just before, by node.
    var marks: [String: OutageMarks.Mark]
    /// How each node was then, by name.
    var nodes: [String: NodeMark]
  }

  static let current = 1

  var version = GuardState.current
  /// By which other guards know this one's items.
  var guardID: String
  var nodes: [String: Node] = [:]

  /// Notes what was known before a node failed. The marks are those of the earliest outage until it has settled: what it
  /// left behind may still be there.
  mutating func beginOutage(of name: String) {
    guard var node = nodes[name], let since = node.life.lastSeen else { return }
    let sinceThere = since + (node.life.mark?.seen ?? 0) - node.markedAt
    let rounds = node.beats.suffix(2).map(\.round)
    let new = Outage(
      since: since, sinceThere: sinceThere,
      marks: nodes.compactMapValues { other in
        guard let since = other.beats.last(where: { $0.round == rounds.last }) else { return nil }
        let before = rounds.count == 2 ? other.beats.last { $0.round == rounds[0] } : nil
        return OutageMarks.Mark(before: before?.cas, since: since.cas)
      },
      nodes: nodes.compactMapValues(\.life.mark))
    node.outage = node.outage ?? new
    node.outage?.sinceThere = sinceThere
    nodes[name] = node
  }

  /// The marks of an outage that still mean something: of servers that are the same process as then.
  func marks(since outage: Outage, on names: [String], away: Int? = nil) -> OutageMarks {
    OutageMarks(
      names.map { name in
        guard let then = outage.nodes[name], let now = nodes[name]?.life.mark else { return nil }
        let kind = NodeReturn(before: then, after: now)
        return kind == .coldRestart || kind == .replaced ? nil : outage.marks[name]
      }, away: away)
  }
}

/// Where what guards know of a pool is kept, on this machine.
public struct GuardFiles: Sendable {
  let state: StateFile<GuardState>

  public init(environment: [String: String], pool: SessionPool) {
    state = StateFile(path: AuditLog.stateFolder(environment) + "/mcpool/guard/" + pool.fingerprint + ".json")
  }

  public var path: String { state.path }

  /// What is kept of the sessions of a node that is away.
  func spool(of node: String) -> String { state.path + "." + [node].fingerprint + ".spool" }
  /// Sessions that went on from old copies.
  func risk(of node: String) -> String { state.path + "." + [node].fingerprint + ".risk" }

  /// The lease of this machine's node.
  var lease: String { state.path + ".lease" }

  /// What a guard has written last; nil: nothing.
  var known: GuardState? { state.peek { $0.version == GuardState.current } }

  /// Those that came back and are not mended, as far as a guard has written.
  public func returnedNodes(of pool: SessionPool) -> [LiveNode] {
    let known = known
    return pool.live.nodes.filter { node in
      if case .returned = known?.nodes[node.name]?.life.state { true } else { false }
    }
  }
}

/// The same, held by one guard at a time.
public final class GuardHold: Sendable {
  /// Another guard of this machine has it, or it cannot be made.
  public struct Unavailable: Error, Sendable {
    public let path: String
    public let reason: String
    public let isHeld: Bool
  }

  let files: GuardFiles
  /// Nil: it was given up.
  private let lock: Mutex<Int32?>

  public init(_ files: GuardFiles) throws(Unavailable) {
    self.files = files
    StateFile<GuardState>.makeFolder(of: files.state.path)
    let path = files.state.path + ".lock"
    let lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    self.lock = Mutex(lock)
    guard lock >= 0 else {
      throw Unavailable(path: path, reason: String(cString: strerror(errno)), isHeld: false)
    }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      let reason = String(cString: strerror(errno))
      release()
      throw Unavailable(path: path, reason: reason, isHeld: true)
    }
  }

  deinit { release() }

  /// Another guard may have it.
  func release() {
    lock.withLock { lock in
      if let held = lock, held >= 0 { close(held) }
      lock = nil
    }
  }
}

extension SessionPool {
  /// The same for everybody who looks after the same sessions on the same nodes, wherever his configuration stands.
  var fingerprint: String {
    let key = php.placement.itemKey(for: Array("a".utf8).span).bytes
    return ([php.handler.rawValue] + live.nodes.map(\.name) + [String(decoding: key, as: UTF8.self)]).fingerprint
  }
}
