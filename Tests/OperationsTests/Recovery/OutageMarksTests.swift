import Testing

@testable import Operations

@Suite("What was written before an outage and since") struct OutageMarksTests {
  @Test("A higher CAS than that of the last item before it is a later write")
  func since() {
    let marks = OutageMarks([.init(before: 90, since: 100), nil, .init(before: 0, since: 0)])
    #expect(marks.isSince(101, on: 0) == true)
    #expect(marks.isSince(90, on: 0) == false && marks.isSince(7, on: 0) == false)
    #expect(
      marks.isSince(91, on: 0) == nil && marks.isSince(100, on: 0) == nil, "marks of two nodes are not of one moment")
    #expect(OutageMarks([.init(before: nil, since: 100)]).isSince(7, on: 0) == nil)
  }

  @Test("Where a node has no mark, or an item no CAS, nothing is known")
  func unknown() {
    let marks = OutageMarks([.init(before: 90, since: 100), nil, .init(before: 0, since: 0)])
    #expect(marks.isSince(101, on: 1) == nil && marks.isSince(101, on: 2) == nil && marks.isSince(101, on: 3) == nil)
    // A server started with -C tells 0.
    #expect(marks.isSince(nil, on: 0) == nil && marks.isSince(0, on: 0) == nil)
  }

  private let ages = CopyAges(.byServer, lifetimes: [7200])

  private func copy(
    _ content: Int, left: Int64?, since: Bool?, touched: Bool = false, ahead: ClosedRange<Int64>? = -1...0
  ) -> CopyAges.Copy {
    CopyAges.Copy(content: content, ttl: left, looked: 0...0, ahead: ahead, mayBeTouched: touched, isSinceOutage: since)
  }

  @Test("They decide whatever the ends say, and whatever speaks against the ends")
  func decides() {
    let won = CopyAges.Verdict(newest: [1], reason: .writtenSinceOutage(1))
    // A touched copy of a returned node ends later, and was not written.
    #expect(
      ages.verdict([copy(0, left: 7000, since: false, touched: true), copy(1, left: 100, since: true)], now: 0) == won)
    #expect(ages.verdict([copy(0, left: 100, since: false), copy(1, left: 101, since: true)], now: 0) == won)
    #expect(ages.verdict([copy(0, left: nil, since: false), copy(1, left: nil, since: true)], now: 0) == won)
    #expect(ages.verdict([copy(0, left: 9000, since: false), copy(1, left: 100, since: true)], now: 0) == won)
    #expect(
      ages.verdict(
        [copy(0, left: 100, since: false), copy(1, left: 200, since: true, ahead: -90 ... -89)], now: 0) == won)
  }

  @Test("All copies with the newest content are the newest, also one that was written before")
  func alike() {
    let copies = [copy(0, left: 100, since: false), copy(1, left: 100, since: true), copy(1, left: 90, since: false)]
    #expect(ages.verdict(copies, now: 0) == .init(newest: [1, 2], reason: .writtenSinceOutage(1)))
  }

  @Test(
    "All before, different ones since, or one of which it is not known: the ends decide",
    arguments: [(false, false), (true, true), (nil, true), (false, nil), (nil, nil)] as [(Bool?, Bool?)])
  func leaves(_ first: Bool?, _ second: Bool?) {
    #expect(
      ages.verdict([copy(0, left: 500, since: first), copy(1, left: 100, since: second)], now: 0)
        == .init(newest: [0], reason: .endsLater(0, bySeconds: 400)))
    #expect(
      ages.verdict([copy(0, left: 500, since: first), copy(1, left: 500, since: second)], now: 0).newest == [])
  }

  @Test("Its reason names the node")
  func words() {
    #expect(ages.words(for: .writtenSinceOutage(1)) { ["a:1", "b:2"][$0] }.contains("b:2 has the newest"))
  }
}
