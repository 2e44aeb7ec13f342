import Operations
import Testing

/// One cell of the table of what a flush does to one user: where the flushed node stands among the session's nodes, what
/// the others hold, and the rule of the release (measured with ext/memcache 8.0 and 8.2, ext/memcached 3.2.0).
@Suite("Whom a flush logs out") struct FlushVerdictTests {
  private func verdict(_ places: [Holding], flushed: Int?, _ rule: MissRule) -> FlushVerdict {
    FlushVerdict(places: places, flushed: flushed, rule: rule)
  }

  private let copy = Holding.copy(expires: 1000)

  @Test func aMissIsFinalSoTheOwnersUsersAreLost() {
    #expect(verdict([copy, copy], flushed: 0, .isFinal) == .lost)
    #expect(verdict([copy], flushed: 0, .isFinal) == .lost)
  }

  @Test func aMirrorIsNotReadWhileItsOwnerAnswers() {
    #expect(verdict([copy, copy], flushed: 1, .isFinal) == .safe)
    #expect(verdict([.nothing, copy], flushed: 1, .isFinal) == .safe)
  }

  @Test func aMirrorIsAllThatIsLeftWhileItsOwnerIsDown() {
    #expect(verdict([.unknown, copy], flushed: 1, .isFinal) == .lost)
  }

  @Test func newerReleasesReadTheNextCopy() {
    #expect(verdict([copy, copy], flushed: 0, .readsNext) == .safe)
    #expect(verdict([copy, .nothing, copy], flushed: 0, .readsNext) == .safe)
    #expect(verdict([copy, copy], flushed: 1, .readsNext) == .safe)
  }

  @Test func anOlderCopyIsStale() {
    #expect(verdict([copy, .copy(expires: 900)], flushed: 0, .readsNext) == .atRisk)
    #expect(verdict([copy, .copy(expires: 999)], flushed: 0, .readsNext) == .safe)
    #expect(verdict([.copy(expires: nil), copy], flushed: 0, .readsNext) == .atRisk)
  }

  @Test func withoutAnotherCopyTheUserIsLost() {
    #expect(verdict([copy, .nothing], flushed: 0, .readsNext) == .lost)
    #expect(verdict([.nothing, copy], flushed: 1, .readsNext) == .lost)
  }

  @Test func whatANodeThatIsSilentHoldsIsNotKnown() {
    #expect(verdict([copy, .unknown], flushed: 0, .readsNext) == .undecided)
    #expect(verdict([.unknown, copy], flushed: 1, .readsNext) == .undecided)
    #expect(verdict([.unknown, copy, copy], flushed: 1, .readsNext) == .safe)
  }

  /// Servers before 1.5.19: the copy is there, and that is all they say of it.
  @Test func aCopyOfUnknownEndIsACopy() {
    #expect(verdict([.copyOfUnknownEnd, copy], flushed: 1, .isFinal) == .safe)
    #expect(verdict([copy, .copyOfUnknownEnd], flushed: 0, .isFinal) == .lost)
    #expect(verdict([.copyOfUnknownEnd, copy], flushed: 1, .readsNext) == .safe)
    #expect(verdict([.unknown, .copyOfUnknownEnd, copy], flushed: 2, .readsNext) == .safe)
  }

  @Test func whetherACopyOfUnknownEndIsOlderIsNotKnown() {
    #expect(verdict([copy, .copyOfUnknownEnd], flushed: 0, .readsNext) == .undecided)
    #expect(verdict([copy, .copyOfUnknownEnd, copy], flushed: 0, .readsNext) == .undecided)
    #expect(verdict([copy, copy, .copyOfUnknownEnd], flushed: 0, .readsNext) == .safe)
  }

  @Test func aStrayIsReadByNobody() {
    #expect(verdict([copy, copy], flushed: nil, .isFinal) == .safe)
  }
}
