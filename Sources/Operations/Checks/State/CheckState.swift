import FoundationEssentials
import Glibc

/// What was counted when the checks ran last, by node: rates need two looks.
struct CheckState: Codable, Hashable, Sendable {
  var version = 1
  var nodes: [String: NodeCounts]
}

/// The file in which one pool's counters are kept from run to run.
///
/// Two runs at once do no harm: each reads a whole file and puts a whole one in its place. Runs that judge other checks
/// have other files, so that none takes the time between its runs from another.
public struct CheckStateFile: Sendable {
  let path: String

  /// - Parameters:
  ///   - pool: where it came from.
  ///   - nodes: their names.
  ///   - checks: the names of those that are run.
  public init(environment: [String: String], pool: String, nodes: [String], checks: [String]) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a
    for byte in ([pool] + nodes + [""] + checks.sorted()).joined(separator: "\n").utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    let folder = AuditLog.stateFolder(environment) + "/mcpool/check"
    path = folder + "/" + String(hash, radix: 16) + ".json"
  }

  /// What came of reading it.
  struct Past: Sendable {
    /// Nil: there is none yet.
    var state: CheckState?
    /// What must be said.
    var note: String?
  }

  /// A file that is none is set aside, and that is said: what it held is lost, not what it counted.
  func read() -> Past {
    guard FileManager.default.fileExists(atPath: path) else { return Past() }
    guard let data = FileManager.default.contents(atPath: path) else {
      return Past(note: "\(path) cannot be read (\(String(cString: strerror(errno)))); rates begin anew")
    }
    if let state = try? JSONDecoder().decode(CheckState.self, from: data), state.version == 1 {
      return Past(state: state)
    }
    let aside = path + ".corrupt"
    let moved = rename(path, aside) == 0
    return Past(note: "\(path) is damaged" + (moved ? " and was set aside as \(aside)" : "") + "; rates begin anew")
  }

  /// Puts a whole new file in the old one's place. Returns why it could not.
  func write(_ state: CheckState) -> String? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let data = try? encoder.encode(state) else { return "it cannot be encoded" }
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    var template = Array((path + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)  // 0600
    guard descriptor >= 0 else { return String(cString: strerror(errno)) }
    let bytes = Array(data)
    let isWritten = Glibc.write(descriptor, bytes, bytes.count) == bytes.count
    let reason = String(cString: strerror(errno))
    close(descriptor)
    guard isWritten, rename(template, path) == 0 else {
      let failure = isWritten ? String(cString: strerror(errno)) : reason
      unlink(template)
      return failure
    }
    return nil
  }
}
