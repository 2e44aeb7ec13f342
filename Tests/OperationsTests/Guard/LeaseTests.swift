import FoundationEssentials
import Testing

@testable import Operations

@Suite("The lease of a fenced node") struct LeaseTests {
  static let start = ContinuousClock.now

  static func at(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }

  /// Of five members for three seconds, refilled at second 1.
  static func held() -> Lease {
    var lease = Lease(members: 5, duration: .seconds(3))
    _ = lease.round(ownAnswers: true, reached: 4, isWitnessed: true, at: at(0))
    _ = lease.refilled(began: at(0), at: at(1))
    return lease
  }

  @Test func opensOnlyAfterTheRefill() {
    var lease = Lease(members: 3, duration: .seconds(3))
    #expect(lease.round(ownAnswers: true, reached: 0, isWitnessed: true, at: Self.at(0)) == [.fence])
    #expect(lease.round(ownAnswers: true, reached: 1, isWitnessed: true, at: Self.at(1)) == [.refillFirst])
    #expect(lease.round(ownAnswers: true, reached: 2, isWitnessed: true, at: Self.at(2)) == [])
    #expect(lease.record(boot: "a") == nil)
    #expect(lease.refilled(began: Self.at(1), at: Self.at(2.5)) == [.permit(until: Self.at(5))])
    #expect(lease.state == .held)
    #expect(lease.refilled(began: Self.at(1), at: Self.at(2.6)) == [])
  }

  /// A permit of the guard before may still run.
  @Test func aGuardThatStartsClosesTheNodeFirst() {
    var lease = Lease(members: 3, duration: .seconds(3))
    #expect(lease.round(ownAnswers: true, reached: 2, isWitnessed: true, at: Self.at(0)) == [.fence, .refillFirst])
  }

  @Test(arguments: [(3, 1), (4, 2), (5, 2), (6, 3), (7, 3)])
  func aMajorityIsMoreThanHalf(_ members: Int, _ others: Int) {
    var lease = Lease(members: members, duration: .seconds(3))
    #expect(lease.round(ownAnswers: true, reached: others - 1, isWitnessed: true, at: Self.at(0)) == [.fence])
    #expect(lease.round(ownAnswers: true, reached: others, isWitnessed: true, at: Self.at(1)) == [.refillFirst])
  }

  @Test func aMissingMajorityEndsItWhenItsTimeIsOver() {
    var lease = Self.held()
    for second in [1.0, 2, 2.999] {
      #expect(lease.round(ownAnswers: true, reached: 1, isWitnessed: true, at: Self.at(second)) == [])
      #expect(lease.state == .held)
    }
    #expect(lease.round(ownAnswers: true, reached: 1, isWitnessed: true, at: Self.at(3)) == [.fence])
    #expect(lease.round(ownAnswers: true, reached: 1, isWitnessed: true, at: Self.at(4)) == [])
    #expect(lease.round(ownAnswers: true, reached: 2, isWitnessed: true, at: Self.at(5)) == [.refillFirst])
  }

  @Test func aMajorityInTimeKeepsIt() {
    var lease = Self.held()
    #expect(lease.round(ownAnswers: true, reached: 0, isWitnessed: true, at: Self.at(2)) == [])
    #expect(
      lease.round(ownAnswers: true, reached: 2, isWitnessed: true, at: Self.at(2.75)) == [.renew(until: Self.at(5.75))])
    #expect(lease.round(ownAnswers: true, reached: 0, isWitnessed: true, at: Self.at(5.5)) == [])
    #expect(lease.state == .held)
  }

  @Test func aSilentMemcachedEndsItAtOnce() {
    var lease = Self.held()
    #expect(lease.round(ownAnswers: false, reached: 4, isWitnessed: true, at: Self.at(1)) == [.fence])
    #expect(lease.until == nil)
    #expect(lease.round(ownAnswers: false, reached: 4, isWitnessed: true, at: Self.at(2)) == [])
    #expect(lease.round(ownAnswers: true, reached: 4, isWitnessed: true, at: Self.at(3)) == [.refillFirst])
  }

  /// The guard stood still: its permit has run out meanwhile, and others were written to.
  @Test func aGoodRoundAfterTheEndIsAReturn() {
    var lease = Self.held()
    #expect(lease.round(ownAnswers: true, reached: 4, isWitnessed: true, at: Self.at(60)) == [.fence, .refillFirst])
    #expect(lease.state == .returning(since: Self.at(60)))
  }

  @Test func aPermitThatLapsedIsAReturn() {
    var lease = Self.held()
    lease.lapsed()
    #expect(lease.record(boot: "a") == nil)
    #expect(lease.round(ownAnswers: true, reached: 4, isWitnessed: true, at: Self.at(2)) == [.refillFirst])
  }

  @Test func isRenewedEachSixth() {
    var lease = Self.held()
    var renewed: [Double] = []
    for step in 0...40 {
      let second = 1 + Double(step) / 4
      for act in lease.round(ownAnswers: true, reached: 4, isWitnessed: true, at: Self.at(second)) {
        #expect(act == .renew(until: Self.at(second + 3)))
        renewed.append(second)
      }
    }
    #expect(renewed == (1...21).map { Double($0) / 2 + 0.5 })
  }

  /// Who reaches no web server may be the only one to think that the node is well.
  @Test func withoutAWitnessAMajorityIsNotEnough() {
    var lease = Self.held()
    for second in [1.0, 2, 2.999] {
      #expect(lease.round(ownAnswers: true, reached: 4, isWitnessed: false, at: Self.at(second)) == [])
    }
    #expect(lease.round(ownAnswers: true, reached: 4, isWitnessed: false, at: Self.at(3)) == [.fence])
    #expect(lease.round(ownAnswers: true, reached: 4, isWitnessed: true, at: Self.at(4)) == [.refillFirst])
  }

  @Test func aPermitThatWasNotGivenIsTriedAgain() {
    var lease = Self.held()
    let renew = LeaseAct.renew(until: Self.at(5))
    #expect(lease.round(ownAnswers: true, reached: 4, isWitnessed: true, at: Self.at(2)) == [renew])
    #expect(lease.round(ownAnswers: true, reached: 4, isWitnessed: true, at: Self.at(2.1)) == [])
    lease.unrenewed()
    let again = LeaseAct.renew(until: Self.at(5.25))
    #expect(lease.round(ownAnswers: true, reached: 4, isWitnessed: true, at: Self.at(2.25)) == [again])
  }

  @Test func aRefillOfAnEarlierReturnOpensNothing() {
    var lease = Lease(members: 3, duration: .seconds(3))
    _ = lease.round(ownAnswers: true, reached: 2, isWitnessed: true, at: Self.at(0))
    #expect(lease.round(ownAnswers: false, reached: 2, isWitnessed: true, at: Self.at(1)) == [.fence])
    #expect(lease.refilled(began: Self.at(0.5), at: Self.at(1.5)) == [])
    #expect(lease.round(ownAnswers: true, reached: 2, isWitnessed: true, at: Self.at(2)) == [.refillFirst])
    #expect(lease.refilled(began: Self.at(0.5), at: Self.at(2.5)) == [])
    #expect(lease.refilled(began: Self.at(2), at: Self.at(2.5)) == [.permit(until: Self.at(5))])
  }

  /// The node was cut off again while it was being refilled.
  @Test func aRefillThatOutlastedTheMajorityOpensNothing() {
    var lease = Lease(members: 3, duration: .seconds(3))
    _ = lease.round(ownAnswers: true, reached: 2, isWitnessed: true, at: Self.at(0))
    _ = lease.round(ownAnswers: true, reached: 0, isWitnessed: true, at: Self.at(1))
    #expect(lease.refilled(began: Self.at(0), at: Self.at(3)) == [])
    #expect(lease.round(ownAnswers: true, reached: 2, isWitnessed: true, at: Self.at(3.5)) == [.fence, .refillFirst])
  }

  @Test func aGuardRestartedWithinItsLeaseGoesOn() throws {
    let record = try #require(Self.held().record(boot: "a"))
    let read = try JSONDecoder().decode(LeaseRecord.self, from: JSONEncoder().encode(record))
    var lease = Lease(members: 5, duration: .seconds(3), resuming: read, boot: "a", at: Self.at(1.5))
    #expect(lease.round(ownAnswers: true, reached: 4, isWitnessed: true, at: Self.at(2)) == [.renew(until: Self.at(5))])
  }

  @Test(arguments: [(3.0, true, "a"), (2, false, "a"), (2, true, "b")])
  func otherwiseItBeginsAnew(_ second: Double, _ sameProcess: Bool, _ boot: String) throws {
    let record = try #require(Self.held().record(boot: "a"))
    var lease = Lease(members: 5, duration: .seconds(3), resuming: record, boot: boot, at: Self.at(1.5))
    let acts = lease.round(ownAnswers: sameProcess, reached: 4, isWitnessed: true, at: Self.at(second))
    #expect(acts.first == .fence && lease.state != .held)
  }

  @Test func aRecordLendsNoMoreThanALease() {
    let record = LeaseRecord(boot: "a", until: Self.at(1_000_000))
    let lease = Lease(members: 5, duration: .seconds(3), resuming: record, boot: "a", at: Self.at(1))
    #expect(lease.until == Self.at(4))
  }

  @Test(arguments: [(1.0, 1.0, 5.0), (0.2, 0.5, 5), (10, 1, 50), (1, 5, 25)])
  func lastsFiveRounds(_ interval: Double, _ timeout: Double, _ duration: Double) {
    #expect(Lease.duration(interval: .seconds(interval), timeout: .seconds(timeout)) == .seconds(duration))
  }
}
