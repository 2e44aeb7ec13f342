import FoundationEssentials
import Glibc

/// A folder of our own under `$TMPDIR`, writable by the user that memcached becomes.
public struct TemporaryFolder: Sendable {
  public let path: String

  public init(in parent: String? = nil) throws(LocalPoolError) {
    let parent = parent ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/mcpool-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw LocalPoolError(
        summary: "cannot make a folder in \(parent): \(String(cString: strerror(errno)))",
        remedy: "name another with TMPDIR=")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // memcached gives up root before it writes its files; the name of the folder cannot be guessed.
    chmod(path, 0o777)
  }

  /// The folder and all that is in it.
  public func remove() { try? FileManager.default.removeItem(atPath: path) }
}
