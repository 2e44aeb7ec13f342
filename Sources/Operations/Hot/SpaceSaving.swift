/// The heaviest keys of a stream, in memory that does not grow with it.
///
/// The space-saving algorithm of Metwally, Agrawal and El Abbadi, "Efficient computation of frequent and top-k elements in
/// data streams" (ICDT 2005): so many counters, each with a key; a key that has none takes over the counter with the
/// least weight and inherits that weight as its possible error. Of a key with a counter the weight w and the error e are
/// known, and its true weight lies between w - e and w. A key without a counter weighs no more than `floor`, so nothing
/// heavier than that is ever missed. As long as no counter was taken over, all weights are exact.
///
/// `Detail` is what is noted beside the weight since the key has its counter.
public struct SpaceSaving<Key: Hashable & Sendable, Detail: Sendable>: Sendable {
  public struct Counter: Sendable {
    public internal(set) var key: Key
    public internal(set) var weight: UInt64
    /// So much of the weight may be another key's.
    public internal(set) var error: UInt64
    public internal(set) var detail: Detail
  }

  public let capacity: Int
  public private(set) var counters: [Counter] = []
  /// Keys have gone without a counter.
  public private(set) var isFull = false
  private var slots: [Key: Int] = [:]
  /// Slots, the least weight first: each is no heavier than those at 2i + 1 and 2i + 2.
  private var heap: [Int] = []
  /// Where each slot stands in the heap.
  private var places: [Int] = []

  public init(capacity: Int) { self.capacity = max(1, capacity) }

  /// The most that a key without a counter can weigh.
  public var floor: UInt64 { isFull ? counters[heap[0]].weight : 0 }

  /// Adds weight to a key. One that has no counter and brings no weight takes none from another.
  ///
  /// - Parameters:
  ///   - empty: what is known of a key that gets its counter now.
  ///   - note: adds to the detail.
  public mutating func add(
    _ key: Key, weight: UInt64, empty: @autoclosure () -> Detail, note: (inout Detail) -> Void
  ) {
    if let slot = slots[key] {
      counters[slot].weight &+= weight
      note(&counters[slot].detail)
      if weight > 0 { sink(from: places[slot]) }
    } else if counters.count < capacity {
      var detail = empty()
      note(&detail)
      let slot = counters.count
      counters.append(Counter(key: key, weight: weight, error: 0, detail: detail))
      slots[key] = slot
      heap.append(slot)
      places.append(slot)
      rise(from: slot)
    } else {
      isFull = true
      guard weight > 0 else { return }
      let slot = heap[0]
      slots[counters[slot].key] = nil
      slots[key] = slot
      var detail = empty()
      note(&detail)
      let least = counters[slot].weight
      counters[slot] = Counter(key: key, weight: least &+ weight, error: least, detail: detail)
      sink(from: 0)
    }
  }

  private mutating func sink(from start: Int) {
    var place = start
    while true {
      var least = place
      for child in 2 * place + 1...2 * place + 2 where child < heap.count && weight(at: child) < weight(at: least) {
        least = child
      }
      if least == place { return }
      exchange(place, least)
      place = least
    }
  }

  private mutating func rise(from start: Int) {
    var place = start
    while place > 0, weight(at: place) < weight(at: (place - 1) / 2) {
      exchange(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  private func weight(at place: Int) -> UInt64 { counters[heap[place]].weight }

  private mutating func exchange(_ a: Int, _ b: Int) {
    heap.swapAt(a, b)
    places[heap[a]] = a
    places[heap[b]] = b
  }
}
