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
    let reports = await pool.live.ask(nodes) { node, client throws(NodeFailure) in
      let facts = ListingFacts(StatTable(try await client.stats(nil)))
      let writer = ListingWriter(
        to: spool, form: pool.form, kinds: kinds, node: indices[node] ?? 0, now: facts.now, capacity: pieceBytes)
      defer { writer.flush() }
      let outcome: ListedNode.Outcome
      do throws(NodeFailure) {
        outcome = try await list(client, facts, writer, spool)
      } catch {
        outcome = .failed(await pool.live.explained(error, of: node))
      }
      return ListedNode(node, outcome, facts, writer.counts)
    }
    return reports.map { report in
      switch report.result {
      case .success(let node): node
      case .failure(let failure): ListedNode(report.node, .failed(failure), nil, ListingWriter.Counts())
      }
    }
  }

  private func list(
    _ client: any NodeClient, _ facts: ListingFacts, _ writer: ListingWriter, _ spool: Spool
  ) async throws(NodeFailure) -> ListedNode.Outcome {
    guard facts.items < Limits.listedItems else { return .tooMany(facts.items) }
    let most = min(2 * facts.items + Limits.listedItemsUncounted, Limits.listedItems)
    let byHash = try await client.metadump(.hash, upTo: most) { line in
      if !writer.append(line) { client.close() }
    }
    switch byHash {
    case .complete: return .complete(by: .hash)
    case .busy(let answer): return .busy(answer)
    case .unavailable: break
    }
    switch try await listByLRU(client, writer, spool, upTo: most) {
    case .complete: return .complete(by: .all)
    case .busy(let answer): return .busy(answer)
    case .unavailable(let answer):
      let part = try await client.cachedump(upTo: most) { line in
        if !writer.append(line, started: facts.started) { client.close() }
      }
      return if case .partial = part { .partial(answer) } else { .unavailable(answer) }
    }
  }

  /// Such a listing may name an item twice, which shows only when it is at its end and sorted.
  private func listByLRU(
    _ client: any NodeClient, _ writer: ListingWriter, _ spool: Spool, upTo most: Int
  ) async throws(NodeFailure) -> Listing {
    let aside = Spool(in: scratch, bounds: bounds)
    let collector = ListingWriter(to: aside, kinds: [.sessions, .locks, .foreign], like: writer)
    let listing = try await client.metadump(.all, upTo: most) { line in
      if !collector.append(line) { client.close() }
    }
    collector.flush()
    aside.finish()
    guard case .complete = listing else { return listing }
    do {
      var sort = ExternalSort(in: scratch)
      while let piece = try await aside.take() {
        for item in ListedBatch(bytes: piece) { sort.add(key: item.key, item.record) }
        try await sort.settle()
      }
      var last: [UInt8]?
      var merged = try await sort.sorted()
      while let batch = try await merged.next() {
        for record in batch where last.map({ !record.key.elementsEqual($0) }) ?? true {
          last = Array(record.key)
          _ = writer.append(ListedItem(record: Array(record.payload)))
        }
      }
    } catch let failure as ScratchFailure {
      spool.fail(failure)
    } catch {
      // Cancelled: nobody reads on.
    }
    return listing
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
