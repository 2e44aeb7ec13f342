import Placement

/// Session ids from the command line or from standard input, as many at a time as there are.
enum IDBatches: Sendable {
  case arguments([String], IDEncoding)
  case standardInput(ByteSource, IDEncoding)

  /// How many ids are looked up before their rows are printed.
  private static let size = 5000

  /// Calls `body` with one batch after the other. Throws `Failure` for an id that is not of its encoding.
  func forEach(_ body: ([[UInt8]]) async throws -> Void) async throws {
    try await forEachBatch { batch in try await body((0..<batch.count).map { Array(batch[$0]) }) }
  }

  /// The same without an array for each id.
  func forEachBatch(_ body: (SessionBatch) async throws -> Void) async throws {
    switch self {
    case .arguments(let ids, let encoding):
      try await body(SessionBatch(ids.map { try Self.decoded($0.utf8.span, encoding) }))
    case .standardInput(let source, let encoding):
      for try await chunk in LineChunks(source: source) {
        let lines = lines(in: chunk)
        for start in stride(from: 0, to: lines.count, by: Self.size) {
          try await body(try Self.batch(chunk, Array(lines[start..<min(start + Self.size, lines.count)]), encoding))
        }
      }
      try Task.checkCancellation()
    }
  }

  private static func batch(
    _ chunk: [UInt8], _ lines: [Range<Int>], _ encoding: IDEncoding
  ) throws(Failure) -> SessionBatch {
    if encoding == .raw { return SessionBatch(bytes: chunk, ranges: lines) }
    var ids: [[UInt8]] = []
    for line in lines { ids.append(try decoded(chunk.span.extracting(line), encoding)) }
    return SessionBatch(ids)
  }

  private static func decoded(_ text: Span<UInt8>, _ encoding: IDEncoding) throws(Failure) -> [UInt8] {
    if let id = encoding.decode(text) { return id }
    let shown = String(decoding: (0..<text.count).map { text[$0] }, as: UTF8.self)
    throw Failure(
      .usage, "the id '\(shown)' is not written in \(encoding.rawValue)",
      remedy: "--ids-encoding raw, percent or base64")
  }
}
