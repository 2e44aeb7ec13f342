import MemcacheProtocol
import Placement
import Synchronization

/// Which items of a listing are handed out; the others are counted only.
public struct ListedKinds: OptionSet, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let sessions = ListedKinds(rawValue: 1)
  public static let locks = ListedKinds(rawValue: 2)
  public static let foreign = ListedKinds(rawValue: 4)
}

/// Makes the items of one node into pieces of a spool, on the event loop: no allocation an item, no waiting.
final class ListingWriter: Sendable {
  /// How many there were of each kind, mcpool's own left out.
  struct Counts: Hashable, Sendable {
    var sessions = 0
    var locks = 0
    var foreign = 0
  }

  private struct State {
    var piece: [UInt8] = []
    var counts = Counts()
  }

  private let spool: Spool
  private let form: SessionKeyForm
  private let kinds: ListedKinds
  private let node: UInt16
  private let now: Int64
  private let capacity: Int
  private let state = Mutex(State())

  /// - Parameters:
  ///   - now: the server's second.
  ///   - capacity: bytes of a piece, at most the spool's.
  init(to spool: Spool, form: SessionKeyForm, kinds: ListedKinds, node: Int, now: Int, capacity: Int) {
    self.spool = spool
    self.form = form
    self.kinds = kinds
    self.node = UInt16(truncatingIfNeeded: node)
    self.now = Int64(now)
    self.capacity = capacity
  }

  /// For the same node.
  init(to spool: Spool, kinds: ListedKinds, like other: ListingWriter) {
    self.spool = spool
    self.kinds = kinds
    (form, node, now, capacity) = (other.form, other.node, other.now, other.capacity)
  }

  var counts: Counts { state.withLock { $0.counts } }

  /// False when the spool takes no more.
  func append(_ line: MetadumpLine) -> Bool {
    var header = ListedItem.Header(
      cas: line.cas, expires: line.expires ?? ListedItem.Header.never, now: now,
      idle: UInt32(clamping: now - line.lastAccess), itemBytes: UInt32(clamping: line.itemBytes),
      flags: line.flags ?? 0, node: node, keyCount: 0, idStart: 0, idCount: 0,
      slabClass: UInt8(clamping: line.slabClass), marks: ListedItem.Header.tellsUse)
    if line.fetched { header.marks |= ListedItem.Header.fetched }
    if line.flags != nil { header.marks |= ListedItem.Header.tellsFlags }
    return append(line.key, &header)
  }

  /// - Parameter started: the server's second of its start, which 1.4 gives for an item that never ends.
  func append(_ line: CachedumpLine, started: Int) -> Bool {
    let isEndless = line.expires <= started
    // This listing shows what has ended, too.
    if !isEndless, line.expires <= now { return true }
    var header = ListedItem.Header(
      cas: 0, expires: isEndless ? ListedItem.Header.never : line.expires, now: now, idle: 0,
      itemBytes: UInt32(clamping: line.key.count + line.valueBytes), flags: 0, node: node, keyCount: 0, idStart: 0,
      idCount: 0, slabClass: 0, marks: 0)
    return append(line.key, &header)
  }

  /// Counts a record of another writer, and takes it as it is.
  func append(_ item: ListedItem) -> Bool {
    state.withLock { state in
      guard count(item.kind, &state) else { return true }
      return put(&state, item.record.count) { $0 += item.record }
    }
  }

  /// Hands over what there is.
  func flush() {
    state.withLock { state in
      if !state.piece.isEmpty { _ = spool.put(state.piece) }
      state.piece = []
    }
  }

  private func append(_ key: [UInt8], _ header: inout ListedItem.Header) -> Bool {
    let kind: ListedItem.Kind
    let id: Range<Int>
    switch form.kind(of: key) {
    case .session(let range): (kind, id) = (.session, range)
    case .lock(let range): (kind, id) = (.lock, range)
    case .foreign: (kind, id) = (.foreign, 0..<key.count)
    }
    header.marks |= kind.rawValue
    header.keyCount = UInt16(clamping: key.count)
    header.idStart = UInt16(clamping: id.lowerBound)
    header.idCount = UInt16(clamping: id.count)
    return state.withLock { state in
      if kind == .foreign, OwnItems.contain(key, form) { return true }
      guard count(kind, &state) else { return true }
      return put(&state, ListedItem.Header.size + key.count) { piece in
        withUnsafeBytes(of: header) { piece.append(contentsOf: $0) }
        piece += key
      }
    }
  }

  /// Whether it is to be handed out, too.
  private func count(_ kind: ListedItem.Kind, _ state: inout State) -> Bool {
    switch kind {
    case .session:
      state.counts.sessions += 1
      return kinds.contains(.sessions)
    case .lock:
      state.counts.locks += 1
      return kinds.contains(.locks)
    case .foreign:
      state.counts.foreign += 1
      return kinds.contains(.foreign)
    }
  }

  private func put(_ state: inout State, _ count: Int, _ write: (inout [UInt8]) -> Void) -> Bool {
    var isTaken = true
    if state.piece.count + count > capacity, !state.piece.isEmpty {
      isTaken = spool.put(state.piece)
      state.piece = []
    }
    if state.piece.capacity == 0 { state.piece.reserveCapacity(capacity) }
    write(&state.piece)
    return isTaken
  }
}
