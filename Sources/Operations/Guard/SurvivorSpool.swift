import Glibc
import MemcacheClient
import MemcacheProtocol
import Placement
import SessionData

/// What the other nodes have of the sessions of a node that is away: which those are, so that they are mended at its first
/// good answer, and their contents, so that what goes wrong before that can be had back.
///
/// The contents stand in a file that nobody else may read, a binary dump; in memory is a number for each.
struct SurvivorSpool: Sendable {
  private(set) var ids: [[UInt8]] = []
  private(set) var digests: [[UInt8]: UInt64] = [:]
  /// Why the contents could not be kept; nil: they are.
  private(set) var failure: Failure?

  /// Why it could not be kept.
  struct Failure: Error, Sendable {
    let reason: String
  }

  private static let batch = 1000

  /// Reads what is there now.
  ///
  /// - Parameter node: by index in the live pool.
  ///
  /// Throws `ScratchFailure` and `CancellationError`.
  init(_ pool: SessionPool, without node: Int, path: String) async throws {
    let ids = try await CopySearch.run(pool, nodes: [node]).suspects
    var file: SpoolFile?
    do throws(Failure) { file = try SpoolFile(path) } catch { failure = error }
    var writer = DumpWriter(
      .binary,
      DumpHeader(handler: pool.php.handler == .memcache ? .memcache : .memcached, time: SessionDumper.now))
    var bytes: [UInt8] = []
    writer.begin(&bytes)
    var reader = SessionReader(pool)
    var connections = NodeConnections()
    defer { connections.close() }
    for first in stride(from: 0, to: ids.count, by: Self.batch) {
      try Task.checkCancellation()
      let answers = await reader.read(
        SessionBatch(Array(ids[first..<min(first + Self.batch, ids.count)])), over: &connections)
      reader.heed(answers.lesson)
      let sessions = answers.sessions(of: pool)
      for session in sessions {
        guard let shown = session.shown, let item = session.copies[shown].item else { continue }
        let id = Array(session.id)
        let value = Array(session.value)
        self.ids.append(id)
        digests[id] = Self.digest(item.flags, value)
        writer.append(
          DumpedSession(
            id: id, key: pool.php.placement.itemKey(for: id.span).bytes, flags: item.flags, ttl: item.ttl, value: value),
          to: &bytes)
      }
      keep(bytes, in: &file)
      bytes.removeAll(keepingCapacity: true)
    }
    writer.end(isWhole: true, &bytes)
    keep(bytes, in: &file)
    try Task.checkCancellation()
    if failure == nil { do throws(Failure) { try file?.finish() } catch { failure = error } }
  }

  /// Without room for the contents it still is known which sessions there are.
  private mutating func keep(_ bytes: [UInt8], in file: inout SpoolFile?) {
    guard failure == nil else { return }
    do throws(Failure) {
      try file?.write(bytes)
    } catch {
      failure = error
      file = nil
    }
  }

  /// What an earlier run has kept; nil: nothing that can be read.
  init?(reading path: String) {
    var (ids, digests): ([[UInt8]], [[UInt8]: UInt64]) = ([], [:])
    let sessions = try? Self.sessions(in: path) { session in
      ids.append(session.id)
      digests[session.id] = Self.digest(session.flags, session.value)
      return false
    }
    if sessions == nil { return nil }
    (self.ids, self.digests) = (ids, digests)
  }

  /// The kept sessions among these.
  ///
  /// - Returns: also the Unix second to which what is left of their lives counts.
  static func sessions(
    in path: String, where isWanted: (DumpedSession) -> Bool
  ) throws -> (sessions: [DumpedSession], time: Int64) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var reader = DumpReader()
    var sessions: [DumpedSession] = []
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = read(descriptor, &piece, piece.count)
      guard count > 0 else { break }
      reader.append(Array(piece[..<count]))
      while let session = try reader.next() { if isWanted(session) { sessions.append(session) } }
    }
    try reader.finish()
    return (sessions, reader.header?.time ?? SessionDumper.now)
  }

  /// By which a content is known again.
  static func digest(_ flags: UInt32, _ value: some Sequence<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(flags)
    for byte in value { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }
}

/// A file that takes the place of another one when it is whole.
private final class SpoolFile {
  private let path: String
  private let descriptor: Int32

  init(_ path: String) throws(SurvivorSpool.Failure) {
    self.path = path
    descriptor = open(path + ".part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    if descriptor < 0 { throw SurvivorSpool.Failure(reason: "\(path): \(String(cString: strerror(errno)))") }
  }

  deinit {
    close(descriptor)
    // Gone already when it was finished.
    unlink(path + ".part")
  }

  func write(_ bytes: [UInt8]) throws(SurvivorSpool.Failure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { throw SurvivorSpool.Failure(reason: "\(path): \(String(cString: strerror(errno)))") }
      rest = rest.dropFirst(count)
    }
  }

  func finish() throws(SurvivorSpool.Failure) {
    if rename(path + ".part", path) != 0 {
      throw SurvivorSpool.Failure(reason: "\(path): \(String(cString: strerror(errno)))")
    }
  }
}
