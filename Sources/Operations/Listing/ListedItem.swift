import MemcacheProtocol
public import Placement

/// One item of a listing, as a view of the batch that it came in: making one allocates nothing.
public struct ListedItem: Sendable {
  /// What its key says that it is.
  public enum Kind: UInt8, Sendable { case session, lock, foreign }

  /// What stands before the key of each item in a batch.
  struct Header {
    var cas: UInt64
    /// `never` for an item without an end.
    var expires: Int64
    var now: Int64
    var idle: UInt32
    var itemBytes: UInt32
    var flags: UInt32
    var node: UInt16
    var keyCount: UInt16
    var idStart: UInt16
    var idCount: UInt16
    var slabClass: UInt8
    /// The kind, and above it the marks.
    var marks: UInt8

    static let never = Int64.min
    static let fetched: UInt8 = 4
    /// Whether idle time and `fetched` are known; `cachedump` does not tell.
    static let tellsUse: UInt8 = 8
    static let tellsFlags: UInt8 = 16
    static let size = MemoryLayout<Header>.size
  }

  let header: Header
  private let bytes: [UInt8]
  private let keyStart: Int

  /// The item whose header begins there.
  init(in bytes: [UInt8], at offset: Int) {
    self.bytes = bytes
    header = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Header.self) }
    keyStart = offset + Header.size
  }

  public var kind: Kind { Kind(rawValue: header.marks & 3) ?? .foreign }
  /// Its node, as an index of `LivePool.nodes`.
  public var node: Int { Int(header.node) }
  public var key: ArraySlice<UInt8> { bytes[keyRange] }
  /// The session's id; of a foreign item the whole key.
  public var id: ArraySlice<UInt8> { bytes[idRange] }
  /// The same as a place in the bytes of its batch, to place ids many at a time.
  public var idRange: Range<Int> {
    keyStart + Int(header.idStart)..<keyStart + Int(header.idStart) + Int(header.idCount)
  }
  /// The Unix second at which it ends, by the server's clock; nil: never.
  public var expires: Int? { header.expires == Header.never ? nil : Int(header.expires) }
  /// Seconds left when its node's listing began; nil: never ends.
  public var ttl: Int? { header.expires == Header.never ? nil : max(0, Int(header.expires - header.now)) }
  /// The server's own second when its listing began.
  public var now: Int { Int(header.now) }
  /// Seconds since somebody read or wrote it; nil: not known.
  public var idle: Int? { header.marks & Header.tellsUse == 0 ? nil : Int(header.idle) }
  /// Whether anybody has read it since it was stored; nil: not known.
  public var fetched: Bool? { header.marks & Header.tellsUse == 0 ? nil : header.marks & Header.fetched != 0 }
  /// The whole item as memcached counts it: key, value, flags and about 50 bytes of header. From `cachedump` key and
  /// value only.
  public var itemBytes: Int { Int(header.itemBytes) }
  /// 0 where the listing does not tell.
  public var cas: UInt64 { header.cas }
  public var slabClass: Int { Int(header.slabClass) }
  /// The client flags; nil from servers before 1.6.24.
  public var flags: UInt32? { header.marks & Header.tellsFlags == 0 ? nil : header.flags }

  /// The bytes that it takes in a batch; `ListedItem(in:at: 0)` makes it of them again.
  public var record: ArraySlice<UInt8> { bytes[keyStart - Header.size..<keyRange.upperBound] }
  /// Behind it.
  var end: Int { keyRange.upperBound }
  private var keyRange: Range<Int> { keyStart..<keyStart + Int(header.keyCount) }

  /// An item that was kept as its `record`.
  public init(record: [UInt8]) { self.init(in: record, at: 0) }
}

/// Items of one node, in the order in which it named them.
public struct ListedBatch: Sequence, Sendable {
  /// All of the items; `ListedItem.idRange` is a place in it.
  public let bytes: [UInt8]

  public struct Iterator: IteratorProtocol {
    fileprivate let bytes: [UInt8]
    fileprivate var offset = 0

    public mutating func next() -> ListedItem? {
      guard offset < bytes.count else { return nil }
      let item = ListedItem(in: bytes, at: offset)
      offset = item.end
      return item
    }
  }

  public func makeIterator() -> Iterator { Iterator(bytes: bytes) }

  /// Its ids, to be placed all at once.
  public var ids: SessionBatch { SessionBatch(bytes: bytes, ranges: map(\.idRange)) }
}
