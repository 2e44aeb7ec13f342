import Glibc
import MemcacheClient
import MemcacheProtocol

/// Everything that nodes of a pool hold, without disturbing them: all nodes at once, each drained as fast as it sends
/// whatever becomes of the reader, no item touched.
///
///     let (count, nodes) = try await SessionListing(pool, kinds: .sessions).run { batches in
///       var count = 0
///       for try await batch in batches {
///         for item in batch where item.kind == .session { count += 1 }
///       }
///       return count
///     }
public struct SessionListing: Sendable {
  public let pool: SessionPool
  /// Those that are listed.
  public let nodes: [LiveNode]
  public let kinds: ListedKinds
  let scratch: ScratchFolder
  let bounds: Spool.Bounds

  /// - Parameters:
  ///   - nodes: nil: all of the pool.
  ///   - kinds: which items are handed out; all are counted.
  ///   - scratch: where that is kept which the reader has not taken yet.
  public init(_ pool: SessionPool, nodes: [LiveNode]? = nil, kinds: ListedKinds, scratch: ScratchFolder = .usual) {
    self.init(pool, nodes: nodes, kinds: kinds, scratch: scratch, bounds: Spool.Bounds())
  }

  init(_ pool: SessionPool, nodes: [LiveNode]?, kinds: ListedKinds, scratch: ScratchFolder, bounds: Spool.Bounds) {
    self.pool = pool
    self.nodes = nodes ?? pool.live.nodes
    self.kinds = kinds
    self.scratch = scratch
    self.bounds = bounds
  }

  /// Lists while `read` runs, and says in the end what came of each node, in the order of `nodes`.
  ///
  /// `read` may take the batches as slowly as it likes and may return before the last one, which closes the connections.
  /// It must not block the thread it runs on.
  ///
  /// Throws what `read` throws. The batches throw `ScratchFailure` when what is not yet read can be kept no longer, which
  /// ends the listing, and `CancellationError`.
  public func run<Value>(
    _ read: (ListedBatches) async throws -> Value
  ) async throws -> (value: Value, nodes: [ListedNode]) {
    let spool = Spool(in: scratch, bounds: bounds)
    let (outcome, answers) = await withTaskGroup(of: [ListedNode].self) { group in
      group.addTask {
        let nodes = await listed(into: spool)
        spool.finish()
        return nodes
      }
      let outcome: Result<Value, any Error>
      do {
        outcome = .success(try await read(ListedBatches(spool: spool)))
      } catch {
        outcome = .failure(error)
      }
      group.cancelAll()
      return (outcome, await group.next() ?? [])
    }
    return (try outcome.get(), answers)
  }

  private func listed(into spool: Spool) async -> [ListedNode] {
    let indices = Dictionary(pool.live.nodes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let aside = Spool(in: scratch, bounds: bounds)
    async let once = sorted(aside)
    let reports = await pool.live.ask(nodes) { node, client throws(NodeFailure) in
      let facts = ListingFacts(StatTable(try await client.stats(nil)))
      let writer = ListingWriter(
        to: spool, form: pool.form, kinds: kinds, node: indices[node] ?? 0, now: facts.now, capacity: pieceBytes)
      defer { writer.flush() }
      do throws(NodeFailure) {
        return (outcome: try await list(client, facts, writer, aside), facts: facts, writer: writer)
      } catch {
        return (outcome: .failed(await pool.live.explained(error, of: node)), facts: facts, writer: writer)
      }
    }
    aside.finish()
    let writers = Dictionary(
      reports.compactMap { report in report.value.map { (indices[report.node] ?? 0, $0.writer) } },
      uniquingKeysWith: { first, _ in first })
    do {
      try await handOver(try await once, to: writers)
    } catch let failure as ScratchFailure {
      spool.fail(failure)
    } catch {
      // Cancelled: nobody reads on.
    }
    return reports.map { report in
      switch report.result {
      case .success(let (outcome, facts, writer)): ListedNode(report.node, outcome, facts, writer.counts)
      case .failure(let failure): ListedNode(report.node, .failed(failure), nil, ListingWriter.Counts())
      }
    }
  }

  private func list(
    _ client: any NodeClient, _ facts: ListingFacts, _ writer: ListingWriter, _ aside: Spool
  ) async throws(NodeFailure) -> ListedNode.Outcome {
    // However many it holds: memory does not grow with them.
    let most = 2 * facts.items + Limits.listedItemsUncounted
    let byHash = try await client.metadump(.hash, upTo: most) { line in
      if !writer.append(line) { client.close() }
    }
    switch byHash {
    case .complete: return .complete(by: .hash)
    case .busy(let answer): return .busy(answer)
    case .unavailable: break
    }
    // It may name an item twice, which shows only when all is there and sorted.
    let collector = ListingWriter(to: aside, kinds: [.sessions, .locks, .foreign], like: writer)
    defer { collector.flush() }
    let byLRU = try await client.metadump(.all, upTo: most) { line in
      if !collector.append(line) { client.close() }
    }
    switch byLRU {
    case .complete: return .complete(by: .all)
    case .busy(let answer): return .busy(answer)
    case .unavailable(let answer):
      let part = try await client.cachedump(upTo: most) { line in
        if !writer.append(line, started: facts.started) { client.close() }
      }
      return if case .partial = part { .partial(answer) } else { .unavailable(answer) }
    }
  }

  /// What was put aside, by node and key. One sort for all nodes, which takes the lines while they come: memory does not
  /// grow with the nodes.
  private func sorted(_ aside: Spool) async throws -> SortedRecords {
    do {
      var sort = ExternalSort(in: scratch)
      var key: [UInt8] = []
      while let piece = try await aside.take() {
        for item in ListedBatch(bytes: piece) {
          key.removeAll(keepingCapacity: true)
          withUnsafeBytes(of: UInt16(clamping: item.node).bigEndian) { key.append(contentsOf: $0) }
          key += item.key
          sort.add(key: key, item.record)
        }
        try await sort.settle()
      }
      return try await sort.sorted()
    } catch let failure as ScratchFailure {
      aside.fail(failure)
      throw failure
    }
  }

  /// Each item once.
  private func handOver(_ records: SortedRecords, to writers: [Int: ListingWriter]) async throws {
    defer { for writer in writers.values { writer.flush() } }
    var records = records
    var last: [UInt8] = []
    while let batch = try await records.next() {
      for record in batch where !record.key.elementsEqual(last) {
        last = Array(record.key)
        let item = ListedItem(in: batch.bytes, at: record.payload.startIndex)
        if writers[item.node]?.append(item) == false { return }
      }
    }
  }

  /// Of many nodes each collects a little only before it hands it over, so that all of them stay in bounds.
  private var pieceBytes: Int { min(bounds.piece, max(16 << 10, bounds.memory / max(1, nodes.count))) }
}

/// The batches of a listing, from all its nodes as they come.
public struct ListedBatches: AsyncSequence, Sendable {
  let spool: Spool

  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let spool: Spool

    public mutating func next() async throws -> ListedBatch? { try await spool.take().map { ListedBatch(bytes: $0) } }
  }

  public func makeAsyncIterator() -> Iterator { Iterator(spool: spool) }
}

/// What a node says of itself before it is listed.
struct ListingFacts: Sendable {
  let items: Int
  /// The server's second; this machine's where it does not tell.
  let now: Int
  let started: Int

  init(_ stats: StatTable) {
    items = max(0, Int(stats.number("curr_items") ?? 0))
    now = Int(stats.number("time") ?? Double(time(nil)))
    // `uptime` is 2 at once.
    started = now - Int(stats.number("uptime") ?? 0) + 2
  }
}

extension ListedNode {
  init(_ node: LiveNode, _ outcome: Outcome, _ facts: ListingFacts?, _ counts: ListingWriter.Counts) {
    var outcome = outcome
    if case .failed(let failure) = outcome, case .cancelled = failure.cause { outcome = .stopped }
    self.init(
      node: node, outcome: outcome, now: facts?.now, items: facts?.items, sessions: counts.sessions,
      locks: counts.locks, foreign: counts.foreign)
  }
}
