import Operations
import Testing

/// Which copy is the newest: one way to write and one way to count after the other.
@Suite("The age of copies") struct CopyAgesTests {
  private let dated = CopyAges(.byWebHost)
  private let counted = CopyAges(.byServer)

  /// A copy by the web host's dating, on a node whose clock says `clock` before the look and `after` behind it.
  private func copy(_ content: Int, ends: Int64, clock: Int64 = 5000, after: Int64 = 0) -> CopyAges.Copy {
    CopyAges.Copy(content: content, ttl: ends - clock, looked: clock...clock + after)
  }

  private func copy(_ content: Int, left: Int64?, touched: Bool = false, spread: Int64 = 0) -> CopyAges.Copy {
    CopyAges.Copy(content: content, ttl: left, looked: 0...spread, mayBeTouched: touched)
  }

  @Test func withoutAnotherThereIsNothingToCompare() {
    #expect(dated.verdict([]) == .init(newest: [], reason: .noCopy))
    #expect(dated.verdict([copy(0, left: nil)]) == .init(newest: [0], reason: .onlyCopy))
  }

  @Test func copiesThatAreTheSameAreAllTheNewestWhateverTheirAge() {
    let copies = [copy(0, ends: 6000), copy(0, ends: 9000), copy(0, left: nil)]
    #expect(dated.verdict(copies) == .init(newest: [0, 1, 2], reason: .allAlike))
  }

  @Test func theLaterEndIsTheLaterWrite() {
    #expect(
      dated.verdict([copy(0, ends: 6000), copy(1, ends: 6002)])
        == .init(newest: [1], reason: .endsLater(1, bySeconds: 2)))
    #expect(
      counted.verdict([copy(0, left: 1000), copy(1, left: 997)])
        == .init(newest: [0], reason: .endsLater(0, bySeconds: 3)))
  }

  /// A node's clock has no part in the number that PHP sent, however wrong it is.
  @Test func clocksThatDifferChangeNothingWhereTheWebHostDates() {
    let copies = [copy(0, ends: 6000, clock: 2000), copy(1, ends: 6300, clock: 90000)]
    #expect(dated.verdict(copies) == .init(newest: [1], reason: .endsLater(1, bySeconds: 300)))
  }

  @Test(arguments: [0, 1] as [Int64]) func aSecondOrLessSaysNothing(apart: Int64) {
    let verdict = dated.verdict([copy(0, ends: 6000), copy(1, ends: 6000 + apart)])
    #expect(verdict.newest == [])
    guard case .tooClose = verdict.reason else { return #expect(Bool(false), "\(verdict.reason)") }
  }

  @Test func countingServersNeedASecondMore() {
    #expect(counted.verdict([copy(0, left: 100), copy(1, left: 102)]) == .init(newest: [], reason: .tooClose(1, 0)))
  }

  /// A look that lasted leaves the end as uncertain as the look was long.
  @Test func aLongLookWidensTheDoubt() {
    let far = [copy(0, ends: 6000), copy(1, ends: 6005, after: 3)]
    #expect(dated.verdict(far) == .init(newest: [1], reason: .endsLater(1, bySeconds: 5)))
    let near = [copy(0, ends: 6000, after: 4), copy(1, ends: 6005)]
    #expect(dated.verdict(near).newest == [])
    #expect(counted.verdict([copy(0, left: 100, spread: 5), copy(1, left: 106, spread: 5)]).newest == [])
  }

  @Test func whatNeverEndsOrIsNotToldHasNoAge() {
    #expect(
      counted.verdict([copy(0, left: 100), copy(1, left: nil)]) == .init(newest: [], reason: .neverEnds(1)))
    let silent = CopyAges.Copy(content: 1, ttl: nil, looked: nil)
    #expect(dated.verdict([copy(0, ends: 6000), silent]) == .init(newest: [], reason: .unknownEnd(1)))
  }

  @Test func aTouchMayBeWhyItEndsLast() {
    #expect(
      counted.verdict([copy(0, left: 1400, touched: true), copy(1, left: 900)])
        == .init(newest: [], reason: .perhapsTouched(0)))
  }

  /// PHP touches the node that it reads from; what ends later elsewhere was written there.
  @Test func nobodyTouchesTheOthers() {
    #expect(
      counted.verdict([copy(0, left: 900, touched: true), copy(1, left: 1400)])
        == .init(newest: [1], reason: .endsLater(1, bySeconds: 500)))
  }

  @Test func anUntouchedCopyWithTheSameContentVouchesForIt() {
    let copies = [copy(0, left: 1400, touched: true), copy(0, left: 1300), copy(1, left: 900)]
    #expect(counted.verdict(copies) == .init(newest: [0, 1], reason: .endsLater(1, bySeconds: 400)))
  }

  @Test func threeContentsAreOrderedByTheLatest() {
    let copies = [copy(0, ends: 6000), copy(1, ends: 7000), copy(2, ends: 6500), copy(1, ends: 6100)]
    #expect(dated.verdict(copies) == .init(newest: [1, 3], reason: .endsLater(1, bySeconds: 500)))
  }

  @Test func everyReasonNamesItsNodes() {
    let names = ["a:1", "b:2"]
    for reason: CopyAges.Reason in [.endsLater(1, bySeconds: 9), .perhapsTouched(1), .neverEnds(1), .unknownEnd(1)] {
      #expect(dated.words(for: reason) { names[$0] }.contains("b:2"))
    }
    #expect(dated.words(for: .tooClose(0, 1)) { names[$0] }.contains("a:1 and b:2"))
  }
}
