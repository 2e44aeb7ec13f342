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

  /// Hands the dump to `write`, piece after piece; nothing is kept but a piece and what the listing has ahead.
  ///
  /// Throws what `write` throws, `ScratchFailure`, and `CancellationError`: a dump that broke off has no end. Where a node
  /// failed the end says that the dump is not whole. So whoever reads it knows.
  public func run(_ write: ([UInt8]) throws -> Void) async throws -> Outcome {
    let handler: DumpHeader.Handler = pool.php.handler == .memcache ? .memcache : .memcached
    var writer = DumpWriter(format, DumpHeader(handler: handler, time: Self.now))
    var reader = CopyReader(pool, began: Self.now)
    var bytes: [UInt8] = []
    writer.begin(&bytes)
    let kinds: ListedKinds = pool.form.hasPrefix ? [.sessions, .foreign] : .sessions
    let (_, nodes) = try await SessionListing(pool, kinds: kinds).run { batches in
      for try await batch in batches {
        for sessions in reader.portions(of: batch) {
          try Task.checkCancellation()
          for session in await reader.read(sessions) { writer.append(session, to: &bytes) }
          try write(bytes)
          bytes.removeAll(keepingCapacity: true)
        }
      }
    }
    reader.close()
    try Task.checkCancellation()
    reader.outcome.nodes = nodes
    if !pool.form.hasPrefix { reader.outcome.foreign = nodes.map(\.foreign).reduce(0, +) }
    reader.outcome.sessions = writer.count
    writer.end(isWhole: reader.outcome.isWhole, &bytes)
    try write(bytes)
    return reader.outcome
  }

  static var now: Int64 { Int64(Date.now.timeIntervalSince1970) }
}

extension SessionDumper.Outcome {
  public var states: [NodeState] { nodes.map { failures[$0.node.name]?.state ?? $0.state } }

  /// Every session that PHP would read is in it, as far as the servers can tell.
  public var isWhole: Bool { failures.isEmpty && nodes.allSatisfy(\.isWhole) }

  public var remarks: [(node: String, summary: String, remedy: String)] {
    nodes.compactMap { node in
      if let failure = failures[node.node.name] { return (node.node.name, failure.reason, failure.remedy) }
      return node.remark.map { (node.node.name, $0.summary, $0.remedy) }
    }
  }
}
