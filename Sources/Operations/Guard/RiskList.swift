import FoundationEssentials
import SessionData

/// Sessions that went on from old copies, with what the spool has kept of them, in a file that nobody else may read.
struct RiskList: Codable, Sendable {
  struct Session: Codable, Sendable {
    var id: Data
    var flags: UInt32
    /// The Unix second of its end; nil: never.
    var end: Int64?
    var value: Data
    /// What its copies hold that were written since; something else by now is a later work of its user.
    var seen: UInt64
  }

  var version = 1
  var sessions: [Session] = []

  static func file(_ path: String) -> StateFile<RiskList> { StateFile(path: path) }

  /// Adds sessions from the spool. Returns why it could not.
  static func add(_ risk: [[UInt8]: UInt64], from spool: String, to path: String) -> String? {
    let file = file(path)
    var list = file.read(loss: "") { $0.version == 1 }.state ?? RiskList()
    let (kept, time): ([DumpedSession], Int64)
    do {
      (kept, time) = try SurvivorSpool.sessions(in: spool) { risk[$0.id] != nil }
    } catch {
      return "\(error)"
    }
    let now = SessionDumper.now
    list.sessions.removeAll { session in
      risk[Array(session.id)] != nil || session.end.map { $0 <= now } ?? false
    }
    for session in kept {
      list.sessions.append(
        Session(
          id: Data(session.id), flags: session.flags, end: session.ttl.map { time + $0 }, value: Data(session.value),
          seen: risk[session.id] ?? 0))
    }
    return file.write(list)
  }
}
