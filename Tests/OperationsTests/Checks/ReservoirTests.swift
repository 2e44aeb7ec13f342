import Testing

@testable import Operations

@Suite("A fair sample") struct ReservoirTests {
  @Test("Few are all kept, of many each has the same chance, the first and the last too")
  func fair() {
    var all = Reservoir<Int>(room: 10)
    for number in 0..<10 { all.take { number } }
    #expect(all.kept == Array(0..<10))
    var first = 0
    var last = 0
    for _ in 0..<4000 {
      var few = Reservoir<Int>(room: 5)
      for number in 0..<20 { few.take { number } }
      #expect(Set(few.kept).count == 5)
      first += few.kept.contains(0) ? 1 : 0
      last += few.kept.contains(19) ? 1 : 0
    }
    // A quarter each, 1000; 8 standard deviations are 220.
    #expect((780...1220).contains(first) && (780...1220).contains(last))
  }
}
