import Operations
import Placement
import Presentation

/// Prints sessions as they are thrown away; for people, in a table when the watch is over, those that were used last.
struct Evictions: Sendable {
  let pool: SessionPool
  let time: Duration
  /// Rows of the table.
  let limit: Int

  func run(_ renderer: Renderer, _ surroundings: Surroundings) async throws -> EvictionWatch {
    let (events, feed) = AsyncStream.makeStream(
      of: EvictedSession.self, bufferingPolicy: .bufferingOldest(Self.mostUnprinted))
    async let watched = watch(feed)
    var printer = EvictionPrinter(renderer: renderer, output: surroundings.output, limit: limit)
    try printer.begin()
    for await event in events { try printer.print(event) }
    let outcome = await watched
    try printer.end(outcome, copies: pool.php.placement.copyCount)
    return outcome
  }

  private func watch(_ feed: AsyncStream<EvictedSession>.Continuation) async -> EvictionWatch {
    defer { feed.finish() }
    return await pool.evictions(for: time) { session in
      if case .enqueued = feed.yield(session) { true } else { false }
    }
  }

  /// What waits for a slow reader of our output; some 150 bytes each. The servers are read on meanwhile.
  private static let mostUnprinted = 1 << 17
}

/// A list in JSON, lines in the other formats; the table keeps what it will show.
struct EvictionPrinter {
  let renderer: Renderer
  let output: ByteSink
  let limit: Int
  private var isFirst = true
  private var shown: [EvictedSession] = []

  init(renderer: Renderer, output: ByteSink, limit: Int) {
    self.renderer = renderer
    self.output = output
    self.limit = limit
  }

  func begin() throws {
    if renderer.format == .json { try output.write("[") }
    if renderer.format == .csv { try output.write(try renderer.render(EvictionTable([]))) }
  }

  mutating func print(_ session: EvictedSession) throws {
    switch renderer.format {
    case .table: keep(session)
    case .json: try printElement(.session(session))
    case .jsonl, .csv: try output.write(try renderer.render(EvictionTable([session]), heading: false))
    }
  }

  mutating func end(_ outcome: EvictionWatch, copies: Int) throws {
    switch renderer.format {
    case .table:
      trim()
      try output.write(try renderer.render(EvictionTable(shown, outcome: outcome, copies: copies)))
    case .json:
      try printElement(.trailer(outcome))
      try output.write("\n]\n")
    case .jsonl: try output.write(try JSONText.line(EvictionTable.Line.trailer(outcome)))
    case .csv: break
    }
  }

  private mutating func printElement(_ element: EvictionTable.Line) throws {
    try output.write((isFirst ? "\n" : ",\n") + JSONText.pretty(element).dropLast())
    isFirst = false
  }

  private mutating func keep(_ session: EvictedSession) {
    shown.append(session)
    if shown.count > limit + 1000 { trim() }
  }

  /// Those that were used last, in the order in which they went.
  private mutating func trim() {
    let ranked = shown.enumerated().sorted { ($0.element.idle, $0.offset) < ($1.element.idle, $1.offset) }
    shown = ranked.prefix(limit).map(\.element)
  }
}
