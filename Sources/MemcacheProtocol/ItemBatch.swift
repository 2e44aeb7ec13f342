/// What a server tells of one item beside its value, in plain numbers: made and copied without counting references, for
/// answers of many.
public struct ItemFacts: Hashable, Sendable {
  public internal(set) var flags: UInt32 = 0
  public internal(set) var valueBytes = 0
  private var number: UInt64 = 0
  private var secondsLeft: Int64 = 0
  private var secondsIdle: UInt32 = 0
  private var marks: Marks = []

  private struct Marks: OptionSet, Hashable {
    let rawValue: UInt8
    static let cas = Marks(rawValue: 1)
    static let life = Marks(rawValue: 2)
    static let end = Marks(rawValue: 4)
    static let fetched = Marks(rawValue: 8)
  }

  init() {}

  /// Only when asked for.
  public internal(set) var cas: UInt64? {
    get { marks.contains(.cas) ? number : nil }
    set {
      number = newValue ?? 0
      if newValue == nil { marks.remove(.cas) } else { marks.insert(.cas) }
    }
  }

  /// Whether it is known when it ends and was used. Only meta commands tell.
  public internal(set) var tellsLife: Bool {
    get { marks.contains(.life) }
    set { if newValue { marks.insert(.life) } else { marks.remove(.life) } }
  }

  /// Seconds left; nil: it never ends, or that is not known.
  public internal(set) var ttl: Int64? {
    get { marks.contains(.end) ? secondsLeft : nil }
    set {
      secondsLeft = newValue ?? 0
      if newValue == nil { marks.remove(.end) } else { marks.insert(.end) }
    }
  }

  /// Seconds since the last access; nil: not known.
  public internal(set) var idle: UInt32? {
    get { tellsLife ? secondsIdle : nil }
    set { secondsIdle = newValue ?? 0 }
  }

  var isFetched: Bool {
    get { marks.contains(.fetched) }
    set { if newValue { marks.insert(.fetched) } else { marks.remove(.fetched) } }
  }

  public init(_ item: StoredItem) {
    flags = item.flags
    valueBytes = item.valueBytes
    cas = item.cas
    if let life = item.life {
      tellsLife = true
      ttl = life.ttl?.components.seconds
      idle = UInt32(clamping: life.idle.components.seconds)
      isFetched = life.fetched
    }
  }

  /// The same without a value.
  public var item: StoredItem {
    var item = StoredItem()
    item.flags = flags
    item.valueBytes = valueBytes
    item.cas = cas
    if tellsLife {
      var life = StoredItem.Life()
      life.ttl = ttl.map { .seconds($0) }
      life.idle = .seconds(Int64(secondsIdle))
      life.fetched = isFetched
      item.life = life
    }
    return item
  }
}

/// The items under many keys, in the order of the keys, without an array for each value.
public struct ItemBatch: Hashable, Sendable {
  @usableFromInline
  struct Entry: Hashable, Sendable {
    @usableFromInline var facts = ItemFacts()
    /// Where its value begins; see below for what has none.
    @usableFromInline var start: Int

    @inlinable static var absent: Int { -1 }
    static var withoutValue: Int { -2 }
  }

  /// The values one behind the other.
  public internal(set) var bytes: [UInt8] = []
  @usableFromInline var entries: [Entry] = []

  public init() {}

  public init(_ items: [StoredItem?]) {
    entries.reserveCapacity(items.count)
    for item in items {
      guard let item else {
        appendNothing()
        continue
      }
      if let value = item.value {
        append(ItemFacts(item), valueAt: bytes.count)
        bytes += value
      } else {
        append(ItemFacts(item), valueAt: nil)
      }
    }
  }

  public var count: Int { entries.count }
  public var isEmpty: Bool { entries.isEmpty }

  /// Nil where there is no item.
  @inlinable
  public subscript(position: Int) -> ItemFacts? {
    entries[position].start == Entry.absent ? nil : entries[position].facts
  }

  @inlinable
  public func has(_ position: Int) -> Bool { entries[position].start != Entry.absent }

  /// Where in `bytes` the value stands; nil where there is none, or nobody asked for it.
  @inlinable
  public func value(_ position: Int) -> Range<Int>? {
    let start = entries[position].start
    return start < 0 ? nil : start..<start + entries[position].facts.valueBytes
  }

  public var items: [StoredItem?] {
    entries.indices.map { position in
      guard var item = self[position]?.item else { return nil }
      item.value = value(position).map { Array(bytes[$0]) }
      return item
    }
  }

  mutating func reserveCapacity(_ count: Int) { entries.reserveCapacity(count) }

  mutating func appendNothing() { entries.append(Entry(start: Entry.absent)) }

  /// - Parameter start: where in `bytes` its value begins, which has come; nil: it has none.
  mutating func append(_ facts: ItemFacts, valueAt start: Int?) {
    entries.append(Entry(facts: facts, start: start ?? Entry.withoutValue))
  }

  /// Leaves gaps for keys that were not asked for.
  ///
  /// - Parameter positions: where they stand behind that, from the first to the last.
  public mutating func insertNothing(at positions: [Int]) {
    for position in positions { entries.insert(Entry(start: Entry.absent), at: position) }
  }
}
