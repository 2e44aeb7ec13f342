import Operations
import Testing

/// Which copy is the newest: one way to write and one way to count after the other.
@Suite("The age of copies") struct CopyAgesTests {
  private let dated = CopyAges(.byWebHost, lifetimes: [7200])
  private let counted = CopyAges(.byServer, lifetimes: [7200])

  /// A copy by the web host's dating, on a node whose clock says `clock` before the look and `after` behind it.
  private func copy(_ content: Int, ends: Int64, clock: Int64 = 5000, after: Int64 = 0) -> CopyAges.Copy {
    CopyAges.Copy(content: content, ttl: ends - clock, looked: clock...clock + after)
  }

  private func copy(
    _ content: Int, left: Int64?, touched: Bool = false, spread: Int64 = 0, ahead: ClosedRange<Int64>? = -1...0
  ) -> CopyAges.Copy {
    CopyAges.Copy(content: content, ttl: left, looked: 0...spread, ahead: ahead, mayBeTouched: touched)
  }

  @Test func withoutAnotherThereIsNothingToCompare() {
    #expect(dated.verdict([], now: 5000) == .init(newest: [], reason: .noCopy))
    #expect(dated.verdict([copy(0, left: nil)], now: 5000) == .init(newest: [0], reason: .onlyCopy))
  }

  @Test func copiesThatAreTheSameAreAllTheNewestWhateverTheirAge() {
    let copies = [copy(0, ends: 6000), copy(0, ends: 9000), copy(0, left: nil)]
    #expect(dated.verdict(copies, now: 5000) == .init(newest: [0, 1, 2], reason: .allAlike))
  }

  @Test func theLaterEndIsTheLaterWrite() {
    #expect(
      dated.verdict([copy(0, ends: 6000), copy(1, ends: 6003)], now: 5000)
        == .init(newest: [1], reason: .endsLater(1, bySeconds: 3)))
    #expect(
      counted.verdict([copy(0, left: 1000), copy(1, left: 997)], now: 0)
        == .init(newest: [0], reason: .endsLater(0, bySeconds: 3)))
  }

  /// A node's clock has no part in the number that PHP sent, however wrong it is.
  @Test func clocksThatDifferChangeNothingWhereTheWebHostDates() {
    let copies = [copy(0, ends: 6000, clock: 2000), copy(1, ends: 6300, clock: 90000)]
    #expect(dated.verdict(copies, now: 5000) == .init(newest: [1], reason: .endsLater(1, bySeconds: 300)))
  }

  @Test(arguments: [0, 1, 2] as [Int64]) func twoSecondsOrLessSayNothing(apart: Int64) {
    #expect(
      dated.verdict([copy(0, ends: 6000), copy(1, ends: 6000 + apart)], now: 5000).reason
        == (apart == 0 ? .tooClose(0, 1) : .tooClose(1, 0)))
    #expect(
      counted.verdict([copy(0, left: 100), copy(1, left: 100 + apart)], now: 0).reason
        == (apart == 0 ? .tooClose(0, 1) : .tooClose(1, 0)))
  }

  /// A web host whose clock is ahead writes ends that are as much later.
  @Test func whatTheClocksOfWebHostsExplainSaysNothing() {
    let skewed = CopyAges(.byWebHost, skew: 30, lifetimes: [7200])
    #expect(skewed.verdict([copy(0, ends: 6000), copy(1, ends: 6032)], now: 5000).reason == .tooClose(1, 0))
    #expect(skewed.verdict([copy(0, ends: 6000), copy(1, ends: 6033)], now: 5000).newest == [1])
    // No web host's clock counts what servers count.
    #expect(
      CopyAges(.byServer, skew: 30, lifetimes: [7200]).verdict(
        [copy(0, left: 100), copy(1, left: 110)], now: 0
      ).newest == [1])
  }

  /// One web host with the longer lifetime wrote first, another with the shorter one behind it.
  @Test(arguments: [58, 60, 62] as [Int64]) func whatAnotherLifetimeExplainsSaysNothing(lead: Int64) {
    let lifetimes: [Int64] = [7200, 7260]
    let dated = CopyAges(.byWebHost, lifetimes: lifetimes)
    #expect(dated.verdict([copy(0, ends: 9000), copy(1, ends: 9000 + lead)], now: 5000).reason == .tooClose(1, 0))
    #expect(dated.verdict([copy(0, ends: 9000), copy(1, ends: 9063)], now: 5000).newest == [1])
    let counted = CopyAges(.byServer, lifetimes: lifetimes)
    #expect(counted.verdict([copy(0, left: 900), copy(1, left: 900 + lead)], now: 0).reason == .tooClose(1, 0))
    #expect(counted.verdict([copy(0, left: 900), copy(1, left: 963)], now: 0).newest == [1])
  }

  /// A touch, or a web host with another lifetime: no write of these.
  @Test func anEndThatNoWriteCanGiveIsNobodysWrite() {
    #expect(
      dated.verdict([copy(0, ends: 12000), copy(1, ends: 12203)], now: 5000)
        == .init(newest: [], reason: .beyondLifetime(1)))
    #expect(dated.verdict([copy(0, ends: 12000), copy(1, ends: 12202)], now: 5000).newest == [1])
    #expect(
      counted.verdict([copy(0, left: 7203), copy(1, left: 7000)], now: 0)
        == .init(newest: [], reason: .beyondLifetime(0)))
    #expect(counted.verdict([copy(0, left: 7202), copy(1, left: 7000)], now: 0).newest == [0])
    // PHP that gives no end has no latest one.
    #expect(
      CopyAges(.byServer, lifetimes: []).verdict([copy(0, left: 9000), copy(1, left: 900)], now: 0).newest == [0])
  }

  /// A look that lasted leaves the end as uncertain as the look was long.
  @Test func aLongLookWidensTheDoubt() {
    let far = [copy(0, ends: 6000), copy(1, ends: 6005, after: 3)]
    #expect(dated.verdict(far, now: 5000) == .init(newest: [1], reason: .endsLater(1, bySeconds: 5)))
    let near = [copy(0, ends: 6000, after: 4), copy(1, ends: 6005)]
    #expect(dated.verdict(near, now: 5000).newest == [])
    #expect(counted.verdict([copy(0, left: 100, spread: 5), copy(1, left: 106, spread: 5)], now: 5).newest == [])
  }

  @Test func whatNeverEndsOrIsNotToldHasNoAge() {
    #expect(
      counted.verdict([copy(0, left: 100), copy(1, left: nil)], now: 0) == .init(newest: [], reason: .neverEnds(1)))
    let silent = CopyAges.Copy(content: 1, ttl: nil, looked: nil)
    #expect(dated.verdict([copy(0, ends: 6000), silent], now: 5000) == .init(newest: [], reason: .unknownEnd(1)))
  }

  @Test func aTouchMayBeWhyItEndsLast() {
    #expect(
      counted.verdict([copy(0, left: 1400, touched: true), copy(1, left: 900)], now: 0)
        == .init(newest: [], reason: .perhapsTouched(0)))
  }

  /// PHP touches the node that it reads from; what ends later elsewhere was written there.
  @Test func nobodyTouchesTheOthers() {
    #expect(
      counted.verdict([copy(0, left: 900, touched: true), copy(1, left: 1400)], now: 0)
        == .init(newest: [1], reason: .endsLater(1, bySeconds: 500)))
  }

  @Test func anUntouchedCopyWithTheSameContentVouchesForIt() {
    let copies = [copy(0, left: 1400, touched: true), copy(0, left: 1300), copy(1, left: 900)]
    #expect(counted.verdict(copies, now: 0) == .init(newest: [0, 1], reason: .endsLater(1, bySeconds: 400)))
  }

  /// Its items live on while it stands still, and its `time` lags as much.
  @Test func aServerThatStoodStillDatesNothing() {
    let newer = copy(1, left: 7189)
    let stale = copy(0, left: 7195, ahead: -13 ... -12)
    #expect(counted.verdict([newer, stale], now: 0) == .init(newest: [], reason: .clockDiffers(1, bySeconds: 12)))
    let stoodStill = copy(1, left: 7189, ahead: -13 ... -12)
    #expect(counted.verdict([stoodStill, copy(0, left: 100)], now: 0).newest == [])
    #expect(counted.verdict([newer, copy(0, left: 100, ahead: 3...4)], now: 0).newest == [])
    // Two that are near this machine's clock, but not near each other.
    #expect(
      counted.verdict([copy(0, left: 100, ahead: -2 ... -2), copy(1, left: 900, ahead: 1...1)], now: 0).newest == [])
    #expect(
      counted.verdict([newer, copy(0, left: 100, ahead: nil)], now: 0) == .init(newest: [], reason: .unknownClock(1)))
    // Whole seconds lag up to two behind, and a question that took long tells less.
    #expect(counted.verdict([newer, copy(0, left: 100, ahead: -2...0)], now: 0).newest == [0])
    #expect(counted.verdict([newer, copy(0, left: 100, ahead: -9...0)], now: 0).newest == [0])
  }

  @Test func threeContentsAreOrderedByTheLatest() {
    let copies = [copy(0, ends: 6000), copy(1, ends: 7000), copy(2, ends: 6500), copy(1, ends: 6100)]
    #expect(dated.verdict(copies, now: 5000) == .init(newest: [1, 3], reason: .endsLater(1, bySeconds: 500)))
  }

  @Test func everyReasonNamesItsNodes() {
    let names = ["a:1", "b:2"]
    for reason: CopyAges.Reason in [
      .endsLater(1, bySeconds: 9), .perhapsTouched(1), .beyondLifetime(1), .neverEnds(1), .unknownEnd(1),
      .clockDiffers(1, bySeconds: 9), .unknownClock(1),
    ] {
      #expect(dated.words(for: reason) { names[$0] }.contains("b:2"))
    }
    #expect(dated.words(for: .tooClose(0, 1)) { names[$0] }.contains("a:1 and b:2"))
  }
}
