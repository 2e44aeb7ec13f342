import Testing

@testable import Operations

@Suite("What was written to a fenced node before it was closed") struct FenceMarksTests {
  static let names = ["own", "b", "c"]

  /// Two rounds: items 10 and 20 on the own node, 100 and 200 on one other; the last one was silent in the second.
  static let marks = FenceMarks(
    own: 20, others: ["b": 200], after: FenceMarks(own: 10, others: ["b": 100, "c": 1000]))

  static let found: [String: UInt64] = ["own": 20, "b": 200, "c": 1000]

  static func outage(_ found: [String: UInt64] = found, isOld: Bool = false) -> OutageMarks? {
    marks.outage(of: names, own: 0, found: found, isOld: isOld)
  }

  @Test(
    arguments: [
      (0, 20, false), (0, 21, true), (1, 201, true), (1, 200, nil), (1, 101, nil), (1, 100, false), (2, 1001, nil),
      (2, 1000, false),
    ] as [(Int, UInt64, Bool?)])
  func anItemOrdersTheWritesOfAllNodes(_ node: Int, _ cas: UInt64, _ isSince: Bool?) throws {
    #expect(try #require(Self.outage()).isSince(cas, on: node) == isSince)
  }

  /// A permit that ran out while the web servers had lost another node: the own node has what they wrote last.
  @Test func theOwnNodeMayHaveTheNewer() throws {
    let outage = try #require(Self.outage())
    let ages = CopyAges(.byWebHost, lifetimes: [1440])
    func newest(_ own: UInt64, _ other: UInt64) -> [Int] {
      ages.verdict(
        [(0, own), (1, other)].map { node, cas in
          CopyAges.Copy(content: node, ttl: 1440, looked: 0...0, isSinceOutage: outage.isSince(cas, on: node))
        }, now: 0
      ).newest
    }
    #expect(newest(21, 100) == [0] && newest(20, 201) == [1])
    // Both since: by marks that is not known.
    #expect(newest(21, 201) == [])
  }

  @Test func aNodeThatFellSilentAloneHasNothingNewer() throws {
    let outage = try #require(Self.outage(isOld: true))
    #expect(outage.isSince(1 << 60, on: 0) == false && outage.isSince(201, on: 1) == true)
  }

  @Test func anotherProcessHasOtherNumbers() throws {
    #expect(Self.outage(["b": 200, "c": 1000]) == nil && Self.outage(["own": 3, "b": 200]) == nil)
    let outage = try #require(Self.outage(["own": 20, "b": 7]))
    #expect(outage.isSince(1 << 60, on: 1) == nil && outage.isSince(1, on: 2) == nil)
  }

  @Test func aNodeThatCountsAnewHasNoEarlierMark() throws {
    let marks = FenceMarks(own: 20, others: ["b": 7], after: FenceMarks(own: 10, others: ["b": 100]))
    let outage = try #require(marks.outage(of: Self.names, own: 0))
    #expect(outage.isSince(6, on: 1) == nil && outage.isSince(8, on: 1) == true)
  }

  @Test func whatAClosedNodeHasIsOld() {
    let closed = FenceMarks(own: 20, others: ["b": 200]).closed(of: Self.names, own: 0)
    #expect(closed.isSince(1 << 60, on: 0) == false && closed.isSince(201, on: 1) == true)
    // Another one's may be as old.
    #expect(closed.isSince(200, on: 1) == nil && closed.isSince(1, on: 2) == nil)
  }
}
