/// What a server may send before it is taken for something else, or for broken. Memory stays bounded by these however
/// much it promises or sends.
public enum Limits {
  /// The longest line without its line end. The longest that memcached writes is a metadump line of a 250-byte key,
  /// every byte percent-encoded: under 1 KiB.
  public static let lineBytes = 8192
  /// The largest value. Sessions are far smaller; `memcached -I` could be raised to 1 GiB.
  public static let valueBytes = 64 << 20
  /// Room taken for a value before its bytes have come; the rest grows with what really arrives.
  public static let valueBytesReserved = 1 << 20
  /// The values of one batch of keys together.
  public static let batchValueBytes = 1 << 30
  /// How many keys are asked for in one piece, in `mg` and in binary; at most two such pieces wait for their answers.
  public static let keysInBatch = 512
  /// How many keys one `gets` has.
  public static let keysInGets = 100
  /// What one `stats` answer takes here, but for those of `longStatsBytes`. The longest, `items` with 63 slab classes, is
  /// some 350 KiB.
  public static let statsBytes = 2 << 20
  /// The same for groups that grow with what the server holds. `conns` with 100,000 connections is some 50 MiB.
  public static let longStatsBytes = 64 << 20
  /// One value of a `stats` answer in the binary protocol; `detail dump` is one.
  public static let statBytes = 1 << 20
  /// The longest key (without flag `b`).
  public static let keyBytes = 250
  /// The longest user and the longest password.
  public static let credentialBytes = 255
  /// A longer lifetime would be read as an absolute Unix time: 30 days.
  public static let relativeLifetime = Duration.seconds(2_592_000)
  /// Later than any second that a server dates an item to: some 34,000 years.
  public static let unixSeconds: Int64 = 1 << 40
  /// The longest listing that is counted in memory: the sessions of one this long take about 2 GiB here.
  public static let listedItems = 1 << 24
  /// How many items more than twice what a node counts may be in its listing: it goes on taking items meanwhile.
  public static let listedItemsUncounted = 100_000
  /// The least of a listing that comes within one wait. Slower than that, none of use would ever be whole.
  public static let itemsInListingWait = 1000
  /// How long a listing or a batch may take in all, however well it gets on. A million items take about a second.
  public static let bulkTime = Duration.seconds(3600)
  /// The least that the wait within a listing is: the server pauses for up to a second in its poll loop, however fast
  /// it is otherwise.
  public static let listingWait = Duration.seconds(5)
  /// How long to leave a node alone that lists for somebody else, before it is asked again.
  public static let busyPause = Duration.milliseconds(100)
  /// How long to leave a unix socket alone whose queue is full, before the next attempt.
  public static let busySocketPause = Duration.milliseconds(10)
  /// The highest number of a slab class.
  public static let slabClasses = 255
  /// How much of a strange answer is kept for the message that tells of it.
  public static let quotedBytes = 120
  /// The longest path of a unix socket: an address of the system holds one more, for its end.
  public static let socketPathBytes = 107
  /// How many names of a strange certificate are told.
  public static let namesQuoted = 5
  /// The largest file of certificates. A whole system's authorities are about 250 KiB.
  public static let pemBytes = 4 << 20
  /// User and password together for the text protocol; memcached's file of them has lines of up to 256 bytes.
  public static let loginBytes = 253
  /// How many names are looked up at the same time; each takes a thread.
  public static let lookupThreads = 64
  /// How many addresses of one name are tried; they share the time.
  public static let addressesTried = 8
  /// How many nodes are asked at the same time; of more, the others wait for their turn.
  public static let nodesAtOnce = 1000
  /// File descriptors that are kept free for everything but connections to nodes: name lookups, files, event loops.
  public static let descriptorsReserved = 200
  /// The least file descriptors that a process needs to ask a node at all: its streams and event loops, a name lookup
  /// and a connection, with some to spare.
  public static let descriptorsNeeded = 32
}
