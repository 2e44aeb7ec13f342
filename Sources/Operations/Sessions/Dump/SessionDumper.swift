import FoundationEssentials
public import MemcacheClient
import MemcacheProtocol
import Placement
public import SessionData

/// Reads all sessions of a pool, each once, with their values and without disturbing them.
///
/// Of a session's copies it takes the one that PHP would read: the first place that has it, of those whose nodes answer.
/// What PHP does not read stays: items where no rule puts them (strays), and a copy whose owner answers that it has none,
/// where the extension takes that for the answer.
public struct SessionDumper: Sendable {
  public struct Outcome: Sendable {
    public internal(set) var sessions = 0
    /// Items of sessions where PHP does not look for them.
    public internal(set) var strays = 0
    /// Copies that PHP does not read, because the owner has none.
    public internal(set) var unread = 0
    /// Items whose keys are no ids that PHP makes, where no prefix tells whether they are sessions.
    public internal(set) var foreign = 0
    /// Sessions whose keys the text protocol, the only one that lists, cannot ask for.
    public internal(set) var unaskable = 0
    /// Listed, and gone before they were read.
    public internal(set) var gone = 0
    public internal(set) var nodes: [ListedNode] = []
    /// Nodes that failed behind their listing, by name.
    public internal(set) var failures: [String: NodeFailure] = [:]
  }

  private let pool: SessionPool
  private let format: DumpFormat

  public init(_ pool: SessionPool, format: DumpFormat) {
    self.pool = pool
    self.format = format
  }

  /// Hands the dump to `write`, piece after piece; nothing is kept but some pieces and what the listing has ahead. While
  /// it writes, values are read on.
  ///
  /// Throws what `write` throws, `ScratchFailure`, and `CancellationError`: a dump that broke off has no end. Where a node
  /// failed the end says that the dump is not whole. So whoever reads it knows.
  public func run(_ write: ([UInt8]) async throws -> Void) async throws -> Outcome {
    let handler: DumpHeader.Handler = pool.php.handler == .memcache ? .memcache : .memcached
    let began = Self.now
    var work = DumpWork(pool, DumpWriter(format, DumpHeader(handler: handler, time: began)), began: began)
    var bytes: [UInt8] = []
    work.writer.begin(&bytes)
    try await write(bytes)
    let servers = await ListedServers(pool.live.nodes, of: pool.live)
    var places = ListedPlaces(pool, names: servers.names)
    let kinds: ListedKinds = pool.form.hasPrefix ? [.sessions, .foreign] : .sessions
    let (_, listed) = try await SessionListing(pool, nodes: servers.nodes, kinds: kinds).run { batches in
      try await copy(batches, &places, &work, write)
    }
    try Task.checkCancellation()
    var outcome = work.end()
    outcome.nodes = servers.outcomes(listed)
    if !pool.form.hasPrefix { outcome.foreign = outcome.nodes.map(\.foreign).reduce(0, +) }
    (outcome.strays, outcome.unaskable) = (places.strays, places.unaskable)
    bytes.removeAll(keepingCapacity: true)
    work.writer.end(isWhole: outcome.isWhole, &bytes)
    try await write(bytes)
    return outcome
  }

  /// Reads several portions at the same time, each on connections of its own, while another one is written.
  private func copy(
    _ batches: ListedBatches, _ places: inout ListedPlaces, _ work: inout DumpWork,
    _ write: ([UInt8]) async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: DumpWork.Copied.self) { group in
      for try await batch in batches {
        for portion in places.portions(of: batch) {
          while !work.hasIdle, let copied = try await group.next() { try await write(work.take(copied)) }
          let (reader, writer) = (work.reader(), work.writer)
          group.addTask { await DumpWork.copy(portion, reader, writer) }
        }
      }
      while let copied = try await group.next() { try await write(work.take(copied)) }
    }
  }

  static var now: Int64 { Int64(Date.now.timeIntervalSince1970) }
}

extension SessionDumper.Outcome {
  public var states: [NodeState] { nodes.map { failures[$0.node.name]?.state ?? $0.state } }

  /// Every session that PHP would read is in it, as far as the servers can tell.
  public var isWhole: Bool { failures.isEmpty && unaskable == 0 && nodes.allSatisfy(\.isWhole) }

  public var remarks: [(node: String, summary: String, remedy: String)] {
    nodes.compactMap { node in
      if let failure = failures[node.node.name] { return (node.node.name, failure.reason, failure.remedy) }
      return node.remark.map { (node.node.name, $0.summary, $0.remedy) }
    }
  }
}

/// The readers of a dump, and what came of their portions.
private struct DumpWork {
  /// A portion as it stands in the dump.
  struct Copied: Sendable {
    let reader: CopyReader
    let bytes: [UInt8]
    let sessions: Int
  }

  var writer: DumpWriter
  private var outcome = SessionDumper.Outcome()
  private let pool: LivePool
  private var idle: [CopyReader]
  private var failures: [NodeFailure?]

  /// How many portions are read at once.
  private static let width = 3

  init(_ pool: SessionPool, _ writer: DumpWriter, began: Int64) {
    self.writer = writer
    self.pool = pool.live
    idle = (0..<Self.width).map { _ in CopyReader(pool, began: began) }
    failures = pool.live.nodes.map { _ in nil }
  }

  static func copy(_ portion: CopyReader.Portion, _ reader: CopyReader, _ writer: DumpWriter) async -> Copied {
    var reader = reader
    let sessions = await reader.read(portion)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(sessions.reduce(0) { $0 + $1.value.count * 5 / 4 + 200 })
    for session in sessions { writer.encode(session, to: &bytes) }
    return Copied(reader: reader, bytes: bytes, sessions: sessions.count)
  }

  var hasIdle: Bool { !idle.isEmpty }

  /// One that is idle. A node that has failed for another one is not asked again.
  mutating func reader() -> CopyReader {
    var reader = idle.removeLast()
    reader.fail(failures)
    return reader
  }

  /// Has its reader back; the bytes are to be written.
  mutating func take(_ copied: Copied) -> [UInt8] {
    idle.append(copied.reader)
    writer.take(copied.bytes[...], of: copied.sessions)
    for (index, failure) in copied.reader.nodes.failures.enumerated() where failures[index] == nil {
      failures[index] = failure
    }
    return copied.bytes
  }

  mutating func end() -> SessionDumper.Outcome {
    outcome.sessions = writer.count
    for index in idle.indices {
      outcome.unread += idle[index].unread
      outcome.gone += idle[index].gone
      idle[index].close()
    }
    for (node, failure) in zip(pool.nodes, failures) { outcome.failures[node.name] = failure }
    return outcome
  }
}
