public import FoundationEssentials
import Glibc
import MemcacheProtocol

/// One line of the audit log: who did what to which node, and what came of it.
public struct AuditEntry: Encodable, Sendable {
  public let when: Date
  /// The user, and behind sudo also the one who called it.
  public let who: String
  /// Where the pool came from.
  public let pool: String
  public let node: String
  public let action: String
  public let counts: [String: Int]
  /// The sessions that it is about, the first ones, each only by its beginning: a whole id lets people in.
  public let ids: [String]?
  public let result: String

  /// - Parameter source: where the pool came from.
  init(source: String, _ action: some PlannedAction, result: String) {
    when = .now
    who = Self.user
    pool = source
    node = action.node
    self.action = action.auditName
    counts = action.auditCounts
    ids = action.auditIDs.isEmpty ? nil : action.auditIDs.prefix(Self.idsNamed).map(\.shortenedKey)
    self.result = result
  }

  /// How many sessions are named; the counts say how many there were.
  private static let idsNamed = 20

  private static var user: String {
    let name = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "uid \(geteuid())"
    return getenv("SUDO_USER").map { "\(name) (sudo by \(String(cString: $0)))" } ?? name
  }
}

/// The record of every act that changed servers: JSON lines, written before and after each.
public struct AuditLog: Sendable {
  /// It cannot be written, so nothing may be done.
  public struct Unwritable: Error, Hashable, Sendable {
    public let path: String
    public let reason: String
  }

  public let path: String

  /// `$XDG_STATE_HOME/mcpool/audit.jsonl`, `~/.local/state` without that variable.
  public init(environment: [String: String]) { path = Self.stateFolder(environment) + "/mcpool/audit.jsonl" }

  /// Where programs keep what they know from one run to the next.
  static func stateFolder(_ environment: [String: String]) -> String {
    let home = environment["HOME"] ?? "/root"
    return environment["XDG_STATE_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? home + "/.local/state"
  }

  /// Appends one line and waits until it is on disk.
  public func append(_ entry: AuditEntry) throws(Unwritable) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    guard let text = try? encoder.encode(entry) else {
      throw Unwritable(path: path, reason: "the entry cannot be encoded")
    }
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure }
    defer { close(descriptor) }
    let line = Array(text) + [0x0a]
    guard write(descriptor, line, line.count) == line.count, fsync(descriptor) == 0 else { throw failure }
  }

  private var failure: Unwritable { Unwritable(path: path, reason: String(cString: strerror(errno))) }
}
