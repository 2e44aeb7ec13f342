import Testing

@testable import MemcacheProtocol

@Suite("Answers to mg") struct MetaGetReaderTests {
  static let batch =
    "HD f4 s5 t-1 l0 h0\r\nEN\r\nVA 7 f0 s7 t1439 l12 h1 c18446744073709551615\r\na\r\nEN\r\n\r\n"
    + "VA 0 f4294967295 s0 t0 l1 h1\r\n\r\nHD f0 s1 t9 l0 h1 W X\r\nEN\r\n"

  @Test("One answer for each request, in their order; values may hold what looks like answers")
  func batch() throws {
    let reply = try #require(outcome(of: MetaGetReader(count: 6), [Array(Self.batch.utf8)]).reply)
    let first = item(flags: 4, bytes: 5, ttl: nil)
    var second = item(bytes: 7, ttl: 1439, idle: 12, fetched: true)
    (second.cas, second.value) = (.max, Array("a\r\nEN\r\n".utf8))
    var third = item(flags: .max, bytes: 0, ttl: 0, idle: 1, fetched: true)
    third.value = []
    let fourth = item(bytes: 1, ttl: 9, fetched: true)
    #expect(reply.map(\.items) == .success([first, nil, second, third, fourth, nil]))
    #expect(differences(Self.batch) { MetaGetReader(count: 6) }.isEmpty)
  }

  private func item(flags: UInt32 = 0, bytes: Int, ttl: Int?, idle: Int = 0, fetched: Bool = false) -> StoredItem {
    var life = StoredItem.Life()
    (life.ttl, life.idle, life.fetched) = (ttl.map { .seconds($0) }, .seconds(idle), fetched)
    var item = StoredItem()
    (item.flags, item.valueBytes, item.life) = (flags, bytes, life)
    return item
  }

  @Test("It reads its own answers and no more")
  func rest() {
    let seen = outcome(of: MetaGetReader(count: 1), [Array("EN\r\nMN\r\n".utf8)])
    #expect(seen == Outcome(reply: .success(ItemBatch([nil])), rest: Array("MN\r\n".utf8)))
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

  @Test("Values that nobody asked for are passed over, so that they cost no memory")
  func unwanted() throws {
    let text = "VA 3 f0 s3 t-1 l0 h0\r\nabc\r\nEN\r\n"
    let items = try #require(
      try outcome(of: MetaGetReader(count: 2, keepsValues: false), [Array(text.utf8)]).reply?.get()
    ).items
    #expect(items.map { $0?.valueBytes } == [3, nil])
    #expect(items[0]?.value == nil)
    #expect(differences(text) { MetaGetReader(count: 2, keepsValues: false) }.isEmpty)
  }

  @Test("The values of one answer are bounded together")
  func together() throws {
    let many = Limits.batchValueBytes / Limits.valueBytes
    var room = Limits.batchValueBytes
    for _ in 0..<many {
      _ = try IncomingValue(length: UInt64(Limits.valueBytes), isKept: true, room: &room)
    }
    #expect(throws: ReplyError.self) { try IncomingValue(length: 1, isKept: true, room: &room) }
    #expect(throws: Never.self) { try IncomingValue(length: 1, isKept: false, room: &room) }
  }
}
