/// The bytes that memcached sees as the key of an item.
public struct ItemKey: Hashable, Sendable {
  public var bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }
}

/// Indices into `SessionPlacement.nodes` in PHP's write order, owner first. Reused from one id to the next, so that
/// bulk work allocates nothing.
public struct Candidates: Sendable {
  public private(set) var indices: [Int] = []

  public init() { indices.reserveCapacity(8) }

  public var count: Int { indices.count }
  public subscript(position: Int) -> Int { indices[position] }
  public func contains(_ index: Int) -> Bool { indices.contains(index) }
  public mutating func removeAll() { indices.removeAll(keepingCapacity: true) }
  public mutating func append(_ index: Int) { indices.append(index) }
}

/// Why PHP would not store a session under an id as it stands.
public struct SessionIDProblem: Hashable, Sendable {
  /// What is wrong with the id and what PHP does, in one line.
  public var message: String

  public init(message: String) { self.message = message }
}

/// Where one configuration of one extension and release puts keys: ids of sessions, or keys of an application.
public protocol KeyPlacement: Sendable {
  /// In the order of the pool.
  var nodes: [Node] { get }
  /// How many copies of each item PHP writes when all nodes are up; at least 1.
  var copyCount: Int { get }
  func itemKey(for id: Span<UInt8>) -> ItemKey
  /// Appends the bytes of `itemKey`; no allocation, for bulk work.
  func appendItemKey(for id: Span<UInt8>, to bytes: inout [UInt8])
  /// The nodes that PHP would use for the item when all are up, in write order; no allocation, for bulk work.
  /// The id must have no `problem`.
  func place(_ id: Span<UInt8>, into candidates: inout Candidates)
  /// Nil when PHP has a place for exactly this id.
  func problem(with id: Span<UInt8>) -> SessionIDProblem?
  /// The part of all possible keys of which each node is the owner, in the order of `nodes`; adds up to 1.
  var shares: [Double] { get }
  /// Places many ids at once: `owners[i]` belongs to the i-th id of the batch. The same answers as `place`, faster,
  /// because several ids are hashed side by side. Where `copyCount` > 1 the copies follow from `place`.
  func place(_ batch: SessionBatch, into table: inout PlacementTable)
}

/// Where sessions are. Both extensions satisfy it.
public protocol SessionPlacement: KeyPlacement {
  func lockKey(for id: Span<UInt8>) -> ItemKey
  /// Appends the bytes of `lockKey`.
  func appendLockKey(for id: Span<UInt8>, to bytes: inout [UInt8])
  /// The node that holds the session's lock (memcache: the owner; memcached: the lock key has a place of its own).
  func lockNode(for id: Span<UInt8>) -> Int?
  /// The same for many ids at once; -1 where there is none.
  func lockNodes(for batch: SessionBatch) -> [Int32]
}

extension KeyPlacement {
  public func appendItemKey(for id: Span<UInt8>, to bytes: inout [UInt8]) { bytes += itemKey(for: id).bytes }
}

extension SessionPlacement {
  public func lockNodes(for batch: SessionBatch) -> [Int32] {
    batch.ranges.map { range in lockNode(for: batch.bytes.span.extracting(range)).map(Int32.init) ?? -1 }
  }

  public func appendLockKey(for id: Span<UInt8>, to bytes: inout [UInt8]) { bytes += lockKey(for: id).bytes }
}

extension [UInt8] {
  @inline(__always)
  mutating func append(_ bytes: Span<UInt8>) { bytes.withUnsafeBufferPointer { append(contentsOf: $0) } }
}

/// Many ids without an array for each: their bytes in one piece, and where each begins and ends.
public struct SessionBatch: Sendable {
  public var bytes: [UInt8]
  /// One range in `bytes` for each id.
  public var ranges: [Range<Int>]

  public init(_ ids: some Sequence<[UInt8]>) {
    self.init()
    for id in ids {
      ranges.append(bytes.count..<bytes.count + id.count)
      bytes += id
    }
  }

  public var count: Int { ranges.count }
  public subscript(position: Int) -> ArraySlice<UInt8> { bytes[ranges[position]] }

  /// The ids in some places, sharing the bytes with this batch.
  public func part(_ positions: Range<Int>) -> SessionBatch {
    SessionBatch(bytes: bytes, ranges: Array(ranges[positions]))
  }

  public init(bytes: [UInt8] = [], ranges: [Range<Int>] = []) {
    self.bytes = bytes
    self.ranges = ranges
  }
}

/// The answers for a `SessionBatch`: `copyCount` node indices an id, in write order.
public struct PlacementTable: Sendable {
  /// Row i is `indices[i * width ..< (i + 1) * width]`; -1 throughout where the id has a problem.
  public var indices: [Int32] = []
  public var width = 1

  public init() {}
}
