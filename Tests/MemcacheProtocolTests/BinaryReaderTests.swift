import Testing

@testable import MemcacheProtocol

@Suite("Answers in binary") struct BinaryReaderTests {
  static let noop = BinaryRequest(.noOperation, opaque: 7)
  static let version = BinaryRequest(.version, opaque: 7)
  static let stats = BinaryRequest(.stats(group: nil), opaque: 7)

  @Test func version() {
    let bytes = packet(0x0b, value: Array("1.6.18".utf8))
    for pieces in cuts(bytes) {
      #expect(
        outcome(of: BinaryReplyReader.version(Self.version), pieces) == Outcome(reply: .success("1.6.18"), rest: []))
    }
  }

  @Test(arguments: [(0x00, true), (0x01, false)] as [(UInt16, Bool)])
  func delete(_ status: UInt16, _ found: Bool) {
    let request = BinaryRequest(.delete(key: [0x6b]), opaque: 7)
    let bytes = packet(0x04, status: status, value: status == 0 ? [] : Array("Not found".utf8))
    for pieces in cuts(bytes) {
      #expect(outcome(of: BinaryReplyReader.delete(request), pieces) == Outcome(reply: .success(found), rest: []))
    }
  }

  @Test("The ways to log in", arguments: [("PLAIN", ["PLAIN"]), ("CRAM-MD5 PLAIN ", ["CRAM-MD5", "PLAIN"]), ("", [])])
  func mechanisms(_ text: String, _ names: [String]) {
    let reader = BinaryReplyReader.mechanisms(BinaryRequest(.listMechanisms, opaque: 7))
    #expect(outcome(of: reader, [packet(0x20, value: Array(text.utf8))]).reply == .success(names))
  }

  @Test(
    "A refusal says what the status word stands for, and the server's words",
    arguments: [
      (0x03, "Too large.", "0x03 too large (Too large.)", ErrorReply.Kind.server),
      (0x04, "Invalid arguments", "0x04 invalid arguments (Invalid arguments)", .client),
      (0x20, "Auth failure.", "0x20 authentication error (Auth failure.)", .client),
      (0x81, "Unknown command", "0x81 unknown command (Unknown command)", .error),
      (0x82, "", "0x82 out of memory", .server), (0x85, "", "0x85 busy", .busy),
      (0x86, "\u{1b}[2J", "0x86 temporary failure (\\x1b[2J)", .server), (0xbeef, "", "0xbeef", .error),
    ] as [(UInt16, String, String, ErrorReply.Kind)])
  func refusals(_ status: UInt16, _ text: String, _ line: String, _ kind: ErrorReply.Kind) throws {
    let seen = outcome(of: BinaryReplyReader.done(Self.noop), [packet(0x0a, status: status, value: Array(text.utf8))])
    guard case .failure(let refusal) = try #require(seen.reply) else {
      Issue.record("accepted")
      return
    }
    #expect(refusal.line == line)
    #expect(refusal.kind == kind)
    #expect(refusal.isAuthenticationRequired == (status == 0x20))
    #expect(refusal.isUnknownCommand == (status == 0x81))
  }

  @Test("Names and values in the server's order, up to the answer without a name")
  func statistics() {
    let lines: [UInt8] = [
      packet(0x10, key: "pid", value: Array("12".utf8)), packet(0x10, key: "empty"),
      packet(0x10, key: "a b", value: Array("END\r\n".utf8)), packet(0x10),
    ].flatMap { $0 }
    for pieces in cuts(lines + [0x81]) {
      let seen = outcome(of: BinaryStatsReader(Self.stats, group: nil), pieces)
      #expect(
        seen.reply
          == .success([
            Stat(name: "pid", value: "12"), Stat(name: "empty", value: ""), Stat(name: "a b", value: "END\r\n"),
          ]))
      #expect(seen.rest == [0x81])
    }
  }

  @Test func unknownGroup() throws {
    let seen = outcome(
      of: BinaryStatsReader(Self.stats, group: nil), [packet(0x10, status: 1, value: Array("Not found".utf8))])
    #expect(throws: ErrorReply.self) { try #require(seen.reply).get() }
  }

  @Test("An answer without end is given up")
  func endless() {
    let lines = Array(repeating: packet(0x10, key: "name", value: Array("value".utf8)), count: 100)
    #expect(
      outcome(of: BinaryStatsReader(Self.stats, limit: 500), lines).error == .excessive("more than 500 bytes of stats"))
  }

  @Test(
    "What is no answer to the question is told from the first bytes on",
    arguments: [
      packet(0x0b), packet(0x0a, opaque: 8), packet(0x0a, keyBytes: 9), packet(0x0a, extrasBytes: 1),
      packet(0x0a, keyBytes: .max, bodyBytes: .max), packet(0x0a, bodyBytes: .max), packet(0x0a, bodyBytes: 1 << 31),
      packet(0x0a, keyBytes: 251, bodyBytes: 251), packet(0x0a, bodyBytes: 8193), packet(0x0a, magic: 0x80),
      packet(0x0a, magic: 0), Array("VERSION 1\r\n".utf8), Array("ERROR\r\n".utf8), Array("-ERR unknown\r\n".utf8),
    ])
  func strangers(_ bytes: [UInt8]) {
    for pieces in cuts(bytes) {
      #expect(outcome(of: BinaryReplyReader.done(Self.noop), pieces).error != nil)
      #expect(outcome(of: BinaryStatsReader(Self.noop, group: nil), [bytes]).error != nil || bytes[0] == 0x81)
    }
  }

  @Test("A full server says so in text, whatever it is asked in")
  func full() {
    let bytes = Array("ERROR Too many open connections\r\n".utf8)
    for pieces in cuts(bytes) {
      guard case .refused(let refusal) = outcome(of: BinaryReplyReader.done(Self.noop), pieces).error else {
        Issue.record("not refused")
        continue
      }
      #expect(refusal.isConnectionLimit)
    }
  }

  @Test("A server that answers binary in text is known for that, and TLS for TLS")
  func otherProtocols() {
    #expect(
      outcome(of: BinaryReplyReader.done(Self.noop), [Array("ERROR\r\n".utf8)]).error == .foreign(.textOnly("ERROR")))
    let alert: [UInt8] = [0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x28]
    #expect(outcome(of: BinaryReplyReader.done(Self.noop), [alert]).error == .foreign(.tls))
  }
}

@Suite("Items in binary") struct BinaryItemsReaderTests {
  let keys = ["a", "b", "c", "d"].map { Array($0.utf8) }

  /// An answer to `getkq` number `number` of a batch whose first opaque is 0xffff_fffe, so that it runs over.
  func found(_ number: UInt32, _ key: String, flags: UInt32 = 0, cas: UInt64 = 1, _ value: String) -> [UInt8] {
    packet(
      number == 0 ? 0x0c : 0x0d, opaque: 0xffff_fffe &+ number, cas: cas, extras: big(flags), key: key,
      value: Array(value.utf8))
  }

  func end(_ number: UInt32, status: UInt16 = 0) -> [UInt8] {
    packet(0x0a, opaque: 0xffff_fffe &+ number, status: status)
  }

  /// That there is none of the first key.
  let miss = packet(0x0c, opaque: 0xffff_fffe, status: 1, key: "a")

  func reader(_ fields: ItemFields = [.value, .cas]) -> BinaryItemsReader {
    BinaryItemsReader(keys, fields, opaque: 0xffff_fffe)
  }

  @Test("What is there and what is not, in the order of the keys")
  func items() {
    let bytes = miss + found(1, "b", flags: .max, cas: .max, "x\r\n") + found(3, "d", "") + end(4)
    var second = StoredItem()
    (second.flags, second.valueBytes, second.cas, second.value) = (.max, 3, .max, Array("x\r\n".utf8))
    var fourth = StoredItem()
    (fourth.cas, fourth.value) = (1, [])
    for pieces in cuts(bytes + [0x81]) {
      #expect(outcome(of: reader(), pieces) == Outcome(reply: [nil, second, nil, fourth], rest: [0x81]))
    }
    (second.cas, second.value, fourth.cas, fourth.value) = (nil, nil, nil, nil)
    for pieces in cuts(bytes) {
      #expect(outcome(of: reader([]), pieces) == Outcome(reply: [nil, second, nil, fourth], rest: []))
    }
  }

  @Test("The first item, and the last one in front of its noop")
  func firstAndLast() {
    let bytes = found(0, "a", "x") + found(3, "d", "y") + end(4)
    for pieces in cuts(bytes) {
      let seen = outcome(of: reader(), pieces)
      #expect(seen.reply?.map { $0?.value } == [[0x78], nil, nil, [0x79]])
      #expect(seen.rest.isEmpty)
    }
  }

  @Test("A single key has no noop")
  func single() {
    let reader = BinaryItemsReader([[0x61]], [], opaque: 0xffff_fffe)
    #expect(outcome(of: reader, [miss]) == Outcome(reply: [nil], rest: []))
    #expect(outcome(of: reader, [found(0, "a", "xyz")]).reply?[0]?.valueBytes == 3)
  }

  @Test("A miss of the others may be said as well")
  func saidMiss() {
    let bytes = packet(0x0d, opaque: 0xffff_ffff, status: 1, value: Array("Not found".utf8)) + end(4)
    #expect(outcome(of: reader(), [miss + bytes]).reply == [nil, nil, nil, nil])
  }

  @Test("Batches are closed one after another")
  func batches() {
    let many = (0..<1000).map { Array("k\($0)".utf8) }
    let reader = BinaryItemsReader(many, [], opaque: 0)
    let first = packet(0x0c, opaque: 0, status: 1)
    let bytes = first + packet(0x0a, opaque: 513) + packet(0x0a, opaque: 1000)
    #expect(outcome(of: reader, [bytes]).reply == Array(repeating: nil, count: 1000))
    #expect(outcome(of: reader, [first + packet(0x0a, opaque: 1000)]).error != nil)
  }

  @Test("What nobody asked for is told", arguments: 0..<14)
  func unasked(_ index: Int) {
    let bytes = [
      found(4, "e", "x"), found(0, "b", "x"), found(1, "b", "x"), end(0), end(4), miss + miss,
      miss + found(1, "c", "x"),
      miss + found(2, "c", "x") + found(1, "b", "x"), miss + found(1, "b", "x") + found(1, "b", "x"), miss + end(3),
      miss + end(5), miss + end(4, status: 0x20), packet(0x0c, opaque: 0xffff_fffe, key: "a", value: [1]),
      packet(0x0c, opaque: 0xffff_fffe, extras: big(UInt32(0)), key: "a", bodyBytes: .max),
    ][index]
    for pieces in cuts(bytes) { #expect(outcome(of: reader(), pieces).error != nil) }
  }

  @Test("A value that was promised and does not come is waited for")
  func promised() {
    let start = packet(
      0x0c, opaque: 0xffff_fffe, extras: big(UInt32(0)), key: "a", value: [1, 2],
      bodyBytes: UInt32(Limits.valueBytes) + 5)
    #expect(outcome(of: reader(), [start]) == Outcome(rest: []))
  }
}
