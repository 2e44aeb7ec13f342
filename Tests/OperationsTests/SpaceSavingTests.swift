import Operations
import Testing

@Suite("The heaviest keys of a stream") struct SpaceSavingTests {
  /// Keys 0, 1, 2, … with weights like 1, 1/2, 1/3, …, in an order that is the same in every run.
  struct Zipf {
    var state: UInt64 = 42
    let bounds: [Double]

    init(_ keys: Int) {
      var sum = 0.0
      bounds = (1...keys).map { rank in
        sum += 1 / Double(rank)
        return sum
      }
    }

    mutating func next() -> Int {
      // Knuth's linear congruential generator (MMIX); the upper bits.
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let wanted = Double(state >> 11) / 0x1p53 * (bounds.last ?? 0)
      var (low, high) = (0, bounds.count - 1)
      while low < high {
        let middle = (low + high) / 2
        if bounds[middle] < wanted { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  @Test("Of many keys the heaviest are found, and every weight lies within its bounds", arguments: [200, 1000])
  func zipf(_ capacity: Int) {
    var stream = Zipf(50_000)
    var truth: [Int: UInt64] = [:]
    var sketch = SpaceSaving<Int, UInt64>(capacity: capacity)
    for _ in 0..<200_000 {
      let (key, weight) = (stream.next(), UInt64(1))
      truth[key, default: 0] += weight
      sketch.add(key, weight: weight, empty: 0) { $0 += weight }
    }
    #expect(sketch.isFull && sketch.counters.count == capacity)
    for counter in sketch.counters {
      let weight = truth[counter.key] ?? 0
      #expect(counter.weight - counter.error <= weight && weight <= counter.weight)
      #expect(counter.detail == counter.weight - counter.error)
    }
    let kept = Set(sketch.counters.map(\.key))
    #expect(truth.allSatisfy { kept.contains($0.key) || $0.value <= sketch.floor })
    #expect(sketch.floor <= 200_000 / UInt64(capacity))
    let top = sketch.counters.sorted { $0.detail > $1.detail }.prefix(10).map(\.key)
    let wanted = truth.sorted { $0.value > $1.value }.prefix(10).map(\.key)
    #expect(Set(top) == Set(wanted))
  }

  @Test("With a counter for each key all is exact")
  func exact() {
    var sketch = SpaceSaving<Int, Int>(capacity: 100)
    for step in 0..<1000 { sketch.add(step % 100, weight: UInt64(step % 3), empty: 0) { $0 += 1 } }
    #expect(!sketch.isFull && sketch.floor == 0)
    #expect(sketch.counters.allSatisfy { $0.error == 0 && $0.detail == 10 })
    let weight = sketch.counters.map(\.weight).reduce(0, +)
    #expect(weight == 999)
  }

  @Test("A key that brings no weight takes no counter from another")
  func weightless() {
    var sketch = SpaceSaving<String, Int>(capacity: 1)
    sketch.add("a", weight: 0, empty: 0) { $0 += 1 }
    sketch.add("b", weight: 0, empty: 0) { $0 += 1 }
    #expect(sketch.counters.map(\.key) == ["a"] && sketch.isFull)
    sketch.add("b", weight: 2, empty: 0) { $0 += 1 }
    #expect(sketch.counters.map(\.key) == ["b"] && sketch.counters[0].weight == 2)
  }

  @Test("Memory does not grow with the keys")
  func flat() {
    var sketch = SpaceSaving<Int, Int>(capacity: 64)
    for key in 0..<100_000 { sketch.add(key, weight: 1, empty: 0) { $0 += 1 } }
    #expect(sketch.counters.count == 64)
    #expect(sketch.counters.allSatisfy { $0.weight <= sketch.floor + 1 })
  }
}
