import MemcacheProtocol
import Testing

/// Every reader with everything: what comes is an error or is waited for, and nothing crashes.
@Suite("Hostile answers") struct HostileReplyTests {
  /// All readers on the same bytes, each in pieces of its own size.
  func feed(_ bytes: [UInt8], in size: Int) -> [ReplyError?] {
    let pieces = stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
    let keys = [Array("a".utf8), Array("b".utf8)]
    let request = BinaryRequest(.noOperation, opaque: 7)
    return [
      outcome(of: LineReader.version, pieces).error, outcome(of: LineReader.delete, pieces).error,
      outcome(of: StatsReader(group: nil), pieces).error, outcome(of: MetaGetReader(count: 2), pieces).error,
      outcome(of: MetaGetReader(count: 2, .joined), pieces).error,
      outcome(of: ClassicGetReader(keys, [.value]), pieces).error,
      outcome(of: MetadumpReader(upTo: .max) { _ in }, pieces).error,
      outcome(of: BinaryReplyReader.done(request), pieces).error,
      outcome(of: BinaryStatsReader(request, group: nil), pieces).error,
      outcome(of: BinaryItemsReader(keys, [.value], opaque: 7), pieces).error,
    ]
  }

  static let numbers = [
    "0", "-0", "00000000000000000000000000000007", "+1", "-1", "-9223372036854775808", "2147483648", "4294967295",
    "4294967296", "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616",
    "1e9", "0x10", "", " ", "\0", "NaN",
  ]

  static let answers = [
    "VERSION #\r\n", "STAT a #\r\nEND\r\n", "HD f# s1\r\n", "HD f0 s#\r\n", "HD t#\r\n", "HD l#\r\n", "HD h#\r\n",
    "HD c#\r\n", "VA # f0\r\n", "VA 1 s#\r\nx\r\n", "VA fstlhcv # # # # # #\r\n", "VA sv #\r\nx\r\nEN\r\n",
    "VALUE a # 1 1\r\nx\r\nEND\r\n", "VALUE a 0 # 1\r\nx\r\nEND\r\n", "VALUE a 0 1 #\r\nx\r\nEND\r\n",
    "key=a exp=# la=1\nEND\r\n", "key=a la=#\nEND\r\n", "key=a cas=#\nEND\r\n", "key=a cls=#\nEND\r\n",
    "key=a size=#\nEND\r\n", "key=a flags=#\nEND\r\n", "key=%# exp=1\nEND\r\n",
  ]

  @Test("Numbers of every kind in every place", arguments: answers)
  func numbers(_ answer: String) {
    for number in Self.numbers {
      let text = answer.split(separator: "#", omittingEmptySubsequences: false).joined(separator: number)
      let whole = feed(Array(text.utf8), in: text.utf8.count)
      #expect(feed(Array(text.utf8), in: 1) == whole, "\(text)")
    }
  }

  @Test(
    "Numbers of a listing that no server has are no numbers",
    arguments: [
      "key=a exp=9223372036854775807", "key=a la=9223372036854775807", "key=a size=4294967296", "key=a size=-1",
      "key=a cls=-1", "key=a flags=4294967296", "key=a flags=-1", "key=a exp=1x", "key=a exp=+1", "HD t4294967296",
      "HD s-1", "HD l4294967296",
    ])
  func outOfRange(_ line: String) {
    let bytes = Array((line + "\r\n").utf8)
    #expect(outcome(of: MetadumpReader(upTo: .max) { _ in }, [bytes]).error != nil)
    #expect(outcome(of: MetaGetReader(count: 1), [bytes]).error != nil)
  }

  @Test(
    "Keys longer than any, lines longer than any, bytes that are no text, no CR",
    arguments: [
      [UInt8](repeating: 0x41, count: 8193), Array("STAT ".utf8) + [UInt8](repeating: 0x20, count: 9000),
      Array("key=".utf8) + [UInt8](repeating: 0x25, count: 9000), [UInt8](repeating: 0, count: 300),
      [UInt8](repeating: 0xff, count: 300), [UInt8](repeating: 0x0a, count: 300), [0x15, 0x03], [0x81], [0x80, 0x0b],
      Array("VALUE ".utf8) + [UInt8](repeating: 0x61, count: 400) + Array(" 0 1 1\r\nx\r\n".utf8),
      Array("VA 2 f0 s2\r\nab\nc".utf8), Array("HD f0\0\r\n".utf8), Array("key=a\0b exp=1\nEND\r\n".utf8),
    ])
  func shapes(_ bytes: [UInt8]) {
    let whole = feed(bytes, in: bytes.count)
    // Long ones in few pieces: a reader looks at an unfinished line from its start again.
    for size in bytes.count > 1000 ? [4096] : [1, 7] {
      #expect(feed(bytes, in: size).map { $0 == nil } == whole.map { $0 == nil })
    }
  }

  @Test("Junk", arguments: 0..<8)
  func junk(_ seed: UInt64) {
    var random = SplitMix(state: seed)
    let words = ["VA ", "HD ", "EN\r\n", "VALUE a ", "STAT ", "key=", "END\r\n", "\r\n", "0 ", "f1 ", "%4"].map {
      Array($0.utf8)
    }
    for _ in 0..<30 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 1...20, using: &random) {
        if Bool.random(using: &random) {
          bytes += words.randomElement(using: &random) ?? []
        } else {
          bytes += (0..<Int.random(in: 1...30, using: &random)).map { _ in
            UInt8.random(in: .min ... .max, using: &random)
          }
        }
      }
      let binary = [0x81] + bytes
      for input in [bytes, binary] {
        let size = Int.random(in: 1...input.count, using: &random)
        #expect(feed(input, in: size).count == 10)
      }
    }
  }

  /// The same junk in every run.
  struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var mixed = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
      mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
      return mixed ^ mixed >> 31
    }
  }
}
