public import MemcacheProtocol

/// What operations need from one node. The real ones are `Connection` and `BinaryConnection`; tests answer from memory.
///
/// Every operation has a deadline, and throws a `NodeFailure` when the node gives no answer or declines the command.
/// After a failure other than `declined` and `unsayable` the client is of no further use; nor after a declined `set` or
/// `items`, behind which the server's answers cannot be told apart: what is asked then fails as on a closed connection.
public protocol NodeClient: Sendable {
  /// Throws `unsayable` where the protocol cannot ask for such a key; nothing is sent.
  func check(_ key: [UInt8]) throws(NodeFailure)

  /// What the server calls its version; may be no number.
  func version() async throws(NodeFailure) -> String

  /// One round trip of `mn` (in binary `noop`), as measured at the socket; of `version` where the server does not know
  /// `mn`.
  func ping() async throws(NodeFailure) -> Duration

  /// In the server's order. A group that the server does not know is `declined`; in binary `conns` is none.
  func stats(_ group: String?) async throws(NodeFailure) -> [Stat]

  /// Flushes everything at once. A server started with `-F` declines.
  func flushAll() async throws(NodeFailure)

  /// Stores one item, whatever was there.
  ///
  /// - Parameter ttl: up to 30 days; nil: never expires.
  func set(_ key: [UInt8], flags: UInt32, ttl: Duration?, value: [UInt8]) async throws(NodeFailure)

  /// What is there under each key, in the order of the keys; nil where nothing is.
  ///
  /// Looking does not count as an access where the server has meta commands (1.5.19 and later, not in binary). Elsewhere
  /// it cannot be avoided: `gets` moves the item in the LRU and sets its idle time back, values travel even when they are
  /// not wanted, and `life` is nil.
  ///
  /// The keys go out in pipelined batches; the deadline holds for each wait for further answers, not for all of them.
  func items(_ keys: [[UInt8]], _ fields: ItemFields) async throws(NodeFailure) -> [StoredItem?]

  /// The same for many keys at a time, without an array for each key and value.
  func items(_ keys: KeyBatch, _ fields: ItemFields) async throws(NodeFailure) -> ItemBatch

  /// One item with its value, asked for in the oldest words there are, which proxies pass on too. Counts as an access.
  func get(_ key: [UInt8]) async throws(NodeFailure) -> StoredItem?

  /// Whether there was such an item.
  func delete(_ key: [UInt8]) async throws(NodeFailure) -> Bool

  /// Lists all items in the given order; see `ListingOrder`.
  ///
  /// The server holds locks while it lists, so the lines are taken as fast as they come: `each` is called between two
  /// reads of the socket and must be quick, without waiting for anything.
  ///
  /// Throws when the node fails before or within the listing; what `each` has seen until then is a part of the items.
  /// Also when no end of the listing comes (`.late(.endOfListing)`): 1.4.31 to 1.5.3 send none, and may leave out the
  /// last lines to a reader that is not quick, so that nobody can know whether such a listing is whole; or when fewer
  /// than `Limits.itemsInListingWait` come within one wait.
  ///
  /// - Parameter most: a listing of more items has no end, or is no memcached's (`.excessive`).
  func metadump(
    _ order: ListingOrder, upTo most: Int, each: @escaping @Sendable (MetadumpLine) -> Void
  ) async throws(NodeFailure) -> Listing

  /// Stores items where there are none, in the order given, and says of each what came of it; what is there stays as it
  /// is, but counts as read. The items go out as one pipelined batch behind the first, so a caller with many calls with
  /// some hundred at a time.
  func add(_ items: [NewItem]) async throws(NodeFailure) -> [Addition]

  /// Stores items in the place of those that were looked at, as long as these are still there; otherwise as `add`.
  ///
  /// - Parameter cas: one for each, as `items` told it. A server that keeps none (`-C`) tells 0, and nothing is sent.
  func replace(_ items: [NewItem], ifStill cas: [UInt64]) async throws(NodeFailure) -> [Replacement]

  /// Adds one to the number of each item, and creates none.
  func increment(_ keys: [[UInt8]]) async throws(NodeFailure) -> [Increment]

  /// Deletes items as long as they are those that were looked at.
  ///
  /// - Parameter cas: as with `replace`.
  func delete(_ keys: [[UInt8]], ifStill cas: [UInt64]) async throws(NodeFailure) -> [Deletion]

  /// Gives items another end, and creates none; whether there is one. Their CAS stays.
  ///
  /// It does not count as an access where the server has meta commands (1.6.0 and later, not in binary). Elsewhere the
  /// item moves in the LRU, its idle time begins anew and it counts as read. Before 1.4.8 servers decline.
  func touch(_ keys: [[UInt8]], _ expiry: Expiry) async throws(NodeFailure) -> [Bool]

  /// Lists what the oldest way of listing shows, slab class by slab class: of each class at most 2 MiB of lines, and with
  /// the segmented LRU of 1.5 and later only what has not been used lately. The same holds for `each` as in `metadump`.
  func cachedump(
    upTo most: Int, each: @escaping @Sendable (CachedumpLine) -> Void
  ) async throws(NodeFailure) -> PartialListing

  /// Hears what happens on the node for so long, counted from when the server says that it will tell: each line is handed
  /// out as it comes, up to a second late where little happens. The server leaves out lines that it cannot hand over in time, so what comes is never known to be all.
  ///
  /// Returns when the time is over, and throws when the node fails before: a node that says nothing has nothing to tell,
  /// so whoever wants to know that it still lives asks it on another connection. The client is of no further use.
  ///
  /// - Parameter each: called between two reads of the socket; it must be quick, without waiting for anything.
  func watch(
    _ streams: [WatchStream], for time: Duration, each: @escaping @Sendable (WatchLine) -> Void
  ) async throws(NodeFailure)

  /// Ends the conversation; asking again fails. May be called at any time and more than once.
  func close()
}

extension NodeClient {
  public func items(_ keys: KeyBatch, _ fields: ItemFields) async throws(NodeFailure) -> ItemBatch {
    ItemBatch(try await items(keys.keys, fields))
  }

  /// Lists all items, by hash bucket where the server can. Before 1.6.9 it cannot, and its listing by LRU misses live
  /// items under load and may name one twice: who counts, counts each key once.
  public func metadump(
    upTo most: Int, each: @escaping @Sendable (MetadumpLine) -> Void
  ) async throws(NodeFailure) -> Listing {
    let listing = try await metadump(.hash, upTo: most, each: each)
    guard case .unavailable = listing else { return listing }
    return try await metadump(.all, upTo: most, each: each)
  }
}

/// How a listing by `cachedump` ended on a node that works.
public enum PartialListing: Hashable, Sendable {
  /// A part of the items was listed; how many lines that were.
  case partial(Int)
  /// The server does not list in this way either (`-X`), or its protocol knows none; its answer, or why, in words.
  case unavailable(String)
}

/// How a listing ended on a node that works.
public enum Listing: Hashable, Sendable {
  /// All items were listed; how many lines that were, and in which order the server walked: by LRU it may have missed
  /// items or named one twice.
  case complete(Int, by: ListingOrder)
  /// Another client's listing was running all the time; the server's answer.
  case busy(String)
  /// The server does not list: switched off (`-X`, `no_lru_crawler`), unknown to it or to its protocol; its answer, or
  /// why, in words.
  case unavailable(String)
}
