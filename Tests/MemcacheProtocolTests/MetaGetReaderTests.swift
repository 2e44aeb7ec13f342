import MemcacheProtocol
import Testing

@Suite("Answers to mg") struct MetaGetReaderTests {
  static let batch =
    "HD f4 s5 t-1 l0 h0\r\nEN\r\nVA 7 f0 s7 t1439 l12 h1 c18446744073709551615\r\na\r\nEN\r\n\r\n"
    + "VA 0 f4294967295 s0 t0 l1 h1\r\n\r\nHD f0 s1 t9 l0 h1 W X\r\nEN\r\n"

  @Test("One answer for each request, in their order; values may hold what looks like answers")
  func batch() throws {
    let reply = try #require(outcome(of: MetaGetReader(count: 6), [Array(Self.batch.utf8)]).reply)
    var first = MetaItem()
    (first.flags, first.valueBytes) = (4, 5)
    var second = MetaItem()
    (second.valueBytes, second.ttl, second.idle, second.fetched) = (7, .seconds(1439), .seconds(12), true)
    (second.cas, second.value) = (.max, Array("a\r\nEN\r\n".utf8))
    var third = MetaItem()
    (third.flags, third.ttl, third.idle, third.fetched, third.value) = (.max, .zero, .seconds(1), true, [])
    var fourth = MetaItem()
    (fourth.valueBytes, fourth.ttl, fourth.fetched) = (1, .seconds(9), true)
    #expect(reply == [first, nil, second, third, fourth, nil])
    #expect(differences(Self.batch) { MetaGetReader(count: 6) }.isEmpty)
  }

  @Test("It reads its own answers and no more")
  func rest() {
    let seen = outcome(of: MetaGetReader(count: 1), [Array("EN\r\nMN\r\n".utf8)])
    #expect(seen == Outcome(reply: [nil], rest: Array("MN\r\n".utf8)))
  }

  @Test("A batch cannot go on behind a refusal", arguments: ["EN\r\nCLIENT_ERROR bad command line format\r\n"])
  func refused(_ text: String) {
    guard case .refused(let reply) = outcome(of: MetaGetReader(count: 3), [Array(text.utf8)]).error else {
      Issue.record("not refused")
      return
    }
    #expect(reply.kind == .client)
    #expect(differences(text) { MetaGetReader(count: 3) }.isEmpty)
  }

  @Test(
    "Broken answers are told and never crash",
    arguments: [
      "HDx\r\n", "HD f\r\n", "HD f99999999999999999999\r\n", "HD  f1\r\n", "HD f0 \r\n", "VA x f0\r\n", "VA \r\n",
      "VA 99999999999999999999\r\n", "VA -1\r\n", "VA 1073741824 f0\r\n", "VA 2 f0\r\nabc\r\n", "VA 2 f0\r\nabXX",
      "\r\n",
    ])
  func broken(_ text: String) {
    #expect(outcome(of: MetaGetReader(count: 1), [Array(text.utf8)]).error != nil)
    for pieces in cuts(Array(text.utf8)) { #expect(outcome(of: MetaGetReader(count: 1), pieces).error != nil) }
  }

  @Test("A value that was promised and does not come is waited for")
  func promised() {
    let seen = outcome(of: MetaGetReader(count: 1), [Array("VA 67108864 f0\r\nabc".utf8)])
    #expect(seen == Outcome(rest: []))
  }
}
