import Testing

@testable import MemcacheProtocol

@Suite("Commands that change single items") struct ActTests {
  static let item = NewItem(key: [0x6b], flags: 2, expiry: .after(.seconds(60)), value: Array("a\r\nb".utf8))

  static let add = BinaryRequest(.add(item), opaque: 7)

  @Test(arguments: [
    (Command.add(item), "add k 2 60 4\r\na\r\nb\r\n"),
    (.replace(item, cas: .max), "cas k 2 60 4 18446744073709551615\r\na\r\nb\r\n"),
    (.increment(key: [0x6b]), "incr k 1\r\n"),
    (.metaDelete(key: [0x6b], cas: .max), "md k C18446744073709551615\r\n"),
    (.expire(key: [0x6b], cas: 7), "cas k 0 -1 0 7\r\n\r\n"),
    (.metaTouch(key: [0x6b], .at(1_800_000_000)), "mg k T1800000000 u\r\n"),
    (.metaTouch(key: [0x6b], .never), "mg k T0 u\r\n"),
    (.touch(key: [0x6b], .after(.milliseconds(1))), "touch k 1\r\n"),
  ])
  func encodes(_ command: Command, _ text: String) {
    var bytes: [UInt8] = []
    command.encode(into: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == text)
  }

  @Test func encodesInBinary() {
    func bytes(_ command: BinaryRequest.Command) -> [UInt8] {
      var bytes: [UInt8] = []
      BinaryRequest(command, opaque: 1).encode(into: &bytes)
      return bytes
    }
    let opaque: [UInt8] = [0, 0, 0, 1]
    let none = [UInt8](repeating: 0, count: 8)
    #expect(
      bytes(.add(Self.item)) == [0x80, 0x02, 0, 1, 8, 0, 0, 0, 0, 0, 0, 13] + opaque + none
        + [0, 0, 0, 2, 0, 0, 0, 60, 0x6b] + Array("a\r\nb".utf8))
    #expect(
      bytes(.replace(Self.item, cas: 0x0102)) == [0x80, 0x01, 0, 1, 8, 0, 0, 0, 0, 0, 0, 13] + opaque
        + [0, 0, 0, 0, 0, 0, 1, 2] + [0, 0, 0, 2, 0, 0, 0, 60, 0x6b] + Array("a\r\nb".utf8))
    #expect(
      bytes(.increment(key: [0x6b])) == [0x80, 0x05, 0, 1, 20, 0, 0, 0, 0, 0, 0, 21] + opaque + none
        + [0, 0, 0, 0, 0, 0, 0, 1] + none + [0xff, 0xff, 0xff, 0xff, 0x6b])
    #expect(
      bytes(.delete(key: [0x6b], cas: 0x0102)) == [0x80, 0x04, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1] + opaque
        + [0, 0, 0, 0, 0, 0, 1, 2, 0x6b])
    #expect(
      bytes(.touch(key: [0x6b], .at(1_800_000_000))) == [0x80, 0x1c, 0, 1, 4, 0, 0, 0, 0, 0, 0, 5] + opaque + none
        + big(UInt32(1_800_000_000)) + [0x6b])
  }

  @Test(
    "What would be read as something else cannot be said",
    arguments: [
      (Expiry.never, true), (.after(.zero), false), (.after(.milliseconds(1)), true),
      (.after(.seconds(2_592_000)), true),
      (.after(.seconds(2_592_001)), false), (.at(2_592_000), false), (.at(2_592_001), true), (.at(2_147_483_647), true),
      (.at(2_147_483_648), false),
    ])
  func expiries(_ expiry: Expiry, _ isSayable: Bool) { #expect(expiry.isSayable == isSayable) }

  @Test(
    "The rest of a life is told from now on as long as that can be said, then as the second of its end",
    arguments: [
      (nil, Expiry.never), (.seconds(1), .after(.seconds(1))), (.zero, .after(.seconds(1))),
      (.seconds(2_592_000), .after(.seconds(2_592_000))), (.seconds(2_592_001), .at(1_802_592_001)),
    ] as [(Duration?, Expiry)])
  func remaining(_ left: Duration?, _ expiry: Expiry) {
    #expect(Expiry(remaining: left, now: 1_800_000_000) == expiry)
  }

  @Test("Each item's answer, wherever the answers are cut")
  func additions() throws {
    let text = "STORED\r\nNOT_STORED\r\nSERVER_ERROR object too large for cache\r\nSTORED\r\n"
    let seen = outcome(of: BatchReader.additions(4), [Array(text.utf8)])
    let refusal = try #require(ErrorReply("SERVER_ERROR object too large for cache".utf8))
    #expect(seen == Outcome(reply: .success([.stored, .exists, .refused(refusal), .stored]), rest: []))
    #expect(differences(text) { BatchReader.additions(4) }.isEmpty)
  }

  @Test("A refusal that leaves open what becomes of the value: alone it is the answer, later the end")
  func refusedAdditions() throws {
    let refusal = try #require(ErrorReply("CLIENT_ERROR bad command line format".utf8))
    let line = refusal.line + "\r\n"
    #expect(outcome(of: BatchReader<Addition>.additions(2), [Array(line.utf8)]).reply == .failure(refusal))
    #expect(
      outcome(of: BatchReader<Addition>.additions(2), [Array(("STORED\r\n" + line).utf8)]).error == .refused(refusal))
    #expect(differences("STORED\r\n" + line) { BatchReader<Addition>.additions(2) }.isEmpty)
  }

  @Test func binaryAdditions() {
    let answers: [([UInt8], Addition)] = [
      (packet(0x02, opaque: 7), .stored), (packet(0x02, opaque: 8, status: 2, value: [0x78]), .exists),
      (packet(0x02, opaque: 9, status: 3), .refused(ErrorReply(.tooLarge, text: []))),
    ]
    for pieces in cuts(answers.flatMap(\.0)) {
      let seen = outcome(of: BinaryBatchReader.additions(Self.add, 3), pieces)
      #expect(seen == Outcome(reply: .success(answers.map(\.1)), rest: []))
    }
  }

  @Test(
    "Answers to other questions, and refusals of the whole",
    arguments: [
      (packet(0x01, opaque: 7), ReplyError.unasked), (packet(0x02, opaque: 8), .unasked),
      (
        packet(0x02, opaque: 7) + packet(0x02, opaque: 8, status: 0x20),
        .refused(ErrorReply(.authenticationError, text: []))
      ),
    ])
  func brokenBinaryAdditions(_ bytes: [UInt8], _ error: ReplyError) {
    #expect(outcome(of: BinaryBatchReader<Addition>.additions(Self.add, 2), [bytes]).error == error)
  }

  @Test(arguments: [
    ("HD\r\n", Deletion.deleted), ("OK\r\n", .deleted), ("STORED\r\n", .deleted), ("EX\r\n", .changed),
    ("EXISTS\r\n", .changed), ("NF\r\n", .absent), ("NOT_FOUND\r\n", .absent),
  ])
  func comparedDelete(_ text: String, _ deletion: Deletion) {
    #expect(outcome(of: BatchReader.comparedDeletes(1), [Array(text.utf8)]).reply == .success([deletion]))
    #expect(differences(text) { BatchReader.comparedDeletes(1) }.isEmpty)
  }

  @Test(arguments: [(0, .deleted), (1, .absent), (2, .changed)] as [(UInt16, Deletion)])
  func comparedDeleteInBinary(_ status: UInt16, _ deletion: Deletion) {
    let request = BinaryRequest(.delete(key: [0x6b], cas: 9), opaque: 7)
    for pieces in cuts(packet(0x04, status: status)) {
      #expect(outcome(of: BinaryBatchReader.comparedDeletes(request, 1), pieces).reply == .success([deletion]))
    }
  }

  @Test(arguments: [
    ("HD\r\n", true), ("OK\r\n", true), ("TOUCHED\r\n", true), ("EN\r\n", false), ("NOT_FOUND\r\n", false),
  ])
  func touch(_ text: String, _ found: Bool) {
    #expect(outcome(of: BatchReader.touches(1), [Array(text.utf8)]).reply == .success([found]))
    #expect(differences(text) { BatchReader.touches(1) }.isEmpty)
  }

  @Test("Numbers and what is none, wherever the answers are cut")
  func increments() throws {
    let text =
      "1\r\nNOT_FOUND\r\nCLIENT_ERROR cannot increment or decrement non-numeric value\r\n18446744073709551615\r\n"
    let refusal = try #require(ErrorReply("CLIENT_ERROR cannot increment or decrement non-numeric value".utf8))
    let seen = outcome(of: BatchReader.increments(4), [Array(text.utf8)])
    #expect(seen == Outcome(reply: .success([.counted(1), .absent, .refused(refusal), .counted(.max)]), rest: []))
    #expect(differences(text) { BatchReader.increments(4) }.isEmpty)
    #expect(outcome(of: BatchReader<Increment>.increments(1), [Array("1 2\r\n".utf8)]).error != nil)
  }

  @Test(arguments: [
    ("STORED\r\n", Replacement.stored), ("EXISTS\r\n", .changed), ("NOT_FOUND\r\n", .absent),
  ])
  func replacement(_ text: String, _ result: Replacement) {
    #expect(outcome(of: BatchReader.replacements(1), [Array(text.utf8)]).reply == .success([result]))
    #expect(differences(text) { BatchReader.replacements(1) }.isEmpty)
  }
}
