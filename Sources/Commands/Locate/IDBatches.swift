/// Session ids from the command line or from standard input, as many at a time as there are.
enum IDBatches: Sendable {
  case arguments([String], IDEncoding)
  case standardInput(ByteSource, IDEncoding)

  /// How many ids are looked up before their rows are printed.
  private static let size = 5000

  /// Calls `body` with one batch after the other. Throws `Failure` for an id that is not of its encoding.
  func forEach(_ body: ([[UInt8]]) async throws -> Void) async throws {
    switch self {
    case .arguments(let ids, let encoding):
      try await body(ids.map { try Self.decoded($0.utf8.span, encoding) })
    case .standardInput(let source, let encoding):
      for try await chunk in LineChunks(source: source) {
        var rest = lines(in: chunk)[...]
        while !rest.isEmpty {
          try await body(rest.prefix(Self.size).map { try Self.decoded(chunk.span.extracting($0), encoding) })
          rest = rest.dropFirst(Self.size)
        }
      }
      try Task.checkCancellation()
    }
  }

  private static func decoded(_ text: Span<UInt8>, _ encoding: IDEncoding) throws(Failure) -> [UInt8] {
    if let id = encoding.decode(text) { return id }
    let shown = String(decoding: (0..<text.count).map { text[$0] }, as: UTF8.self)
    throw Failure(
      .usage, "the id '\(shown)' is not written in \(encoding.rawValue)",
      remedy: "--ids-encoding raw, percent or base64")
  }
}
