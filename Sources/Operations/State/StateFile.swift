import FoundationEssentials
import Glibc

/// A JSON file that keeps what a program knows from one run to the next. It is always a whole one: whoever is killed while
/// writing leaves the old one, and who reads gets one or the other.
struct StateFile<State: Codable>: Sendable {
  let path: String

  /// What came of reading it.
  struct Past {
    /// Nil: there is none yet.
    var state: State?
    /// What must be said.
    var note: String?
  }

  /// A file that is none is set aside, and that is said.
  ///
  /// - Parameter loss: what follows when nothing is known of before, in words.
  func read(loss: String, isCurrent: (State) -> Bool) -> Past {
    guard FileManager.default.fileExists(atPath: path) else { return Past() }
    guard let data = FileManager.default.contents(atPath: path) else {
      return Past(note: "\(path) cannot be read (\(String(cString: strerror(errno)))); \(loss)")
    }
    if let state = try? JSONDecoder().decode(State.self, from: data), isCurrent(state) { return Past(state: state) }
    let aside = path + ".corrupt"
    let moved = rename(path, aside) == 0
    return Past(note: "\(path) is damaged" + (moved ? " and was set aside as \(aside)" : "") + "; \(loss)")
  }

  /// The same for whoever only wants to know: nothing is said, and nothing set aside.
  func peek(isCurrent: (State) -> Bool) -> State? {
    guard let data = FileManager.default.contents(atPath: path),
      let state = try? JSONDecoder().decode(State.self, from: data), isCurrent(state)
    else { return nil }
    return state
  }

  /// Puts a whole new file in the old one's place, which nobody else may read. Returns why it could not.
  func write(_ state: State) -> String? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let data = try? encoder.encode(state) else { return "it cannot be encoded" }
    return Self.write(Array(data), to: path)
  }

  static func write(_ bytes: [UInt8], to path: String) -> String? {
    makeFolder(of: path)
    var template = Array((path + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)  // 0600
    guard descriptor >= 0 else { return String(cString: strerror(errno)) }
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

  static func makeFolder(of path: String) {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }
}

extension [String] {
  /// A short name of these words that is the same everywhere: FNV-1a, 64 bits, hexadecimal.
  var fingerprint: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in joined(separator: "\n").utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return String(hash, radix: 16)
  }
}
